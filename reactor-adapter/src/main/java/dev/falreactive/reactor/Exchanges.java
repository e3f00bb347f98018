package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.RetryPolicy;
import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.Again;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Executes exchanges: sends, decodes, and repeats those that may be repeated. Sleeps where a policy says how long. */
final class Exchanges {

    /** Reading a body of this size takes long enough to hold up the other connections of an event loop. */
    static final int LARGE_BODY = 64 * 1024;

    private final BackupHost hosts;
    private final RetryPolicy policy;
    private final Scheduler timer;
    private final DoubleSupplier random;
    private final Consumer<FalException> onRetry;

    Exchanges(
            BackupHost hosts,
            RetryPolicy policy,
            Scheduler timer,
            DoubleSupplier random,
            Consumer<FalException> onRetry) {
        this.onRetry = onRetry;
        this.hosts = hosts;
        this.policy = policy;
        this.timer = timer;
        this.random = random;
    }

    /** Executes an exchange about a job, which may be repeated at no cost. */
    <T> Mono<T> repeatable(Exchange<T> exchange, Trail trail) {
        return repeatable(exchange, trail, Admission.FREE);
    }

    /** Executes an exchange about a job, which may be repeated at no cost; each try is admitted first. */
    <T> Mono<T> repeatable(Exchange<T> exchange, Trail trail, Admission admission) {
        return trail.told(Mono.defer(() -> attempt(exchange, trail, admission, 1, now())));
    }

    private <T> Mono<T> attempt(Exchange<T> exchange, Trail trail, Admission admission, int number, long firstTry) {
        return admission
                .admitted(() -> once(exchange, Transport.Departure.FREE))
                .flatMap(outcome -> {
                    admission.answered(outcome);
                    if (outcome instanceof Outcome.Success<T> success) {
                        return Mono.just(success.value());
                    }
                    Outcome.Failure<T> failure = (Outcome.Failure<T>) outcome;
                    Optional<Exchange<T>> elsewhere =
                            failure.again() instanceof Again.Elsewhere ? exchange.elsewhere() : Optional.empty();
                    if (elsewhere.isPresent()) {
                        trail.passed(failure.error());
                        return attempt(elsewhere.get(), trail, admission, 1, now());
                    }
                    return pauseBeforeAgain(failure, number, firstTry, trail)
                            .map(pause -> Mono.delay(pause, timer)
                                    .then(attempt(exchange, trail, admission, number + 1, firstTry)))
                            .orElseGet(() -> Mono.error(failure.error()));
                });
    }

    /** How long to wait before a call is made again, or nothing if its failure is one to report. */
    Optional<Duration> pauseBeforeAgain(Outcome.Failure<?> failure, int failuresInRow, long firstTry, Trail trail) {
        if (verdict(failure, failuresInRow, firstTry) instanceof Verdict.After after) {
            trail.passed(failure.error());
            return Optional.of(after.pause());
        }
        return Optional.empty();
    }

    /** Executes an exchange about no job, which may be repeated at no cost. */
    <T> Mono<T> repeatable(Exchange<T> exchange) {
        return repeated(Mono.defer(() -> once(exchange, Transport.Departure.FREE)));
    }

    /** Executes an exchange about no job by another way of sending, which is subscribed to for each try. */
    <T> Mono<T> repeatable(Exchange<T> exchange, Mono<WireResponse> sent) {
        return repeated(sent.map(exchange::decode)
                .onErrorResume(TransportException.class, e -> Mono.just(exchange.failed(e.fault()))));
    }

    private <T> Mono<T> repeated(Mono<Outcome<T>> once) {
        return Mono.defer(() -> attempt(once, 1, now()));
    }

    private <T> Mono<T> attempt(Mono<Outcome<T>> once, int number, long firstTry) {
        return once.flatMap(outcome -> {
            if (outcome instanceof Outcome.Success<T> success) {
                return Mono.just(success.value());
            }
            Outcome.Failure<T> failure = (Outcome.Failure<T>) outcome;
            return verdict(failure, number, firstTry) instanceof Verdict.After after
                    ? Mono.delay(after.pause(), timer).then(attempt(once, number + 1, firstTry))
                    : Mono.error(failure.error());
        });
    }

    Verdict verdict(Outcome.Failure<?> failure, int failuresInRow, long firstTry) {
        Duration sinceFirstTry = Duration.ofNanos(now() - firstTry);
        Verdict verdict = policy.verdict(failure.again(), failuresInRow, sinceFirstTry, random.getAsDouble());
        if (verdict instanceof Verdict.After) {
            onRetry.accept(failure.error());
        }
        return verdict;
    }

    /** The timer's own count of nanoseconds. */
    long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** Sends once, or to the backup host too if no connection to the first could be made. */
    <T> Mono<Outcome<T>> once(Exchange<T> exchange, Transport.Departure departure) {
        return new ExchangeOutcome<>(hosts.send(exchange.request(), exchange.maxResponseBytes(), departure), exchange);
    }
}
