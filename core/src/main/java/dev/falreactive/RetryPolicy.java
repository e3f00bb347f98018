package dev.falreactive;

import dev.falreactive.protocol.Again;
import java.time.Duration;
import java.util.Objects;

/**
 * Whether a call that failed is sent again, and after how long. Pure: somebody else sleeps, and chance is an argument.
 *
 * <p>It is asked only about calls that may be repeated at no cost. A submit that may have arrived is never among them,
 * whatever the policy.
 *
 * @param maxFailures how many failures in a row end the call, 1 or more; default 8
 * @param firstPause the pause after the first failure; doubled after each further one; default 100 ms
 * @param maxPause the longest pause of the client's choice; default 3 s. Each pause varies by a fifth up and down
 * @param maxUnreachable how long a call is tried while no connection can be made, from its first try; default 10 s
 * @param maxRetryAfter the longest pause that a server may ask for; if it asks for more the call fails at once; default
 *     60 s
 */
public record RetryPolicy(
        int maxFailures, Duration firstPause, Duration maxPause, Duration maxUnreachable, Duration maxRetryAfter) {

    /** The default: 8 failures in a row, pauses from 100 ms to 3 s, 10 s unreachable, {@code Retry-After} kept up to 60 s. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            8, Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Checks the ranges. */
    public RetryPolicy {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(maxPause, "maxPause");
        Objects.requireNonNull(maxUnreachable, "maxUnreachable");
        Objects.requireNonNull(maxRetryAfter, "maxRetryAfter");
        if (maxFailures < 1) {
            throw new IllegalArgumentException("maxFailures must be 1 or more: " + maxFailures);
        }
        if (firstPause.isNegative()
                || maxPause.isNegative()
                || maxUnreachable.isNegative()
                || maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("durations must not be negative");
        }
    }

    /**
     * This policy with another number of failures.
     *
     * @param failures how many failures in a row end a call, 1 or more
     * @return a new policy
     */
    public RetryPolicy withMaxFailures(int failures) {
        return new RetryPolicy(failures, firstPause, maxPause, maxUnreachable, maxRetryAfter);
    }

    /**
     * This policy with other pauses.
     *
     * @param first the pause after the first failure
     * @param max the longest pause
     * @return a new policy
     */
    public RetryPolicy withPauses(Duration first, Duration max) {
        return new RetryPolicy(maxFailures, first, max, maxUnreachable, maxRetryAfter);
    }

    /**
     * This policy with another limit for the time without a connection.
     *
     * @param limit how long a call is tried while no connection can be made, from its first try
     * @return a new policy
     */
    public RetryPolicy withMaxUnreachable(Duration limit) {
        return new RetryPolicy(maxFailures, firstPause, maxPause, limit, maxRetryAfter);
    }

    /**
     * This policy with another limit for what a server may ask for.
     *
     * @param limit the longest pause that a server may ask for
     * @return a new policy
     */
    public RetryPolicy withMaxRetryAfter(Duration limit) {
        return new RetryPolicy(maxFailures, firstPause, maxPause, maxUnreachable, limit);
    }

    /**
     * Decides about one failure.
     *
     * @param again what the protocol allows
     * @param failuresInRow how many failures there were in a row, this one included: 1 or more
     * @param sinceFirstTry how long the call has been tried
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return what to do
     */
    public Verdict verdict(Again again, int failuresInRow, Duration sinceFirstTry, double random) {
        boolean hopeless = again instanceof Again.WhenReachable && sinceFirstTry.compareTo(maxUnreachable) >= 0;
        boolean pointless = again instanceof Again.Never || again instanceof Again.Elsewhere;
        if (pointless || hopeless || failuresInRow >= maxFailures) {
            return new Verdict.GiveUp();
        }
        Duration own = backoff(failuresInRow, random);
        if (again instanceof Again.After after) {
            if (after.pause().compareTo(maxRetryAfter) > 0) {
                return new Verdict.GiveUp();
            }
            return new Verdict.After(after.pause().compareTo(own) > 0 ? after.pause() : own);
        }
        return new Verdict.After(own);
    }

    private Duration backoff(int failuresInRow, double random) {
        double nominal = nanos(firstPause) * Math.pow(2, Math.min(failuresInRow - 1, 40));
        double capped = Math.min(nominal, nanos(maxPause));
        return Duration.ofNanos(Math.round(capped * (0.8 + 0.4 * random)));
    }

    /** Not {@link Duration#toNanos()}, which throws for what stands for "without limit". */
    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }

    /** What to do after a failure. */
    public sealed interface Verdict {

        /**
         * Send it again.
         *
         * @param pause after this long
         */
        record After(Duration pause) implements Verdict {}

        /** Report the error. */
        record GiveUp() implements Verdict {}
    }
}
