package dev.falreactive;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a watch pauses between two status calls. A pure function: it is asked after each update, and somebody else
 * sleeps. The pause runs from the arrival of one answer; the next call also waits for the subscriber's demand.
 */
@FunctionalInterface
public interface PollPolicy {

    /** The default: a constant 700 ms. */
    PollPolicy DEFAULT = constant(Duration.ofMillis(700));

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
     * What a watch has seen.
     *
     * @param updates how many updates it has brought, 1 or more
     * @param elapsed how long it has lasted
     * @param latest the latest update
     * @param random a number from 0 (inclusive) to 1 (exclusive), for policies that jitter
     */
    record State(long updates, Duration elapsed, StatusUpdate latest, double random) {

        /** Checks that nothing is null. */
        public State {
            Objects.requireNonNull(elapsed, "elapsed");
            Objects.requireNonNull(latest, "latest");
        }
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
