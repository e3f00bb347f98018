package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * The loop of one watch, its subscription and its alarm clock in one: between two calls it is all that a watch is.
 *
 * <p>One poll for each element asked for, and none before it is asked for.
 */
final class WatchLoop extends SerialLoop implements Subscription {

    private static final AtomicLongFieldUpdater<WatchLoop> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(WatchLoop.class, "requested");

    /** Demand, or something at the source. */
    private static final int NEWS = FIRST;

    private static final int RANG = FIRST << 1;
    private static final int OVERDUE = FIRST << 2;
    private static final int QUICKER = FIRST << 3;

    private enum State {
        /** The stream brings updates. */
        STREAMING,
        /** The next element that is asked for is a call. */
        READY,
        ASKING,
        /** The policy's pause, which may be cut short. */
        PAUSING,
        /** A pause for another reason. */
        WAITING,
        /** The stop policy is at work, then the deadline's error follows. */
        STOPPING
    }

    private final Watch watch;
    private final CoreSubscriber<? super StatusUpdate> actual;
    private final @Nullable StatusStream stream;
    private volatile long requested;
    /** Where the call, the stream or the stop policy under way tells. */
    private volatile @Nullable Inlet<?> source;

    // For who is at work.
    private State state = State.READY;
    private boolean firstHasWaited;
    private int failures;
    private long firstTry;
    private Timers.@Nullable Alarm deadline;
    private @Nullable Disposable quicker;

    WatchLoop(Watch watch, CoreSubscriber<? super StatusUpdate> actual, Optional<StatusStream> stream) {
        this.watch = watch;
        this.actual = actual;
        this.stream = stream.orElse(null);
        // Polls take over from a stream at once.
        this.firstHasWaited = stream.isPresent();
    }

    /** Busy from the start: what happens before the subscriber has its subscription is worked off when it has. */
    void start(Optional<Mono<Void>> quickerBy) {
        deadline = watch.deadline().map(this::deadline).orElse(null);
        quicker = quickerBy
                .map(signal -> signal.subscribe(null, null, () -> tell(QUICKER)))
                .orElse(null);
        actual.onSubscribe(this);
        if (stream != null && !isOver()) {
            state = State.STREAMING;
            receive(new StreamedUpdates(StreamChecks.of(watch, stream, () -> requested > 0)), false);
        }
        work();
    }

    private Timers.Alarm deadline(Duration limit) {
        Timers.Alarm alarm = new Timers.Alarm() {
            @Override
            void ring() {
                tell(OVERDUE);
            }
        };
        watch.timers().set(alarm, limit);
        return alarm;
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            tell(NEWS);
        }
    }

    @Override
    public void cancel() {
        if (isTheEnd()) {
            // At once, though the subscriber may still be at its last element.
            leave();
            watch.stop().subscribe();
            tell(NEWS);
        }
    }

    @Override
    void ring() {
        tell(RANG);
    }

    @Override
    void broken(Throwable error) {
        // Reactor throws an error of the machine in place of telling it: whoever waits would wait for ever.
        fail(Exceptions.isFatal(error) ? error : Operators.onOperatorError(null, error, actual.currentContext()));
    }

    @Override
    void step(int news) {
        switch (state) {
            case STREAMING -> stream();
            case ASKING -> answer();
            case PAUSING -> {
                if ((news & RANG) != 0) {
                    state = State.READY;
                } else if ((news & QUICKER) != 0) {
                    pause();
                }
            }
            case WAITING -> state = (news & RANG) != 0 ? State.READY : State.WAITING;
            default -> stopping();
        }
        if ((news & OVERDUE) != 0 && !isOver() && !watch.hasEnded()) {
            leave();
            state = State.STOPPING;
            receive(watch.stop(), true);
        }
        if (state == State.READY && requested > 0 && !isOver()) {
            ready();
        }
    }

    private void ready() {
        Duration pause = watch.hasBegun() || firstHasWaited ? Duration.ZERO : watch.pauseBeforeFirst();
        firstHasWaited = true;
        if (pause.isZero()) {
            state = State.ASKING;
            firstTry = failures == 0 ? watch.now() : firstTry;
            receive(watch.ask(), true);
        } else {
            rest(pause, State.WAITING);
        }
    }

    private void rest(Duration pause, State meanwhile) {
        state = meanwhile;
        watch.rests(pause);
        watch.timers().set(this, pause);
    }

    /** The pause after an update, by what has been seen until now. */
    private void pause() {
        Duration pause = watch.pause();
        if (pause.isZero() || pause.isNegative()) {
            watch.timers().stop(this);
            state = State.READY;
        } else {
            rest(pause, State.PAUSING);
        }
    }

    private <T> void receive(Publisher<T> publisher, boolean single) {
        Inlet<T> inlet = new Inlet<>(() -> tell(NEWS), actual.currentContext(), single);
        source = inlet;
        publisher.subscribe(inlet);
    }

    private void answer() {
        Inlet<?> call = source;
        if (call == null) {
            return;
        }
        // Looked at first: what came before the end is then seen too.
        boolean ended = call.isCompleted();
        if (call.take() instanceof Outcome<?> outcome) {
            source = null;
            answered(outcome);
        } else if (call.error() != null) {
            Throwable error = call.error();
            fail(error instanceof FalException known ? watch.told(known) : error);
        } else if (ended) {
            fail(new IllegalStateException("the call ended without an outcome"));
        }
    }

    private void answered(Outcome<?> outcome) {
        watch.answered(outcome);
        if (outcome instanceof Outcome.Failure<?> failure) {
            failed(failure);
        } else if (outcome instanceof Outcome.Success<?> success && success.value() instanceof StatusUpdate update) {
            failures = 0;
            StatusUpdate fresh = watch.answered(update);
            if (stream != null) {
                stream.pollingWorks();
            }
            if (deliver(fresh)) {
                pause();
            }
        }
    }

    private void failed(Outcome.Failure<?> failure) {
        if (watch.turned(failure)) {
            failures = 0;
            state = State.READY;
        } else {
            watch.pauseBeforeAgain(failure, ++failures, firstTry)
                    .ifPresentOrElse(pause -> rest(pause, State.WAITING), () -> fail(watch.told(failure.error())));
        }
    }

    private void stream() {
        Inlet<?> from = source;
        if (from == null || stream == null) {
            return;
        }
        // Looked at first: what came before the end is then seen too.
        boolean ended = from.isCompleted();
        boolean goesOn = true;
        for (Object next = from.take(); next != null; next = goesOn ? from.take() : null) {
            goesOn = !(next instanceof StatusUpdate update) || deliver(update);
        }
        if (goesOn && from.error() != null) {
            fail(from.error());
        } else if (goesOn && ended) {
            source = null;
            stream.failedCheck().ifPresentOrElse(this::checkFailed, () -> pauseBeforePolling(stream));
        } else if (goesOn) {
            from.ask(requested);
        }
    }

    /** As of a poll: a check is the first of those that follow. */
    private void checkFailed(Outcome.Failure<?> failure) {
        firstTry = watch.now();
        failed(failure);
    }

    private void pauseBeforePolling(StatusStream ended) {
        Duration pause = ended.pauseBeforePolling();
        if (pause.isZero()) {
            state = State.READY;
        } else {
            rest(pause, State.WAITING);
        }
    }

    private void stopping() {
        Inlet<?> stop = source;
        if (state == State.STOPPING && stop != null && (stop.isCompleted() || stop.error() != null)) {
            fail(watch.timedOut());
        }
    }

    /** Whether the watch goes on. */
    private boolean deliver(StatusUpdate update) {
        watch.delivering(update);
        if (requested != Long.MAX_VALUE) {
            REQUESTED.decrementAndGet(this);
        }
        actual.onNext(update);
        if (update.isTerminal() && isTheEnd()) {
            leave();
            actual.onComplete();
        }
        return !isOver();
    }

    private void fail(Throwable error) {
        if (isTheEnd()) {
            leave();
            actual.onError(error);
        } else if (!(error instanceof FalException)) {
            Operators.onErrorDropped(error, actual.currentContext());
        }
    }

    /** No timer and no call is left. */
    @Override
    void leave() {
        watch.timers().stop(this);
        Inlet<?> from = source;
        if (from != null) {
            from.cancel();
        }
        if (deadline != null) {
            watch.timers().stop(deadline);
        }
        if (quicker != null) {
            quicker.dispose();
        }
    }
}
