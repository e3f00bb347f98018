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
    private final AtomicReferenceArray<Call> queued = new AtomicReferenceArray<>(AGES);
    private final AtomicReferenceArray<Kept> running = new AtomicReferenceArray<>(COURSES);

    private record Kept(int seen, int width, Course course) {}

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
        Call call = queued.get(bucket);
        if (call == null) {
            double typical = Buckets.age(bucket);
            Spread ends = new Spread();
            samples.endsOfQueued(typical, ends);
            ends.addBroad(USUAL + typical / 2, DOUBT);
            call = Course.first(ends.masses());
            queued.set(bucket, call);
        }
        return shifted(call, Buckets.age(bucket) - age);
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
        double typical = Buckets.age(seenBucket);
        int place = (31 * seenBucket + 1 + widthBucket) % COURSES;
        Kept kept = running.get(place);
        if (kept == null || kept.seen() != seenBucket || kept.width() != widthBucket) {
            Spread ends = new Spread();
            samples.endsOfRunning(typical, widthBucket == ANY ? typical : Buckets.width(widthBucket), ends);
            ends.addBroad(USUAL, DOUBT);
            kept = new Kept(seenBucket, widthBucket, Course.of(ends.masses()));
            running.set(place, kept);
        }
        double shift = typical - seen;
        return shifted(kept.course().after(now - shift), shift);
    }

    /** What was worked out for an age that is a little more or less. */
    private static Call shifted(Call call, double shift) {
        return new Call(call.at() + shift, call.likely(), call.lag());
    }
}
