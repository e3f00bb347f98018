package dev.falreactive.polling;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The newest jobs of one endpoint. Safe for use by several threads; who asks waits for nobody else to learn. */
final class EndpointHistory {

    static final int MOST_JOBS = 200;

    // Guarded by this. Newest first.
    private final ArrayDeque<Sample> jobs = new ArrayDeque<>();
    private int fresh;

    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile boolean due;
    private volatile Learned learned = new Learned(Samples.NONE);
    private volatile long lastUse;

    /** What was learned; renewed by who asks first when a few jobs are new. */
    Learned learned() {
        if (due && renewing.compareAndSet(false, true)) {
            try {
                learned = new Learned(new Samples(newest()));
            } finally {
                renewing.set(false);
            }
        }
        return learned;
    }

    private synchronized List<Sample> newest() {
        due = false;
        fresh = 0;
        return List.copyOf(jobs);
    }

    long lastUse() {
        return lastUse;
    }

    void usedAt(long use) {
        lastUse = use;
    }

    /** Remembers a job, once however many watched it. */
    synchronized void add(Sample sample) {
        if (jobs.stream().anyMatch(job -> job.job() == sample.job())) {
            return;
        }
        jobs.addFirst(sample);
        if (jobs.size() > MOST_JOBS) {
            jobs.removeLast();
        }
        if (++fresh >= 1 + jobs.size() / 10) {
            due = true;
        }
    }
}
