package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/** Sends one answer, well or badly. */
final class Delivery {

    private static final int PIECE = 64 * 1024;
    private static final int HEADER_PIECE = 16 * 1024;
    private static final Duration BETWEEN_HEADER_PIECES = Duration.ofMillis(5);

    private final HttpServerResponse response;
    private final Scheduler timer;
    private volatile boolean closing;

    Delivery(HttpServerResponse response, Scheduler timer) {
        this.response = response;
        this.timer = timer;
    }

    /** Whether it is this side that ends the connection early. */
    boolean closing() {
        return closing;
    }

    /** The whole answer. */
    Mono<Void> whole(WireResponse answer) {
        head(answer.status(), answer.headers(), answer.body().length);
        return answer.body().length == 0
                ? response.send().then()
                : response.sendByteArray(Mono.just(answer.body())).then();
    }

    /** A file in pieces. */
    Mono<Void> file(Reply.Stored stored, Flux<byte[]> pieces) {
        head(stored.code(), stored.headers(), stored.length());
        return flushed(pieces);
    }

    /** The head and the beginning of a file. The client sees the connection close. */
    Mono<Void> cutFile(Reply.Stored stored, Flux<byte[]> beginning) {
        head(stored.code(), stored.headers(), stored.length());
        return thenClosed(beginning);
    }

    /** A JSON document in pieces. */
    Mono<Void> json(Flux<byte[]> pieces) {
        response.status(200).header(Headers.CONTENT_TYPE, Headers.JSON);
        return response.sendByteArray(pieces).then();
    }

    /** An answer without an end that is known; the connection is closed after it. */
    Mono<Void> stream(Reply stream, Flux<byte[]> events) {
        response.status(stream.code()).keepAlive(false);
        stream.headers().asMap().forEach(response::header);
        // The head at once: the first event may be long in coming.
        return response.sendHeaders()
                .send(events.map(Unpooled::wrappedBuffer), piece -> true)
                .then();
    }

    /** Nothing. The client sees the connection close. */
    Mono<Void> drop() {
        return Mono.fromRunnable(this::close).then(Mono.never());
    }

    /** The head and half of the body. The client sees the connection close. */
    Mono<Void> half(WireResponse answer) {
        head(answer.status(), answer.headers(), answer.body().length);
        byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
        return thenClosed(Flux.just(half));
    }

    /** The beginning of a stream. The client sees the connection close. */
    Mono<Void> cut(Reply stream, Flux<byte[]> beginning) {
        response.status(stream.code());
        stream.headers().asMap().forEach(response::header);
        return thenClosed(beginning);
    }

    /** A head that goes on until the client leaves. */
    Mono<Void> endlessHeader() {
        byte[] start = "HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.UTF_8);
        byte[] more = "x".repeat(HEADER_PIECE).getBytes(StandardCharsets.UTF_8);
        Flux<byte[]> pieces = Flux.concat(
                Flux.just(start),
                Flux.interval(BETWEEN_HEADER_PIECES, timer).onBackpressureDrop().map(tick -> more));
        return pieces.concatMap(this::raw, 1).then();
    }

    /** The whole answer, byte by byte. */
    Mono<Void> drip(WireResponse answer, Duration perByte) {
        head(answer.status(), answer.headers(), answer.body().length);
        return flushed(dripped(answer.body(), perByte));
    }

    /** All events, byte by byte. */
    Mono<Void> drip(Reply stream, Flux<byte[]> events, Duration perByte) {
        return stream(stream, events.concatMap(event -> dripped(event, perByte)));
    }

    /** A JSON object of a size. */
    Mono<Void> huge(WireHeaders headers, long bytes) {
        byte[] start = "{\"padding\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] end = "\"}".getBytes(StandardCharsets.UTF_8);
        long padding = Math.max(0, bytes - start.length - end.length);
        head(200, headers, start.length + padding + end.length);
        byte[] piece = "x".repeat(PIECE).getBytes(StandardCharsets.UTF_8);
        Flux<byte[]> middle = Flux.generate(() -> padding, (left, sink) -> {
            if (left == 0) {
                sink.complete();
                return left;
            }
            int size = (int) Math.min(PIECE, left);
            sink.next(size == PIECE ? piece : Arrays.copyOf(piece, size));
            return left - size;
        });
        return flushed(Flux.concat(Flux.just(start), middle, Flux.just(end)));
    }

    static WireResponse changed(WireResponse answer, UnaryOperator<String> change) {
        String body = change.apply(new String(answer.body(), StandardCharsets.UTF_8));
        return new WireResponse(
                answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8), answer.receivedAt());
    }

    private void head(int code, WireHeaders headers, long length) {
        response.status(code);
        headers.asMap().forEach(response::header);
        response.header("Content-Length", String.valueOf(length));
    }

    private Flux<byte[]> dripped(byte[] body, Duration perByte) {
        return Flux.range(0, body.length)
                .concatMap(i -> Mono.delay(perByte, timer).thenReturn(new byte[] {body[i]}), 1);
    }

    private Mono<Void> flushed(Flux<byte[]> pieces) {
        return response.send(pieces.map(Unpooled::wrappedBuffer), piece -> true).then();
    }

    /** Past the HTTP codec, which would not let such bytes through. Completes when they are written. */
    private Mono<Void> raw(byte[] piece) {
        return Mono.create(sink -> response.withConnection(connection -> {
            ChannelHandlerContext codec = connection.channel().pipeline().context(NettyPipeline.HttpCodec);
            codec.writeAndFlush(Unpooled.wrappedBuffer(piece)).addListener(written -> {
                if (written.isSuccess()) {
                    sink.success();
                } else {
                    sink.error(written.cause());
                }
            });
        }));
    }

    private Mono<Void> thenClosed(Flux<byte[]> pieces) {
        return flushed(pieces.concatWith(Mono.<byte[]>never().doOnSubscribe(s -> close())));
    }

    // Behind what is being written: an empty buffer is written when all before it has been.
    private void close() {
        closing = true;
        response.withConnection(connection -> connection
                .channel()
                .eventLoop()
                .execute(() -> connection
                        .channel()
                        .writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE)));
    }
}
