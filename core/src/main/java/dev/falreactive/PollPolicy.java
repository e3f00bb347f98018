package dev.falreactive;

import dev.falreactive.polling.AdaptivePolling;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a watch pauses between two status calls. It is asked after each update, and somebody else sleeps; the pause runs
 * from the arrival of one answer, and the next call also waits for the subscriber's demand. A policy of your own is a
 * function: {@code state -> Duration.ofSeconds(state.updates())}.
 *
 * <p>One policy serves many watches at once, so it must be safe for use by several threads, and must not block.
 */
@FunctionalInterface
public interface PollPolicy {

    /** The default while a webhook is expected to tell the same sooner: a constant 15 s. */
    PollPolicy BESIDE_WEBHOOK = constant(Duration.ofSeconds(15));

    /**
     * Says how long to pause.
     *
     * @param state what the watch has seen
     * @return the pause, zero or more
     */
    Duration pauseAfter(State state);

    /**
     * Says how long to pause before the first call of a watch. By default not at all. Not asked about a job whose ticket does
     * not say when it was submitted: it is asked for at once.
     *
     * @param ticket the job
     * @param age the time since it was submitted, zero or more
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return the pause, zero or more
     */
    default Duration pauseBeforeFirst(QueueTicket ticket, Duration age, double random) {
        return Duration.ZERO;
    }

    /**
     * Says how likely it is that the call after the pause finds the job ended. When the calls of all watches together
     * exceed what the client may make, the likely ones go first.
     *
     * @param state what the watch has seen
     * @return from 0 to 1; by default a half for a running job, and less for a queued one
     */
    default double likelyEnded(State state) {
        return state.latest().phase() == StatusUpdate.Phase.IN_QUEUE ? 0.1 : 0.5;
    }

    /**
     * Tells of the end of a job, for policies that learn. By default nothing is done. Not told of a job whose ticket does
     * not say when it was submitted.
     *
     * @param state what the watch has seen; the latest update is the terminal one
     */
    default void ended(State state) {}

    /**
     * What a watch has seen.
     *
     * @param ticket the job
     * @param updates how many updates it has brought, 1 or more
     * @param elapsed how long it has lasted
     * @param latest the latest update
     * @param times when the job was seen in which phase
     * @param random a number from 0 (inclusive) to 1 (exclusive), for policies that jitter
     */
    record State(QueueTicket ticket, long updates, Duration elapsed, StatusUpdate latest, Times times, double random) {

        /** Checks that nothing is null. */
        public State {
            Objects.requireNonNull(ticket, "ticket");
            Objects.requireNonNull(elapsed, "elapsed");
            Objects.requireNonNull(latest, "latest");
            Objects.requireNonNull(times, "times");
        }
    }

    /**
     * When a watch saw its job in which phase: each the time since the job was submitted, or, if its ticket names a time more
     * than a year ago and so does not know it, since the watch began.
     *
     * @param age now
     * @param alive when it was last seen not to have ended; zero if it never was, since its ticket says so
     * @param queued when it was last seen in the queue; zero if it never was
     * @param running when it was first seen running since then
     */
    record Times(Duration age, Duration alive, Duration queued, Optional<Duration> running) {

        /** Checks that nothing is null. */
        public Times {
            Objects.requireNonNull(age, "age");
            Objects.requireNonNull(alive, "alive");
            Objects.requireNonNull(queued, "queued");
            Objects.requireNonNull(running, "running");
        }
    }

    /**
     * The default: learns, for each endpoint, how long its jobs wait and run, and places each call where it pays most, a
     * call taken to cost as much as 50 ms of not knowing the end. It forgets slowly, and keeps the newest 200 jobs of at
     * most 1,000 endpoints. Before it has learned anything it asks at once, then with growing pauses; once it has learned,
     * the first call of a fresh ticket waits until the job may have ended. Jobs whose run the server measures
     * teach the most: where all take the same time the end is known some 10 ms after it. A pause is never longer than 30 s,
     * and each varies at random, the more the less is known, so that watches do not keep step.
     *
     * @return a policy that has learned nothing; what it learns it keeps, for all that use it
     */
    static PollPolicy adaptive() {
        return new AdaptivePolling();
    }

    /**
     * The same pause always.
     *
     * @param pause the pause, zero or more
     * @return the policy
     * @throws IllegalArgumentException if the pause is negative
     */
    static PollPolicy constant(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause must not be negative: " + pause);
        }
        return state -> pause;
    }
}
