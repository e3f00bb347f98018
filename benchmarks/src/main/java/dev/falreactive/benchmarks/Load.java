package dev.falreactive.benchmarks;

/**
 * Jobs that are watched: on each watch one after the other, the next one from when the end of the last one is known.
 *
 * @param watches how many at a time
 * @param millis how long each job lasts
 * @param spread the first jobs begin evenly over so many milliseconds; all at once if it is zero
 * @param jobs how many jobs follow each other
 * @param uncounted so many of them do not count: until then the load is less, and nothing is known of such jobs
 */
record Load(int watches, int millis, int spread, int jobs, int uncounted) {

    /** As a service has it: jobs begin at any time, and all watches are busy always. */
    static Load steady(int watches, int millis) {
        return new Load(watches, millis, millis, 3, 1);
    }

    /** All jobs begin at once, and so end at once. */
    static Load together(int watches, int millis) {
        return new Load(watches, millis, 0, 1, 0);
    }

    /** When the first job of a watch begins, in milliseconds. */
    long start(int watch) {
        return (long) watch * spread / watches;
    }

    /** From the words of a line, the verb before them. */
    static Load parse(String[] words) {
        return new Load(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]));
    }

    /** As the words of a line. */
    @Override
    public String toString() {
        return watches + " " + millis + " " + spread + " " + jobs + " " + uncounted;
    }
}
