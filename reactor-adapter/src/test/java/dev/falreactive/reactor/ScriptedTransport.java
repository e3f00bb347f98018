package dev.falreactive.reactor;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;

/** Stands in for the network: answers in the order that a test lays down, and remembers what was sent and when. */
final class ScriptedTransport implements Transport {

    static final String ID = "07e0be22-3380-4699-a377-48729443435c";

    private final Scheduler timer;
    private final Deque<Supplier<Mono<WireResponse>>> answers = new ArrayDeque<>();
    private final Deque<Supplier<Mono<Head>>> streams = new ArrayDeque<>();
    final List<WireRequest> sent = new ArrayList<>();
    final List<Duration> sentAt = new ArrayList<>();
    final AtomicInteger inFlight = new AtomicInteger();
    int mostInFlight;
    int aborted;
    final AtomicInteger openStreams = new AtomicInteger();
    int abortedStreams;

    ScriptedTransport(Scheduler timer) {
        this.timer = timer;
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, int maxResponseBytes, Departure departure) {
        return Mono.defer(() -> {
            Supplier<Mono<WireResponse>> answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            if (answer == NOT_SENT) {
                return answer.get();
            }
            if (!departure.leave()) {
                return Mono.error(new IllegalStateException("must not leave"));
            }
            sent.add(request);
            sentAt.add(Duration.ofNanos(timer.now(java.util.concurrent.TimeUnit.NANOSECONDS)));
            mostInFlight = Math.max(mostInFlight, inFlight.incrementAndGet());
            return answer.get().doFinally(signal -> {
                inFlight.decrementAndGet();
                aborted += signal == SignalType.CANCEL ? 1 : 0;
            });
        });
    }

    @Override
    public <T> Flux<T> open(WireRequest request, MediaSource.Reader<T> reader) {
        return Flux.defer(() -> {
            Supplier<Mono<Head>> next = streams.size() > 1 ? streams.removeFirst() : streams.getFirst();
            sent.add(request);
            sentAt.add(Duration.ofNanos(timer.now(java.util.concurrent.TimeUnit.NANOSECONDS)));
            openStreams.incrementAndGet();
            return next.get()
                    .flatMapMany(head -> reader.read(head.status(), WireHeaders.of(head.headers()), head.body()))
                    .doFinally(signal -> {
                        openStreams.decrementAndGet();
                        abortedStreams += signal == SignalType.CANCEL ? 1 : 0;
                    });
        });
    }

    private record Head(int status, Map<String, String> headers, Flux<byte[]> body) {}

    /** The next stream; the last one laid down is opened again and again. */
    ScriptedTransport stream(Flux<String> text) {
        return stream(200, Map.of("Content-Type", "text/event-stream; charset=utf-8"), text);
    }

    ScriptedTransport stream(int status, Map<String, String> headers, Flux<String> text) {
        streams.add(() ->
                Mono.just(new Head(status, headers, text.map(piece -> piece.getBytes(StandardCharsets.UTF_8)))));
        return this;
    }

    ScriptedTransport streamWithoutHead() {
        streams.add(() -> Mono.error(fault(TransportFault.Kind.NO_ANSWER, "no answer")));
        return this;
    }

    ScriptedTransport streamNotSent() {
        streams.add(() -> Mono.error(fault(TransportFault.Kind.NOT_SENT, "connection refused")));
        return this;
    }

    /** Fails a body as the network does. */
    static TransportException reset() {
        return fault(TransportFault.Kind.NO_ANSWER, "connection reset");
    }

    /** The calls that asked for a stream. */
    long streamCalls() {
        return sent.stream().filter(ScriptedTransport::asksForStream).count();
    }

    /** The other status calls. */
    long polls() {
        return count(HttpMethod.GET) - streamCalls();
    }

    private static boolean asksForStream(WireRequest request) {
        return request.uri().getPath().endsWith("/status/stream");
    }

    private static final Supplier<Mono<WireResponse>> NOT_SENT =
            () -> Mono.error(fault(TransportFault.Kind.NOT_SENT, "connection refused"));

    /** The next answer; the last one laid down is given again and again. */
    ScriptedTransport then(int status, String body) {
        return then(status, Map.of(), body);
    }

    ScriptedTransport then(int status, Map<String, String> headers, String body) {
        answers.add(() -> Mono.just(response(status, headers, body)));
        return this;
    }

    /** From here on each answer says, when it is asked for, whether the job has completed. */
    ScriptedTransport thenCompletedWhen(BooleanSupplier completed) {
        answers.add(() -> Mono.fromSupplier(() -> completed.getAsBoolean()
                ? response(200, Map.of(), Fixture.COMPLETED)
                : response(202, Map.of(), Fixture.RUNNING)));
        return this;
    }

    ScriptedTransport thenAfter(Duration delay, int status, String body) {
        return thenAfter(delay, status, Map.of(), body);
    }

    ScriptedTransport thenAfter(Duration delay, int status, Map<String, String> headers, String body) {
        answers.add(() -> Mono.delay(delay, timer).map(tick -> response(status, headers, body)));
        return this;
    }

    ScriptedTransport thenNotSent() {
        answers.add(NOT_SENT);
        return this;
    }

    ScriptedTransport thenReset() {
        answers.add(() -> Mono.error(fault(TransportFault.Kind.NO_ANSWER, "connection reset")));
        return this;
    }

    /** Breaks as no network does, behind the request. */
    ScriptedTransport thenEmpty() {
        answers.add(Mono::empty);
        return this;
    }

    ScriptedTransport thenNothing() {
        answers.add(Mono::never);
        return this;
    }

    long count(HttpMethod method) {
        return sent.stream().filter(request -> request.method() == method).count();
    }

    private static WireResponse response(int status, Map<String, String> headers, String body) {
        return new WireResponse(status, WireHeaders.of(headers), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    private static TransportException fault(TransportFault.Kind kind, String what) {
        return new TransportException(new TransportFault(kind, what, Instant.EPOCH, new IOException(what)));
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }
}
