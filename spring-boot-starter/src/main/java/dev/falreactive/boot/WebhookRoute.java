package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorWebhooks;
import dev.falreactive.webhook.WebhookRefusal;
import dev.falreactive.webhook.WebhookVerdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Takes webhooks in: answers as soon as one is verified, and lets nobody who handles it hold up the answer. */
final class WebhookRoute {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoute.class);

    private final ReactorWebhooks webhooks;
    private final int maxBytes;

    WebhookRoute(ReactorWebhooks webhooks, int maxBytes) {
        this.webhooks = webhooks;
        this.maxBytes = maxBytes;
    }

    RouterFunction<ServerResponse> at(String path) {
        return RouterFunctions.route()
                .POST(path, this::take)
                .route(
                        RequestPredicates.path(path),
                        request -> ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED)
                                .allow(HttpMethod.POST)
                                .build())
                .build();
    }

    private Mono<ServerResponse> take(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), maxBytes)
                .map(WebhookRoute::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> webhooks.verify(request.headers()::firstHeader, body))
                .map(this::status)
                .onErrorReturn(DataBufferLimitException.class, HttpStatus.CONTENT_TOO_LARGE)
                .flatMap(status -> ServerResponse.status(status).build());
    }

    private HttpStatus status(WebhookVerdict verdict) {
        if (verdict instanceof WebhookVerdict.Verified verified) {
            boolean first = webhooks.received(verified.delivery());
            LOG.debug("Webhook of job {}: {}", verified.delivery().requestId(), first ? "new" : "told before");
            return HttpStatus.OK;
        }
        WebhookRefusal reason = ((WebhookVerdict.Refused) verdict).reason();
        if (reason == WebhookRefusal.BODY_UNREADABLE || reason == WebhookRefusal.REQUEST_ID_DIFFERS) {
            LOG.warn("A webhook that fal has signed was refused: {}", reason);
        } else {
            // Anybody may post here: not for the log of an ordinary day.
            LOG.debug("A webhook was refused: {}", reason);
        }
        // What a key may have signed that is not here yet is to come again.
        return reason.mayPass() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNAUTHORIZED;
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
