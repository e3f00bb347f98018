package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Posts webhooks. The only class here that opens a connection. */
final class WebhookSender {

    private static final int MAX_CONNECTIONS = 64;
    private static final int ANY_NUMBER = -1;

    private final ConnectionProvider connections = ConnectionProvider.builder("fal-emulator-webhooks")
            .maxConnections(MAX_CONNECTIONS)
            .pendingAcquireMaxCount(ANY_NUMBER)
            .build();
    private final HttpClient client;

    WebhookSender(LoopResources loops) {
        // Each post has a connection of its own: one that the receiver is just closing would fail it for no reason.
        client = HttpClient.create(connections)
                .runOn(loops, false)
                .keepAlive(false)
                .followRedirect(false)
                .disableRetry(true);
    }

    /** The HTTP status of the answer; fails if there is none within the limit. */
    Mono<Integer> post(URI uri, WireHeaders headers, byte[] body, Duration limit) {
        return client.responseTimeout(limit)
                .headers(all -> {
                    headers.asMap().forEach(all::set);
                    all.set("Content-Length", body.length);
                })
                .post()
                .uri(uri)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response()
                .map(response -> response.status().code());
    }

    void close() {
        connections.dispose();
    }
}
