package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.polling.Sightings;
import dev.falreactive.protocol.Again;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.LogWindow;
import dev.falreactive.protocol.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One subscription of a watch: what it has seen, and what follows from that. Made anew for each subscriber; {@link WatchLoop}
 * says when it asks.
 */
final class Watch {

    private static final AtomicIntegerFieldUpdater<Watch> STOPPED =
            AtomicIntegerFieldUpdater.newUpdater(Watch.class, "stopped");

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Engine engine;
    private final QueueTicket ticket;
    private final WatchOptions options;
    private final Trail trail;
    private final Sightings sightings;
    private final Admission admission;
    private final long startedAt;

    // One thread at a time reads updates: the stream's, then the loop's.
    private @Nullable LogWindow logs;
    private volatile @Nullable StatusUpdate latest;
    private volatile @Nullable Exchange<StatusUpdate> elsewhere;
    private volatile @Nullable Mono<Outcome<StatusUpdate>> call;
    private volatile int stopped;

    Watch(Engine engine, QueueTicket ticket, WatchOptions options, PollPolicy policy, Trail trail) {
        this.engine = engine;
        this.ticket = ticket;
        this.options = options;
        this.trail = trail;
        this.startedAt = now();
        this.sightings = new Sightings(policy, ticket, startedAt);
        this.admission = engine.budget().admission(trail, () -> sightings.usefulness(now()));
    }

    /** The updates, for the one subscriber that the watch was made for. */
    Flux<StatusUpdate> updates() {
        return updates(Optional.empty());
    }

    /** @param quicker when it completes, a pause that has begun is measured anew */
    private Flux<StatusUpdate> updates(Optional<Mono<Void>> quicker) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super StatusUpdate> actual) {
                new WatchLoop(Watch.this, actual, stream()).start(quicker);
            }
        };
    }

    private Optional<StatusStream> stream() {
        boolean polled = options.mode() == WatchMode.POLLING
                || engine.config().profile().statusPath() == RelayProfile.Offer.ABSENT;
        return polled
                ? Optional.empty()
                : Optional.of(engine.streams()
                        .of(
                                engine.protocol().statusStream(ticket, options.logs()),
                                options.mode(),
                                admission.turn(),
                                trail));
    }

    /** Watches to the end, then reads what came of it, within what is left of the deadline. */
    <O> Mono<O> outcome(Function<StatusUpdate, Mono<O>> reading) {
        return inTime(updates().last().map(reading));
    }

    /**
     * The same, or as somebody else tells who knows that the job has ended, if that is sooner.
     *
     * @param givenUp completes when nobody is known to tell: pauses may be shorter then
     */
    <O> Mono<O> outcome(Function<StatusUpdate, Mono<O>> reading, Mono<Mono<O>> told, Mono<Void> givenUp) {
        Mono<Mono<O>> toldInTime = options.deadline()
                .map(limit ->
                        told.takeUntilOther(Mono.delay(limit, engine.timer())).switchIfEmpty(Mono.never()))
                .orElse(told)
                // Nothing is left to stop.
                .doOnNext(ending -> stopped = 1);
        return inTime(Mono.firstWithSignal(
                toldInTime, updates(Optional.of(givenUp)).last().map(reading)));
    }

    private <O> Mono<O> inTime(Mono<Mono<O>> readings) {
        return readings.flatMap(reading -> options.deadline()
                .map(limit -> {
                    Duration left = limit.minus(Duration.ofNanos(now() - startedAt));
                    return reading.timeout(
                            left.isNegative() ? Duration.ZERO : left,
                            Mono.error(() -> timedOut(limit)),
                            engine.timer());
                })
                .orElse(reading));
    }

    Timers timers() {
        return engine.timers();
    }

    Optional<Duration> deadline() {
        return options.deadline();
    }

    FalException timedOut() {
        return timedOut(options.deadline().orElseThrow());
    }

    private FalException timedOut(Duration limit) {
        return told(new FalException.WatchTimeout(limit, Optional.ofNullable(latest), ticket));
    }

    FalException told(FalException error) {
        return trail.told(error);
    }

    /** One status call, when the budget admits it. What it needs is made then. */
    Mono<Outcome<StatusUpdate>> ask() {
        if (admission.isCrowded()) {
            call = null;
        }
        return admission.admitted(this::call);
    }

    private Mono<Outcome<StatusUpdate>> call() {
        Mono<Outcome<StatusUpdate>> ready = call;
        if (ready == null) {
            ready = engine.exchanges().once(exchange(), Transport.Departure.FREE);
            call = ready;
        }
        return ready;
    }

    /** No call is made for so long: what one needs is kept for short pauses alone, and by nobody who stands in line. */
    void rests(Duration pause) {
        if (pause.compareTo(SHORT) > 0) {
            call = null;
        }
    }

    private Exchange<StatusUpdate> exchange() {
        Exchange<StatusUpdate> other = elsewhere;
        return other != null ? other : engine.protocol().status(ticket, options.logs());
    }

    /** Whether the next call goes elsewhere, for good, since nobody answers where this one went. */
    boolean turned(Outcome.Failure<?> failure) {
        if (!(failure.again() instanceof Again.Elsewhere) || elsewhere != null) {
            return false;
        }
        Optional<Exchange<StatusUpdate>> other = exchange().elsewhere();
        elsewhere = other.orElse(null);
        call = null;
        other.ifPresent(turned -> trail.passed(failure.error()));
        return other.isPresent();
    }

    /** How long to wait before the first call. */
    Duration pauseBeforeFirst() {
        // Who cancels by what was seen must have seen something.
        return options.onStop() == StopPolicy.CANCEL_IF_QUEUED
                ? Duration.ZERO
                : inTime(sightings.pauseBeforeFirst(now(), engine.random().getAsDouble()));
    }

    /** How long to wait before the next call. */
    Duration pause() {
        return sightings.pause(now(), engine.random().getAsDouble());
    }

    /** Who gives up before the first call would never know anything. */
    private Duration inTime(Duration pause) {
        return options.deadline()
                .filter(limit -> limit.compareTo(pause) <= 0)
                .map(limit -> limit.dividedBy(2))
                .orElse(pause);
    }

    /** A call came to this. */
    void answered(Outcome<?> outcome) {
        admission.answered(outcome);
    }

    /** How long to wait before a call is made again, or nothing if the failure is one to report. */
    Optional<Duration> pauseBeforeAgain(Outcome.Failure<?> failure, int failuresInRow, long firstTry) {
        return engine.exchanges().pauseBeforeAgain(failure, failuresInRow, firstTry, trail);
    }

    /** What a call brought, with the log lines that are new. */
    StatusUpdate answered(StatusUpdate update) {
        StatusUpdate fresh = arrived(update);
        sightings.saw(fresh, now());
        return fresh;
    }

    /** What came by itself, with the log lines that are new. */
    StatusUpdate wasTold(StatusUpdate update) {
        StatusUpdate fresh = arrived(update);
        sightings.wasTold(fresh, now());
        return fresh;
    }

    private StatusUpdate arrived(StatusUpdate update) {
        StatusUpdate fresh = update.logs().isEmpty() ? update : logs().newLinesOf(update);
        trail.saw(fresh);
        latest = fresh;
        return fresh;
    }

    private LogWindow logs() {
        LogWindow window = logs;
        if (window == null) {
            window = new LogWindow();
            logs = window;
        }
        return window;
    }

    /** An update is about to be delivered. */
    void delivering(StatusUpdate update) {
        options.onUpdate().accept(update);
    }

    boolean hasBegun() {
        return latest != null;
    }

    boolean hasEnded() {
        StatusUpdate last = latest;
        return last != null && last.isTerminal();
    }

    long now() {
        return engine.exchanges().now();
    }

    /** The stop policy, once. Never fails: what it meets must not hide why the watch stopped. */
    Mono<Void> stop() {
        return Mono.defer(() -> {
            StatusUpdate last = latest;
            boolean wanted = options.onStop() == StopPolicy.CANCEL
                    || options.onStop() == StopPolicy.CANCEL_IF_QUEUED
                            && (last == null || last.phase() == StatusUpdate.Phase.IN_QUEUE);
            return wanted && !hasEnded() && STOPPED.compareAndSet(this, 0, 1)
                    ? engine.boundedCancel(ticket).onErrorComplete().then()
                    : Mono.empty();
        });
    }
}
