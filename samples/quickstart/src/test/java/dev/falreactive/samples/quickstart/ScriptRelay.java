package dev.falreactive.samples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** A relay as somebody writes it in an afternoon: exact paths, one answer a connection, pages where it knows no path. */
final class ScriptRelay implements AutoCloseable {

    /** An answer. */
    record Said(int code, String type, byte[] body) {

        static Said json(int code, String text) {
            return new Said(
                    code,
                    "application/json",
                    text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        static Said page(int code, String title) {
            return new Said(
                    code,
                    "text/html",
                    ("<!DOCTYPE HTML>\n<html><title>" + title + "</title></html>")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static final byte[] IMAGE = image();

    private final DisposableServer server;
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger looks = new AtomicInteger();

    /** Answers by method and path, the query included, and the submit's body. */
    ScriptRelay(BiFunction<ScriptRelay, String, Said> script) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString()
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            Said said = answer(request, body, script);
                            response.keepAlive(false)
                                    .status(said.code())
                                    .header("Content-Type", said.type())
                                    .header("Content-Length", String.valueOf(said.body().length));
                            return response.sendByteArray(Mono.just(said.body()))
                                    .then();
                        }))
                .bindNow();
    }

    private Said answer(HttpServerRequest request, String body, BiFunction<ScriptRelay, String, Said> script) {
        String call = request.method() + " " + request.uri();
        if (request.uri().equals("/files/tiger.png")) {
            return new Said(200, "image/png", IMAGE);
        }
        calls.add(call);
        keys.add(String.valueOf(request.requestHeaders().get("Authorization")));
        return script.apply(this, body.isEmpty() ? call : call + " " + body);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    String images() {
        return "'images':[{'url':'" + url() + "/files/tiger.png','width':8,'height':8}],'seed':1,'prompt':'a tiger'";
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    private static byte[] image() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(
                    new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
