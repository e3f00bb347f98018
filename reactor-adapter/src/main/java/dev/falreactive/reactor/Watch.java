package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.polling.Sightings;
import dev.falreactive.protocol.LogWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One subscription of a watch: what it has seen, whom it hears, and when it may ask again. Made anew for each subscriber. */
final class Watch {

    private final QueueTicket ticket;
    private final WatchOptions options;
    private final Sightings sightings;
    private final Mono<Void> quicker;
    private final Mono<StatusUpdate> poll;
    private final Optional<StatusStream> stream;
    private final Mono<CancelOutcome> cancelJob;
    private final Trail trail;
    private final Scheduler timer;
    private final DoubleSupplier random;

    private final LogWindow logs = new LogWindow();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long startedAt;
    private volatile @Nullable StatusUpdate latest;

    Watch(
            QueueTicket ticket,
            WatchOptions options,
            Sightings sightings,
            Mono<Void> quicker,
            Mono<StatusUpdate> poll,
            Optional<StatusStream> stream,
            Mono<CancelOutcome> cancelJob,
            Trail trail,
            Scheduler timer,
            DoubleSupplier random) {
        this.ticket = ticket;
        this.options = options;
        this.sightings = sightings;
        this.quicker = quicker;
        this.poll = firstPaused(poll.map(this::answered).map(this::delivered));
        this.stream = stream;
        this.cancelJob = cancelJob;
        this.trail = trail;
        this.timer = timer;
        this.random = random;
        this.startedAt = now();
    }

    Flux<StatusUpdate> updates() {
        Flux<StatusUpdate> updates = source().takeUntil(StatusUpdate::isTerminal);
        return options.deadline()
                .map(limit -> until(limit, updates))
                .orElse(updates)
                .doOnCancel(() -> stop().subscribe());
    }

    /** Watches to the end, then reads what came of it, within what is left of the deadline. */
    <O> Mono<O> outcome(Function<StatusUpdate, Mono<O>> reading) {
        return inTime(updates().last().map(reading));
    }

    /** As {@link #outcome(Function)}, or as somebody else tells who knows that the job has ended, if that is sooner. */
    <O> Mono<O> outcome(Function<StatusUpdate, Mono<O>> reading, Mono<Mono<O>> told) {
        Mono<Mono<O>> toldInTime = options.deadline()
                .map(limit -> told.takeUntilOther(Mono.delay(limit, timer)).switchIfEmpty(Mono.never()))
                .orElse(told)
                // Nothing is left to stop.
                .doOnNext(ending -> stopped.set(true));
        return inTime(Mono.firstWithSignal(toldInTime, updates().last().map(reading)));
    }

    private <O> Mono<O> inTime(Mono<Mono<O>> readings) {
        return readings.flatMap(reading -> options.deadline()
                .map(limit -> {
                    Duration left = limit.minus(elapsed());
                    return reading.timeout(
                            left.isNegative() ? Duration.ZERO : left, Mono.error(() -> timedOut(limit)), timer);
                })
                .orElse(reading));
    }

    private FalException timedOut(Duration limit) {
        return trail.told(new FalException.WatchTimeout(limit, Optional.ofNullable(latest), ticket));
    }

    /**
     * Completing, unlike failing, makes {@code takeUntilOther} cancel what it guards; the error follows behind. A job whose
     * end has arrived did end in time, however late its reader asks for it.
     */
    private Flux<StatusUpdate> until(Duration limit, Flux<StatusUpdate> updates) {
        Mono<Long> over = Mono.delay(limit, timer).flatMap(tick -> hasEnded() ? Mono.never() : Mono.just(tick));
        Mono<StatusUpdate> timeout =
                Mono.defer(() -> hasEnded() ? Mono.empty() : stop().then(Mono.error(() -> timedOut(limit))));
        return updates.takeUntilOther(over).concatWith(timeout);
    }

    /** The stream for as long as it is good; then polls, the first of them at once. */
    private Flux<StatusUpdate> source() {
        return stream.map(streamed -> new StreamedUpdates(streamed.updates().map(this::told))
                        .map(this::delivered)
                        .concatWith(Flux.defer(() -> polledAfter(streamed))))
                .orElseGet(this::gated);
    }

    private Flux<StatusUpdate> polledAfter(StatusStream streamed) {
        Flux<StatusUpdate> polled = gated().doOnNext(update -> streamed.pollingWorks());
        Duration pause = streamed.pauseBeforePolling();
        return pause.isZero() ? polled : Mono.delay(pause, timer).thenMany(polled);
    }

    /**
     * One poll for each element asked for, and none before it is asked for. The hidden source is asked only by demand
     * ({@code concatMap} without prefetch passes each request on), so the poll starts with the request; shapes that repeat
     * the poll itself ask once too often, and deliver an answer as old as the reader is slow.
     */
    private Flux<StatusUpdate> gated() {
        return Flux.just(poll).hide().concatMap(next -> next, 0).repeatWhen(ends -> ends.concatMap(end -> paused(), 1));
    }

    /** A pause that began before the policy became quicker is cut short. */
    private Mono<Long> paused() {
        Mono<Long> pause = Mono.defer(() -> Mono.delay(pause(), timer));
        return Mono.firstWithSignal(pause, quicker.then(pause));
    }

    /** The first call of a watch may wait; not one that takes over from a stream. */
    private Mono<StatusUpdate> firstPaused(Mono<StatusUpdate> call) {
        return Mono.defer(() -> {
            Duration pause = latest == null && stream.isEmpty()
                    ? sightings.pauseBeforeFirst(now(), random.getAsDouble())
                    : Duration.ZERO;
            return pause.isZero() ? call : Mono.delay(pause, timer).then(call);
        });
    }

    private StatusUpdate answered(StatusUpdate update) {
        StatusUpdate fresh = logs.newLinesOf(update);
        sightings.saw(fresh, now());
        return arrived(fresh);
    }

    private StatusUpdate told(StatusUpdate update) {
        StatusUpdate fresh = logs.newLinesOf(update);
        sightings.wasTold(fresh, now());
        return arrived(fresh);
    }

    private StatusUpdate arrived(StatusUpdate fresh) {
        trail.saw(fresh);
        latest = fresh;
        return fresh;
    }

    private StatusUpdate delivered(StatusUpdate update) {
        options.onUpdate().accept(update);
        return update;
    }

    private Duration pause() {
        return sightings.pause(now(), random.getAsDouble());
    }

    private boolean hasEnded() {
        StatusUpdate last = latest;
        return last != null && last.isTerminal();
    }

    private Duration elapsed() {
        return Duration.ofNanos(now() - startedAt);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** The stop policy, once. Never fails: what it meets must not hide why the watch stopped. */
    private Mono<Void> stop() {
        return Mono.defer(() -> {
            StatusUpdate last = latest;
            boolean wanted = options.onStop() == StopPolicy.CANCEL
                    || options.onStop() == StopPolicy.CANCEL_IF_QUEUED
                            && (last == null || last.phase() == StatusUpdate.Phase.IN_QUEUE);
            return wanted && !hasEnded() && stopped.compareAndSet(false, true)
                    ? cancelJob.onErrorComplete().then()
                    : Mono.empty();
        });
    }
}
