package dev.falreactive.reactor;

import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;

/** Files over Reactor Netty; made by {@link NettyTransport}. Knows no credential. */
final class NettyFiles implements FilePort {

    private final HttpClient client;
    private final HttpClient sender;
    private final Duration limit;
    private final Scheduler timer;
    private final BooleanSupplier closed;

    /** The limit is the gap in which nothing moves: a large file may take long. */
    NettyFiles(HttpClient client, Duration limit, Scheduler timer, BooleanSupplier closed) {
        this.client = client.responseTimeout(limit);
        // How long an upload may wait for its answer depends on how fast its bytes leave.
        this.sender = client.responseTimeout(null);
        this.limit = limit;
        this.timer = timer;
        this.closed = closed;
    }

    @Override
    public <T> Flux<T> open(URI uri, Reader<T> reader) {
        return client.get().uri(uri).response((response, content) -> NettyTransport.read(reader, response, content));
    }

    @Override
    public Mono<WireResponse> send(WireRequest request, long length, Flux<byte[]> body, int maxResponseBytes) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
            UploadPace pace = new UploadPace(length, limit.toNanos(), this::nanos);
            Flux<byte[]> watched = body.doOnNext(chunk -> pace.moved()).doOnError(broken::set);
            return Mono.firstWithSignal(exchange(request, length, watched, maxResponseBytes, pace), stalled(pace))
                    .onErrorMap(error -> {
                        Throwable own = broken.get();
                        return own != null ? own : new TransportException(fault(request, error, pace.hasBegun()));
                    });
        });
    }

    private Mono<WireResponse> exchange(
            WireRequest request, long length, Flux<byte[]> body, int maxResponseBytes, UploadPace pace) {
        return sender.headers(headers -> {
                    request.headers().asMap().forEach(headers::set);
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
                })
                .request(io.netty.handler.codec.http.HttpMethod.valueOf(
                        request.method().name()))
                .uri(request.uri())
                .send((outgoing, outbound) -> outbound.withConnection(connection -> pace.beginOn(connection.channel()))
                        .send(length == 0 ? Mono.empty() : body.map(Unpooled::wrappedBuffer)))
                .response((response, content) -> new WholeBody<>(
                        content.asByteArray().doOnNext(bytes -> pace.moved()),
                        maxResponseBytes,
                        bytes -> new WireResponse(
                                response.status().code(),
                                NettyTransport.headers(response.responseHeaders()),
                                bytes,
                                now())))
                .next()
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the answer ended before it began")));
    }

    private Mono<WireResponse> stalled(UploadPace pace) {
        return Flux.interval(limit.dividedBy(4), timer)
                .onBackpressureDrop()
                .filter(tick -> pace.hasStalled())
                .next()
                .flatMap(tick ->
                        Mono.error(new TimeoutException("nothing moved for " + limit.toMillis() / 1000.0 + " s")));
    }

    /** The host alone: path and query may be as good as a key. */
    private TransportFault fault(WireRequest request, Throwable error, boolean left) {
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return new TransportFault(
                kind(left),
                request.method() + " of a file to " + request.uri().getHost() + ": " + message,
                now(),
                error);
    }

    private TransportFault.Kind kind(boolean left) {
        if (closed.getAsBoolean()) {
            return TransportFault.Kind.CLOSED;
        }
        return left ? TransportFault.Kind.NO_ANSWER : TransportFault.Kind.NOT_SENT;
    }

    private long nanos() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }
}
