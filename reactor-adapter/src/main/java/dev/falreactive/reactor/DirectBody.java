package dev.falreactive.reactor;

import dev.falreactive.DirectOptions;
import dev.falreactive.protocol.EventExchange;
import dev.falreactive.protocol.EventStreamDecoder;
import dev.falreactive.protocol.EventStreamDecoder.Part;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.TransportFault;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reads the body of a direct run's answer, no faster than it is asked for. */
final class DirectBody {

    private final DirectOptions options;
    private final Scheduler timer;

    DirectBody(DirectOptions options, Scheduler timer) {
        this.options = options;
        this.timer = timer;
    }

    Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    /** All of it. */
    Mono<byte[]> whole(Flux<byte[]> body, int limit) {
        return Mono.defer(() -> {
            ByteArrayOutputStream whole = new ByteArrayOutputStream(1024);
            return body.doOnNext(chunk -> {
                        if (whole.size() + chunk.length > limit) {
                            throw new TransportException(new TransportFault(
                                    TransportFault.Kind.TOO_LARGE,
                                    "the answer is larger than " + limit + " bytes",
                                    now(),
                                    new EndedException("too large")));
                        }
                        whole.writeBytes(chunk);
                    })
                    .then(Mono.fromSupplier(whole::toByteArray));
        });
    }

    /** Its events, to the first that is a failure, or to the failure for which it ended. */
    <T> Flux<Outcome<T>> events(EventExchange<T> exchange, Flux<byte[]> body) {
        return Flux.defer(() -> {
            EventStreamDecoder decoder = exchange.newDecoder();
            AtomicLong read = new AtomicLong();
            return noLongerSilentThan(exchange, body, read)
                    .concatMapIterable(decoder::feed, 1)
                    .concatMap(part -> outcome(exchange, part), 1)
                    .doOnNext(outcome -> read.incrementAndGet())
                    .concatWith(Mono.defer(() -> read.get() == 0
                            ? Mono.just(broken(exchange, "ended without an event", new EndedException("no event")))
                            : Mono.empty()))
                    .takeUntil(Outcome.Failure.class::isInstance);
        });
    }

    /** Reading a large document takes long enough to hold up the other connections of an event loop. */
    static <T> Mono<T> decoded(int length, Supplier<T> read) {
        Mono<T> value = Mono.fromSupplier(() -> guarded(read));
        return length < Exchanges.LARGE_BODY ? value : value.subscribeOn(Schedulers.parallel());
    }

    /** Reactor lets go of an error of the machine without telling anybody: whoever waits would wait for ever. */
    private static <T> T guarded(Supplier<T> read) {
        try {
            return read.get();
        } catch (VirtualMachineError | LinkageError e) {
            throw new IllegalStateException("the answer cannot be decoded: " + e, e);
        }
    }

    private <T> Mono<Outcome<T>> outcome(EventExchange<T> exchange, Part part) {
        if (part instanceof Part.TooLarge tooLarge) {
            return Mono.fromSupplier(() -> exchange.failed(new TransportFault(
                    TransportFault.Kind.TOO_LARGE,
                    exchange + ": an event is larger than " + tooLarge.limit() + " bytes",
                    now(),
                    new EndedException("too large"))));
        }
        return part instanceof Part.Event event
                ? decoded(event.data().length(), () -> exchange.decode(event.data()))
                : Mono.empty();
    }

    /** Counts only while something is asked of the server: a reader that takes its time is no silence. */
    private <T> Flux<byte[]> noLongerSilentThan(EventExchange<T> exchange, Flux<byte[]> body, AtomicLong read) {
        return Flux.defer(() -> {
            Disposable.Swap waiting = Disposables.swap();
            Sinks.One<TransportException> silence = Sinks.one();
            Runnable over = () -> silence.tryEmitValue(new TransportException(new TransportFault(
                    TransportFault.Kind.NO_ANSWER,
                    exchange + ": the stream brought nothing for "
                            + options.idleTimeout().toMillis() / 1000.0 + " s, behind " + read.get() + " events",
                    now(),
                    new TimeoutException("silent"))));
            Flux<byte[]> timed = body.doOnRequest(n -> waiting.update(
                            timer.schedule(over, options.idleTimeout().toNanos(), TimeUnit.NANOSECONDS)))
                    .doOnNext(chunk -> waiting.update(Disposables.disposed()));
            return Until.failing(timed, silence.asMono()).doFinally(signal -> waiting.dispose());
        });
    }

    private <T> Outcome.Failure<T> broken(EventExchange<T> exchange, String what, Exception cause) {
        return exchange.failed(
                new TransportFault(TransportFault.Kind.NO_ANSWER, exchange + ": the stream " + what, now(), cause));
    }

    private static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndedException(String message) {
            super(message, null, false, false);
        }
    }
}
