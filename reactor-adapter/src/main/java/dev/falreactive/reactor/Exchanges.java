package dev.falreactive.reactor;

import dev.falreactive.RetryPolicy;
import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.Again;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Executes exchanges: sends, decodes, and repeats those that may be repeated. Sleeps where a policy says how long. */
final class Exchanges {

    /** Reading a body of this size takes long enough to hold up the other connections of an event loop. */
    static final int LARGE_BODY = 64 * 1024;

    private final Transport transport;
    private final QueueProtocol protocol;
    private final RetryPolicy policy;
    private final Scheduler timer;
    private final DoubleSupplier random;

    Exchanges(Transport transport, QueueProtocol protocol, RetryPolicy policy, Scheduler timer, DoubleSupplier random) {
        this.transport = transport;
        this.protocol = protocol;
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
        return trail.told(Mono.defer(() -> attempt(new Course<>(exchange), trail, admission, 1, now())));
    }

    /** As {@link #repeatable(Exchange, Trail, Admission)}, and what one execution learns holds for those after it. */
    <T> Mono<T> repeatable(Course<T> course, Trail trail, Admission admission) {
        return trail.told(Mono.defer(() -> attempt(course, trail, admission, 1, now())));
    }

    private <T> Mono<T> attempt(Course<T> course, Trail trail, Admission admission, int number, long firstTry) {
        Exchange<T> exchange = course.current();
        return admission
                .turn()
                .then(Mono.defer(() -> once(exchange, Transport.Departure.FREE)))
                .flatMap(outcome -> {
                    admission.answered(outcome);
                    if (outcome instanceof Outcome.Success<T> success) {
                        return Mono.just(success.value());
                    }
                    Outcome.Failure<T> failure = (Outcome.Failure<T>) outcome;
                    if (failure.again() instanceof Again.Elsewhere && course.turned(exchange)) {
                        trail.passed(failure.error());
                        return attempt(course, trail, admission, 1, now());
                    }
                    Verdict verdict = verdict(failure, number, firstTry);
                    if (verdict instanceof Verdict.After after) {
                        trail.passed(failure.error());
                        return Mono.delay(after.pause(), timer)
                                .then(attempt(course, trail, admission, number + 1, firstTry));
                    }
                    return Mono.error(failure.error());
                });
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

    <T> Verdict verdict(Outcome.Failure<T> failure, int failuresInRow, long firstTry) {
        return policy.verdict(failure.again(), failuresInRow, Duration.ofNanos(now() - firstTry), random.getAsDouble());
    }

    /** The timer's own count of nanoseconds. */
    long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** Sends once, or to the backup host too if no connection to the first could be made. */
    <T> Mono<Outcome<T>> once(Exchange<T> exchange, Transport.Departure departure) {
        WireRequest request = exchange.request();
        Optional<WireRequest> backup = protocol.onBackup(request);
        Mono<WireResponse> answer = transport.send(request, exchange.maxResponseBytes(), departure);
        if (backup.isPresent()) {
            // If the backup cannot be connected to either, the first failure is the one to report.
            answer = answer.onErrorResume(
                    Exchanges::notSent,
                    first -> transport
                            .send(backup.get(), exchange.maxResponseBytes(), departure)
                            .onErrorMap(Exchanges::notSent, second -> first));
        }
        return answer.flatMap(response -> decode(exchange, response))
                .onErrorResume(TransportException.class, e -> Mono.just(exchange.failed(e.fault())));
    }

    private static boolean notSent(Throwable error) {
        return error instanceof TransportException e && e.fault().kind() == TransportFault.Kind.NOT_SENT;
    }

    private static <T> Mono<Outcome<T>> decode(Exchange<T> exchange, WireResponse response) {
        Mono<Outcome<T>> decoded = Mono.fromSupplier(() -> exchange.decode(response));
        return response.body().length < LARGE_BODY ? decoded : decoded.subscribeOn(Schedulers.parallel());
    }
}
