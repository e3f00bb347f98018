package dev.falreactive.simulation;

/**
 * One job.
 *
 * @param queue how long it waits, in seconds
 * @param run how long it runs, in seconds
 */
public record Job(double queue, double run) {

    /** {@return when it ends, in seconds since its submit} */
    public double end() {
        return queue + run;
    }
}
