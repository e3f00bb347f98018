package dev.falreactive.polling;

import dev.falreactive.polling.Course.Call;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What was learned of an endpoint at one time: immutable but for the answers it keeps, each worked out when it is first
 * asked for. Two threads may work out the same, and come to the same.
 */
final class Learned {

    /** How many jobs' worth what is believed without any experience counts. */
    private static final double DOUBT = 2;

    private static final double USUAL = 4;
    private static final int AGES = 160;
    private static final int COURSES = 64;

    /** In place of a width: it was never seen in the queue. */
    private static final int ANY = -1;

    private final Samples samples;
    private final AtomicReferenceArray<Course> queued = new AtomicReferenceArray<>(AGES);
    private final AtomicReferenceArray<Kept> running = new AtomicReferenceArray<>(COURSES);

    /** @param byAge how much of it was learned of jobs that began as early, from 0 to 1: the rest goes by the time that they ran */
    private record Kept(int seen, int width, Course course, double byAge) {}

    Learned(Samples samples) {
        this.samples = samples;
    }

    int jobs() {
        return samples.size();
    }

    /**
     * The next call to a job that was last seen in the queue.
     *
     * @param age when it was last seen there, in seconds
     * @return the call, on the scale of the time since then
     */
    Call whileQueued(double age) {
        int bucket = Buckets.ofAge(age);
        if (bucket >= AGES) {
            return Course.beyond(age, 0);
        }
        double since = Buckets.age(bucket);
        Course course = queued.get(bucket);
        if (course == null) {
            Spread ends = new Spread();
            samples.endsOfQueued(since, ends);
            ends.addBroad(USUAL + since / 2, DOUBT);
            course = Course.begin(ends.masses());
            queued.set(bucket, course);
        }
        return after(course, age - since, 0, age);
    }

    /**
     * The next call to a running job, on the scale of the time since it was first seen so.
     *
     * @param seen the age when it was first seen running, in seconds
     * @param width how long before that it may have begun to run, in seconds
     * @param now the time since it was first seen so, in seconds
     */
    Call whileRunning(double seen, double width, double now) {
        int seenBucket = Buckets.ofAge(seen);
        int widthBucket = width >= seen ? ANY : Buckets.ofWidth(width);
        double since = Buckets.age(seenBucket);
        int place = (31 * seenBucket + 1 + widthBucket) % COURSES;
        Kept kept = running.get(place);
        if (kept == null || kept.seen() != seenBucket || kept.width() != widthBucket) {
            Spread ends = new Spread();
            double byAge = samples.endsOfRunning(since, widthBucket == ANY ? since : Buckets.width(widthBucket), ends);
            ends.addBroad(USUAL, DOUBT);
            kept = new Kept(seenBucket, widthBucket, Course.of(ends.masses()), byAge);
            running.set(place, kept);
        }
        return after(kept.course(), kept.byAge() * (seen - since), now, now);
    }

    /** On a scale that begins so much later than the course. */
    private static Call after(Course course, double later, double now, double sofar) {
        Call call = course.after(later + now, sofar);
        return new Call(call.at() - later, call.likely(), call.lag());
    }
}
