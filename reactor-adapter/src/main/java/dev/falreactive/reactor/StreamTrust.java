package dev.falreactive.reactor;

import dev.falreactive.WatchMode;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a client's origin has shown that its status streams are any good: what {@link WatchMode#AUTO} goes by. */
final class StreamTrust {

    private enum State {
        UNTRIED,
        /** One watch tries it, the others poll. */
        ON_TRIAL,
        GOOD,
        BAD
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.UNTRIED);

    /** Whether a watch should stream; if nobody knows, it is the one who tries, until it {@link #left}. */
    boolean mayStream(WatchMode mode) {
        return mode == WatchMode.STREAMING
                || mode == WatchMode.AUTO
                        && (state.get() == State.GOOD || state.compareAndSet(State.UNTRIED, State.ON_TRIAL));
    }

    /** A stream brought an event. */
    void delivered() {
        state.updateAndGet(now -> now == State.BAD ? now : State.GOOD);
    }

    /** A stream did not work, and polling then did. */
    void disappointed() {
        state.set(State.BAD);
    }

    /** A stream is over; if it was a trial, another may try. */
    void left() {
        state.compareAndSet(State.ON_TRIAL, State.UNTRIED);
    }
}
