package dev.falreactive.emulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * The waiting line and the runners. Moves time forward from event to event, so that what happens does not depend on when
 * somebody looks.
 */
final class Line {

    /** What happens to jobs. */
    interface Events {

        /** A runner takes the job. Must start its run. */
        void start(Job job, Instant at);

        /** The job's run is over. */
        void finish(Job job, Instant at);

        /** The job did not start in time. */
        void missed(Job job, Instant at);
    }

    private static final Comparator<Job> BY_TURN = Comparator.comparing(
                    (Job job) -> job.submission().low())
            .thenComparing(job -> job.submission().number());

    private final Turns waiting = new Turns();
    private final TreeSet<Job> notYetEligible =
            new TreeSet<>(Comparator.comparing(Job::eligibleAt).thenComparing(BY_TURN));
    private final TreeSet<Job> eligible = new TreeSet<>(BY_TURN);
    private final TreeSet<Job> impatient = new TreeSet<>(
            Comparator.comparing((Job job) -> job.submission().startBy().orElse(Instant.MAX))
                    .thenComparing(BY_TURN));
    private final TreeSet<Job> running =
            new TreeSet<>(Comparator.comparing(Job::runEnds).thenComparing(BY_TURN));
    private final int runners;
    private final Events events;
    private Instant clock = Instant.MIN;

    Line(int runners, Events events) {
        this.runners = runners;
        this.events = events;
    }

    /** Joins the end of the line of its priority. */
    void join(Job job) {
        waiting.add(job);
        notYetEligible.add(job);
        if (job.submission().startBy().isPresent()) {
            impatient.add(job);
        }
    }

    /** Leaves the line or its runner. Must be called before the job changes. */
    void leave(Job job) {
        waiting.remove(job);
        notYetEligible.remove(job);
        eligible.remove(job);
        impatient.remove(job);
        running.remove(job);
    }

    /** How many jobs are before a waiting one. */
    int position(Job job) {
        return waiting.before(job);
    }

    int length() {
        return waiting.size();
    }

    /** Lets happen all that happens until a time; time does not go back. */
    void advance(Instant now) {
        for (Instant next = next(); !next.isAfter(now); next = next()) {
            clock = next;
            step();
        }
        clock = later(clock, now);
    }

    private Instant next() {
        Instant next = Instant.MAX;
        if (!running.isEmpty()) {
            next = earlier(next, running.first().runEnds());
        }
        if (!notYetEligible.isEmpty()) {
            next = earlier(next, notYetEligible.first().eligibleAt());
        }
        if (!impatient.isEmpty()) {
            next = earlier(next, impatient.first().submission().startBy().orElse(Instant.MAX));
        }
        if (!eligible.isEmpty() && running.size() < runners) {
            next = clock;
        }
        return next.equals(Instant.MAX) ? next : later(next, clock);
    }

    private void step() {
        while (!running.isEmpty() && !running.first().runEnds().isAfter(clock)) {
            over(running.first());
        }
        while (!notYetEligible.isEmpty() && !notYetEligible.first().eligibleAt().isAfter(clock)) {
            Job job = notYetEligible.first();
            notYetEligible.remove(job);
            eligible.add(job);
        }
        while (!eligible.isEmpty() && running.size() < runners) {
            Job job = eligible.first();
            leave(job);
            events.start(job, clock);
            running.add(job);
        }
        while (!impatient.isEmpty()
                && !impatient.first().submission().startBy().orElse(Instant.MAX).isAfter(clock)) {
            Job job = impatient.first();
            leave(job);
            events.missed(job, clock);
        }
    }

    private void over(Job job) {
        leave(job);
        if (job.goesBack()) {
            job.goBack(clock);
            waiting.add(job);
            notYetEligible.add(job);
        } else {
            events.finish(job, clock);
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
