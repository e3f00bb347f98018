package dev.falreactive.reactor;

import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * A reader of updates that are pushed: who is slow misses states, never the newest one, and never a log line up to a bound.
 * Holds one update at the most.
 */
final class ConflatedSubscription implements Subscription {

    /** So many log lines wait for a slow reader; the oldest go first. */
    static final int MAX_LINES = 1_000;

    private final CoreSubscriber<? super StatusUpdate> actual;
    private final Owner owner;

    // Guarded by this; signals are sent outside the lock, by one thread at a time.
    private long requested;
    private @Nullable StatusUpdate pending;
    private boolean ended;
    private @Nullable Throwable error;
    private boolean opened;
    private boolean emitting;
    private boolean over;

    /** Who pushes the updates. */
    interface Owner {

        /** The reader asked for more. */
        void demanded();

        /** The reader went away. Called once, and not after the end. */
        void left(ConflatedSubscription reader);
    }

    ConflatedSubscription(CoreSubscriber<? super StatusUpdate> actual, Owner owner) {
        this.actual = actual;
        this.owner = owner;
    }

    /** The reader has been given this: nothing is delivered before, whatever comes while {@code onSubscribe} runs. */
    void open() {
        synchronized (this) {
            opened = true;
        }
        drain();
    }

    /** Whether an update would be delivered at once. */
    synchronized boolean isHungry() {
        return requested > 0 && pending == null && !ended && !over;
    }

    /** Lays an update down; {@link #drain()} delivers it. Calls nobody, so it may be called under a lock. */
    synchronized void put(StatusUpdate update) {
        if (!over) {
            pending = pending == null ? update : merged(pending, update);
        }
    }

    /** Completes when what is pending was delivered. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        drain();
    }

    /** Fails; what is pending is delivered before if it was asked for. */
    void fail(Throwable failure) {
        synchronized (this) {
            ended = true;
            error = failure;
        }
        drain();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            synchronized (this) {
                requested = Operators.addCap(requested, n);
            }
            drain();
            owner.demanded();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            pending = null;
        }
        owner.left(this);
    }

    /** The newer state, with the log lines of both. */
    static StatusUpdate merged(StatusUpdate older, StatusUpdate newer) {
        if (older.logs().isEmpty()) {
            return newer;
        }
        List<LogLine> lines = new ArrayList<>(older.logs());
        lines.addAll(newer.logs());
        return newer.withLogs(lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    }

    /** Delivers what is pending if it was asked for. */
    void drain() {
        synchronized (this) {
            if (emitting || !opened) {
                return;
            }
            emitting = true;
        }
        while (true) {
            StatusUpdate next;
            synchronized (this) {
                next = over || requested == 0 ? null : pending;
                boolean last = !over && ended && next == null && (pending == null || error != null);
                if (next == null && !last) {
                    emitting = false;
                    return;
                }
                if (next == null) {
                    over = true;
                    pending = null;
                } else {
                    pending = null;
                    requested = requested == Long.MAX_VALUE ? requested : requested - 1;
                }
            }
            if (next != null) {
                actual.onNext(next);
            } else {
                finish();
                return;
            }
        }
    }

    private void finish() {
        Throwable failure;
        synchronized (this) {
            failure = error;
        }
        if (failure == null) {
            actual.onComplete();
        } else {
            actual.onError(failure);
        }
    }
}
