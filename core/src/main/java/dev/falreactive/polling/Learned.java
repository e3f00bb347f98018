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
    private static final int WIDTHS = 14;
    private static final int AGES = 160;

    private final Samples samples;
    private final AtomicReferenceArray<Course> running = new AtomicReferenceArray<>(WIDTHS);
    private final AtomicReferenceArray<Call> queued = new AtomicReferenceArray<>(AGES);

    Learned(Samples samples) {
        this.samples = samples;
    }

    int jobs() {
        return samples.size();
    }

    /**
     * The next call to a job that was last seen in the queue.
     *
     * @param at the age when it was last seen there, in seconds
     * @return the call, on the scale of the age
     */
    Call whileQueued(double at) {
        int bucket = ageBucket(at);
        if (bucket >= AGES) {
            return Course.beyond(at);
        }
        Call call = queued.get(bucket);
        if (call == null) {
            call = firstPause(ageOf(bucket));
            queued.set(bucket, call);
        }
        return new Call(at + call.at(), call.likely());
    }

    /** On the scale of the time since that age. */
    private Call firstPause(double age) {
        Spread ends = new Spread();
        samples.endsOfQueued(age, ends);
        ends.addBroad(age, USUAL + age / 2, DOUBT);
        Call call = Course.first(ends.masses(), age);
        return new Call(call.at() - age, call.likely());
    }

    /**
     * The calls to a job that was first seen running, on the scale of the time since then.
     *
     * @param uncertainty how long before that it may have begun to run, in seconds
     */
    Course whileRunning(double uncertainty) {
        int bucket = widthBucket(uncertainty);
        Course course = running.get(bucket);
        if (course == null) {
            Spread ends = new Spread();
            samples.endsOfRunning(widthOf(bucket), ends);
            ends.addBroad(0, USUAL, DOUBT);
            course = Course.of(ends.masses(), 0);
            running.set(bucket, course);
        }
        return course;
    }

    private static int ageBucket(double age) {
        return age < 0.25 ? 0 : 1 + (int) (Math.log(age / 0.25) / Math.log(1.05));
    }

    private static double ageOf(int bucket) {
        return bucket == 0 ? 0 : 0.25 * Math.pow(1.05, bucket - 0.5);
    }

    private static int widthBucket(double width) {
        return width < 0.1 ? 0 : Math.min(WIDTHS - 1, 1 + (int) (Math.log(width / 0.1) / Math.log(1.6)));
    }

    private static double widthOf(int bucket) {
        return bucket == 0 ? 0 : 0.1 * Math.pow(1.6, bucket - 0.5);
    }
}
