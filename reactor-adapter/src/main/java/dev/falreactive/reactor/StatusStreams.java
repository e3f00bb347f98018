package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchMode;
import dev.falreactive.protocol.EventExchange;
import dev.falreactive.protocol.EventStreamDecoder;
import dev.falreactive.protocol.EventStreamDecoder.Part;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Opens status streams and reads their events. Whatever goes wrong with one is its last element, never an error. */
final class StatusStreams {

    /** Reading an event of this size takes long enough to hold up the other connections of an event loop. */
    private static final int LARGE_EVENT = 64 * 1024;

    /** Enough of an answer that is no stream to tell what it is. */
    private static final int REFUSAL_BYTES = 16 * 1024;

    private final Transport transport;
    private final FalConfig config;
    private final Scheduler timer;
    private final StreamTrust trust;

    StatusStreams(Transport transport, FalConfig config, Scheduler timer) {
        this.transport = transport;
        this.config = config;
        this.timer = timer;
        this.trust = new StreamTrust(() -> timer.now(TimeUnit.NANOSECONDS));
    }

    /**
     * The stream of one watch, opened when its updates are subscribed to and the call is admitted; without updates if the
     * mode, when it comes to it, is to poll.
     */
    StatusStream of(EventExchange<StatusUpdate> exchange, WatchMode mode, Mono<Void> admission, Trail trail) {
        Flux<Outcome<StatusUpdate>> outcomes = Flux.defer(() -> trust.mayStream(mode)
                ? admission.thenMany(opened(exchange)).doFinally(signal -> trust.left())
                : Flux.empty());
        return new StatusStream(outcomes, trust, trail, config.retryPolicy().maxRetryAfter());
    }

    /** Updates to the terminal one, or to the failure for which the stream ended before it. */
    private Flux<Outcome<StatusUpdate>> opened(EventExchange<StatusUpdate> exchange) {
        return transport
                .<Outcome<StatusUpdate>>open(
                        exchange.request(),
                        (status, headers, body) -> exchange.isStream(status, headers)
                                ? events(exchange, body)
                                : refusal(exchange, status, headers, body))
                .onErrorResume(TransportException.class, e -> Mono.just(exchange.failed(e.fault())))
                .concatWith(Mono.fromSupplier(() -> broken(exchange, "ended before the job", new EndedException())))
                .takeUntil(StatusStreams::isLast)
                .doOnNext(outcome -> {
                    if (outcome instanceof Outcome.Success) {
                        trust.delivered();
                    }
                });
    }

    private static boolean isLast(Outcome<StatusUpdate> outcome) {
        return outcome instanceof Outcome.Failure
                || outcome instanceof Outcome.Success<StatusUpdate> success
                        && success.value().isTerminal();
    }

    /** What resets the idle limit is a whole event or comment: bytes that never become one tell nothing. */
    private Flux<Outcome<StatusUpdate>> events(EventExchange<StatusUpdate> exchange, Flux<byte[]> body) {
        return Flux.defer(() -> {
            EventStreamDecoder decoder = exchange.newDecoder();
            return body.concatMapIterable(decoder::feed, 1)
                    .timeout(config.streamIdleTimeout(), timer)
                    .concatMap(part -> read(exchange, part), 1)
                    .onErrorResume(
                            TimeoutException.class,
                            e -> Mono.just(broken(
                                    exchange,
                                    "was silent for "
                                            + config.streamIdleTimeout().toMillis() / 1000.0 + " s",
                                    e)));
        });
    }

    private Mono<Outcome<StatusUpdate>> read(EventExchange<StatusUpdate> exchange, Part part) {
        if (part instanceof Part.TooLarge tooLarge) {
            return Mono.fromSupplier(() -> exchange.failed(new TransportFault(
                    TransportFault.Kind.TOO_LARGE,
                    exchange + ": an event of the status stream is larger than " + tooLarge.limit() + " bytes",
                    now(),
                    new EndedException())));
        }
        if (part instanceof Part.Event event) {
            Mono<Outcome<StatusUpdate>> read = Mono.fromSupplier(() -> exchange.decode(event.data()));
            return event.data().length() < LARGE_EVENT ? read : read.subscribeOn(Schedulers.parallel());
        }
        return Mono.empty();
    }

    private Mono<Outcome<StatusUpdate>> refusal(
            EventExchange<StatusUpdate> exchange, int status, WireHeaders headers, Flux<byte[]> body) {
        return start(body)
                .<Outcome<StatusUpdate>>map(bytes -> exchange.refused(new WireResponse(status, headers, bytes, now())))
                .timeout(config.requestTimeout(), timer)
                .onErrorResume(
                        TimeoutException.class,
                        e -> Mono.just(broken(exchange, "was refused, and why did not arrive in time", e)));
    }

    private static Mono<byte[]> start(Flux<byte[]> body) {
        return Mono.defer(() -> {
            ByteArrayOutputStream start = new ByteArrayOutputStream();
            return body.doOnNext(start::writeBytes)
                    .takeUntil(chunk -> start.size() >= REFUSAL_BYTES)
                    .then(Mono.fromSupplier(
                            () -> Arrays.copyOf(start.toByteArray(), Math.min(start.size(), REFUSAL_BYTES))));
        });
    }

    private Outcome.Failure<StatusUpdate> broken(EventExchange<StatusUpdate> exchange, String what, Exception cause) {
        return exchange.failed(new TransportFault(
                TransportFault.Kind.NO_ANSWER, exchange + ": the status stream " + what, now(), cause));
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    private static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndedException() {
            super("the status stream is over", null, false, false);
        }
    }
}
