package dev.falreactive.polling;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.polling.Course.Call;
import java.time.Duration;
import java.util.Optional;

/**
 * Learns how long the jobs of each endpoint wait and run, and calls where it pays most. Users get it from
 * {@link PollPolicy#adaptive()}, which says what it promises. Safe for use by several threads.
 */
public final class AdaptivePolling implements PollPolicy {

    static final int MOST_ENDPOINTS = 1_000;

    /** So many jobs must be known before the first call of a fresh ticket waits. */
    static final int KNOWN = 10;

    private static final double JITTER = 0.15;
    private static final double SHORTEST = 0.05;

    private final Endpoints endpoints = new Endpoints(MOST_ENDPOINTS);
    private final Learned nothing = new Learned(Samples.NONE);

    /** A policy that has learned nothing. */
    public AdaptivePolling() {}

    @Override
    public Duration pauseBeforeFirst(QueueTicket ticket, Duration age, double random) {
        Learned learned = learned(ticket);
        double now = Sample.seconds(age);
        if (learned.jobs() < KNOWN) {
            return Duration.ZERO;
        }
        Call call = learned.whileQueued(0);
        double pause = jittered(call.at() - now, call.lag(), random);
        return pause < SHORTEST ? Duration.ZERO : pauseOf(pause);
    }

    @Override
    public Duration pauseAfter(State state) {
        double age = Sample.seconds(state.times().age());
        Call call = next(state);
        return pauseOf(Math.max(SHORTEST, jittered(call.at() - age, call.lag(), state.random())));
    }

    @Override
    public double likelyEnded(State state) {
        return next(state).likely();
    }

    @Override
    public void ended(State state) {
        Sample.of(state)
                .ifPresent(
                        sample -> endpoints.toLearn(state.ticket().endpoint()).add(sample));
    }

    /** On the scale of the age. */
    private Call next(State state) {
        Learned learned = learned(state.ticket());
        Times times = state.times();
        double age = Sample.seconds(times.age());
        Optional<Duration> running = times.running();
        if (running.isEmpty()) {
            Call call = learned.whileQueued(age);
            return new Call(age + call.at(), call.likely(), call.lag());
        }
        double seen = Sample.seconds(running.get());
        Call call = learned.whileRunning(seen, seen - Sample.seconds(times.queued()), age - seen);
        return new Call(seen + call.at(), call.likely(), call.lag());
    }

    /** Little where all that it is to find ends at nearly one time: a call that comes too soon costs another. */
    private static double jittered(double pause, double lag, double random) {
        return pause + Math.min(JITTER * pause, Course.EARLY * lag) * (2 * random - 1);
    }

    private static Duration pauseOf(double seconds) {
        return Duration.ofNanos(Math.round(Math.min(Course.LONGEST, seconds) * 1e9));
    }

    private Learned learned(QueueTicket ticket) {
        return endpoints.of(ticket.endpoint()).map(EndpointHistory::learned).orElse(nothing);
    }
}
