package dev.falreactive.polling;

import java.util.ArrayDeque;
import java.util.List;

/** The newest jobs of one endpoint. Safe for use by several threads; who asks waits for nobody. */
final class EndpointHistory {

    static final int MOST_JOBS = 200;

    // Guarded by this. Newest first.
    private final ArrayDeque<Sample> jobs = new ArrayDeque<>();
    private int fresh;

    private volatile Learned learned = new Learned(Samples.NONE);
    private volatile long lastUse;

    Learned learned() {
        return learned;
    }

    long lastUse() {
        return lastUse;
    }

    void usedAt(long use) {
        lastUse = use;
    }

    /** Remembers a job, once however many watched it. What was learned is renewed when a few jobs are new. */
    synchronized void add(Sample sample) {
        if (jobs.stream().anyMatch(job -> job.job() == sample.job())) {
            return;
        }
        jobs.addFirst(sample);
        if (jobs.size() > MOST_JOBS) {
            jobs.removeLast();
        }
        if (++fresh >= 1 + jobs.size() / 10) {
            fresh = 0;
            learned = new Learned(new Samples(List.copyOf(jobs)));
        }
    }
}
