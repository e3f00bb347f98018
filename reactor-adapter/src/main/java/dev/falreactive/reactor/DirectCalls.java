package dev.falreactive.reactor;

import dev.falreactive.DirectOptions;
import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.DirectStream;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Makes direct runs: sends them once, and again only what the protocol calls refused; tells the balance breaker. */
final class DirectCalls {

    private final DirectTransport transport;
    private final QueueProtocol protocol;
    private final Exchanges exchanges;
    private final BalanceBreaker balance;
    private final Scheduler timer;

    DirectCalls(
            DirectTransport transport,
            QueueProtocol protocol,
            Exchanges exchanges,
            BalanceBreaker balance,
            Scheduler timer) {
        this.transport = transport;
        this.protocol = protocol;
        this.exchanges = exchanges;
        this.balance = balance;
        this.timer = timer;
    }

    <T> Mono<T> run(Exchange<T> exchange, DirectOptions options) {
        DirectBody body = new DirectBody(options, timer);
        return made(
                        exchange.request(),
                        options,
                        (status, headers, bytes) -> body.whole(bytes, exchange.maxResponseBytes())
                                .map(whole -> new WireResponse(status, headers, whole, body.now()))
                                .flatMap(response ->
                                        DirectBody.decoded(response.body().length, () -> exchange.decode(response))),
                        exchange::failed)
                .next();
    }

    <T> Flux<T> stream(DirectStream<T> stream, DirectOptions options) {
        DirectBody body = new DirectBody(options, timer);
        return made(
                stream.events().request(),
                options,
                (status, headers, bytes) -> stream.events().isStream(status, headers)
                        ? body.events(stream.events(), bytes)
                        : body.whole(bytes, stream.whole().maxResponseBytes())
                                .map(whole -> new WireResponse(status, headers, whole, body.now()))
                                .flatMap(response -> DirectBody.decoded(
                                        response.body().length,
                                        () -> stream.whole().decode(response))),
                stream.events()::failed);
    }

    private <T> Flux<T> made(
            WireRequest request,
            DirectOptions options,
            MediaSource.Reader<Outcome<T>> reader,
            Function<TransportFault, Outcome.Failure<T>> faults) {
        BalanceBreaker.Permit permit = balance.admit();
        PermitUse use = new PermitUse(permit);
        long start = exchanges.now();
        return attempt(request, options.timeout(), reader, faults, 1, start)
                .doOnNext(value -> use.ended(new Outcome.Success<>(value)))
                .onErrorMap(FailedException.class, failed -> {
                    use.ended(failed.failure());
                    return failed.failure().error();
                })
                .doFinally(signal -> use.left());
    }

    private <T> Flux<T> attempt(
            WireRequest request,
            Duration limit,
            MediaSource.Reader<Outcome<T>> reader,
            Function<TransportFault, Outcome.Failure<T>> faults,
            int number,
            long start) {
        return Flux.defer(() -> once(request, limit, start, reader))
                .switchIfEmpty(Mono.error(() -> endedEarly(request)))
                .onErrorResume(TransportException.class, e -> Mono.just(faults.apply(e.fault())))
                .<T>handle((outcome, sink) -> {
                    if (outcome instanceof Outcome.Success<T> success) {
                        sink.next(success.value());
                    } else if (outcome instanceof Outcome.Failure<T> failure) {
                        sink.error(new FailedException(failure));
                    }
                })
                // What may be sent again failed before anything came of it: nothing is told twice.
                .onErrorResume(
                        FailedException.class,
                        failed -> exchanges.verdict(failed.failure(), number, start) instanceof Verdict.After after
                                        && after.pause().compareTo(left(limit, start)) < 0
                                ? Mono.delay(after.pause(), timer)
                                        .thenMany(attempt(request, limit, reader, faults, number + 1, start))
                                : Flux.error(failed));
    }

    private TransportException endedEarly(WireRequest request) {
        return new TransportException(new TransportFault(
                TransportFault.Kind.NO_ANSWER,
                request + ": the answer ended before it began",
                Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS)),
                new IllegalStateException("empty")));
    }

    private Duration left(Duration limit, long start) {
        Duration left = limit.minusNanos(exchanges.now() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Sends once, or to the backup host too if no connection to the first could be made. */
    private <T> Flux<T> once(WireRequest request, Duration limit, long start, MediaSource.Reader<T> reader) {
        Optional<WireRequest> backup = protocol.onBackup(request);
        Flux<T> answer = transport.call(request, left(limit, start), reader);
        return backup.isEmpty()
                ? answer
                : answer.onErrorResume(BackupHost::couldNotConnect, first -> {
                    Duration left = left(limit, start);
                    return left.isZero()
                            ? Flux.error(first)
                            : transport
                                    .call(backup.get(), left, reader)
                                    .onErrorMap(BackupHost::couldNotConnect, second -> first);
                });
    }

    /** Tells the breaker of one run, exactly once: what came first, or that nothing did. */
    private static final class PermitUse {

        private final BalanceBreaker.Permit permit;
        private boolean told;

        PermitUse(BalanceBreaker.Permit permit) {
            this.permit = permit;
        }

        synchronized void ended(Outcome<?> outcome) {
            if (!told) {
                told = true;
                permit.ended(outcome);
            }
        }

        synchronized void left() {
            if (!told) {
                told = true;
                permit.unsent();
            }
        }
    }

    /** Carries a failure past the operators that make another try of it; never seen by a user. */
    private static final class FailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Outcome.Failure<?> failure;

        FailedException(Outcome.Failure<?> failure) {
            super("a direct run failed", null, false, false);
            this.failure = failure;
        }

        Outcome.Failure<?> failure() {
            return failure;
        }
    }
}
