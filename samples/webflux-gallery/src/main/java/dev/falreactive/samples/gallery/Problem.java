package dev.falreactive.samples.gallery;

import dev.falreactive.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** An {@code application/problem+json} that a filter answers with, before any controller. */
final class Problem {

    private Problem() {}

    static Mono<Void> answer(ServerWebExchange exchange, HttpStatus status, String kind, String detail) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", type(kind));
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", detail);
        return response.writeWith(Mono.fromSupplier(
                () -> response.bufferFactory().wrap(Codec.map().write(body))));
    }

    static String type(String kind) {
        return "urn:fal-reactive:" + kind;
    }
}
