package dev.falreactive;

import java.time.Duration;
import java.util.Objects;

/**
 * How many connections a client makes to its origin, and how long it keeps those that it uses again. A submit never uses a
 * connection again, whatever is said here: one that the server is just closing would leave its outcome unknown.
 *
 * @param max how many are open at a time, for submits, for direct runs and for all other calls each,
 *     streams apart; 1 or more; default 64. At most four times as many status calls of watches are under way; the others
 *     wait in line for their turn, the most useful first, however long that takes
 * @param maxStreams how many status streams are open at a time, beside all calls; 1 or more; default 256. A watch that finds
 *     none free polls
 * @param maxWaiting how many calls may wait for a free one, 1 or more; one more fails as {@link FalException.Unreachable};
 *     default 20,000. A call waits no longer than its exchange may take
 * @param maxIdle how long an idle one is kept; default 20 s, which is less than common load balancers keep it, so that they
 *     rarely close first
 * @param maxLife how long one is used at all; default 5 min
 */
public record Connections(int max, int maxStreams, int maxWaiting, Duration maxIdle, Duration maxLife) {

    /** The default: 64 connections, 256 streams, 20,000 calls that wait, 20 s idle, 5 min of life. */
    public static final Connections DEFAULT =
            new Connections(64, 256, 20_000, Duration.ofSeconds(20), Duration.ofMinutes(5));

    /** Checks the ranges. */
    public Connections {
        Objects.requireNonNull(maxIdle, "maxIdle");
        Objects.requireNonNull(maxLife, "maxLife");
        if (max < 1 || maxStreams < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException(
                    "max, maxStreams and maxWaiting must be 1 or more: " + max + ", " + maxStreams + ", " + maxWaiting);
        }
        if (maxIdle.isNegative() || maxIdle.isZero() || maxLife.isNegative() || maxLife.isZero()) {
            throw new IllegalArgumentException("maxIdle and maxLife must be more than zero");
        }
    }

    /**
     * These limits with another number of connections.
     *
     * @param value how many are open at a time, 1 or more
     * @return new limits
     */
    public Connections withMax(int value) {
        return new Connections(value, maxStreams, maxWaiting, maxIdle, maxLife);
    }

    /**
     * These limits with another number of status streams.
     *
     * @param value how many are open at a time, 1 or more
     * @return new limits
     */
    public Connections withMaxStreams(int value) {
        return new Connections(max, value, maxWaiting, maxIdle, maxLife);
    }

    /**
     * These limits with another number of calls that may wait.
     *
     * @param value how many, 1 or more
     * @return new limits
     */
    public Connections withMaxWaiting(int value) {
        return new Connections(max, maxStreams, value, maxIdle, maxLife);
    }

    /**
     * These limits with another time for idle connections.
     *
     * @param value how long, more than zero
     * @return new limits
     */
    public Connections withMaxIdle(Duration value) {
        return new Connections(max, maxStreams, maxWaiting, value, maxLife);
    }

    /**
     * These limits with another time for all connections.
     *
     * @param value how long, more than zero
     * @return new limits
     */
    public Connections withMaxLife(Duration value) {
        return new Connections(max, maxStreams, maxWaiting, maxIdle, value);
    }
}
