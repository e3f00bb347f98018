package dev.falreactive.emulator;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** Makes a value of a request, with a bounded body. */
final class RequestReader {

    private static final int MAX_BODY = 16 * 1024 * 1024;

    private static final byte[] NO_BODY = {};

    /** The body is larger than 16 MB. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("body too large", null, false, false);
        }
    }

    private RequestReader() {}

    /** The method, if the queue knows it. */
    static Optional<HttpMethod> method(HttpServerRequest request) {
        return switch (request.method().name()) {
            case "GET" -> Optional.of(HttpMethod.GET);
            case "POST" -> Optional.of(HttpMethod.POST);
            case "PUT" -> Optional.of(HttpMethod.PUT);
            default -> Optional.empty();
        };
    }

    /** The request without its body; {@link IllegalArgumentException} for no URI. */
    static WireRequest head(HttpServerRequest request, HttpMethod method) {
        return new WireRequest(method, uri(request), headers(request), NO_BODY);
    }

    /** The request with its body; fails with {@link TooLarge}, or {@link IllegalArgumentException} for no URI. */
    static Mono<WireRequest> read(HttpServerRequest request, HttpMethod method) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, RequestReader::append)
                .map(body -> new WireRequest(method, uri(request), headers(request), body.toByteArray()));
    }

    private static void append(ByteArrayOutputStream body, byte[] piece) {
        if (body.size() + piece.length > MAX_BODY) {
            throw new TooLarge();
        }
        body.writeBytes(piece);
    }

    private static URI uri(HttpServerRequest request) {
        String host = Optional.ofNullable(request.requestHeaders().get("Host")).orElse("127.0.0.1");
        String target = request.uri();
        return URI.create("http://" + host + (target.startsWith("/") ? target : "/" + target));
    }

    private static WireHeaders headers(HttpServerRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.requestHeaders().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return WireHeaders.of(headers);
    }
}
