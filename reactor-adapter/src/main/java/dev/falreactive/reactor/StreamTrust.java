package dev.falreactive.reactor;

import dev.falreactive.WatchMode;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a client's origin has shown that its status streams are any good: what {@link WatchMode#AUTO} goes by. */
final class StreamTrust {

    /** What broke once may work again: so long after a stream did not work, one is tried. */
    static final Duration AGAIN = Duration.ofMinutes(5);

    private enum State {
        UNTRIED,
        /** One watch tries it, the others poll. */
        ON_TRIAL,
        GOOD,
        BAD
    }

    private final LongSupplier clock;

    // Guarded by this.
    private State state = State.UNTRIED;
    private long badSince;

    /** @param clock nanoseconds from whenever */
    StreamTrust(LongSupplier clock) {
        this.clock = clock;
    }

    /** Whether a watch should stream; if nobody knows, it is the one who tries, until it {@link #left}. */
    boolean mayStream(WatchMode mode) {
        return mode == WatchMode.STREAMING || mode == WatchMode.AUTO && mayStream();
    }

    private synchronized boolean mayStream() {
        boolean tries = state == State.UNTRIED || state == State.BAD && clock.getAsLong() - badSince >= AGAIN.toNanos();
        state = tries ? State.ON_TRIAL : state;
        return tries || state == State.GOOD;
    }

    /** A stream brought an event. */
    synchronized void delivered() {
        state = state == State.BAD ? state : State.GOOD;
    }

    /** A stream did not work, and polling then did. */
    synchronized void disappointed() {
        state = State.BAD;
        badSince = clock.getAsLong();
    }

    /** A stream is over; if it was a trial, another may try. */
    synchronized void left() {
        state = state == State.ON_TRIAL ? State.UNTRIED : state;
    }
}
