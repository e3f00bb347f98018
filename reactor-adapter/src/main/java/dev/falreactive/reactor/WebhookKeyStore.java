package dev.falreactive.reactor;

import dev.falreactive.webhook.WebhookKeys;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.Logger;
import reactor.util.Loggers;

/** fal's keys: read when somebody needs others than there are, but no more often than once a minute. */
final class WebhookKeyStore {

    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = Loggers.getLogger(WebhookKeyStore.class);

    /** Many times what the keys that are taken have. */
    private static final int MAX_BYTES = 256 * 1024;

    private final MediaSource source;
    private final URI url;
    private final Duration limit;
    private final Scheduler timer;

    // Guarded by this.
    private WebhookKeys keys = WebhookKeys.none();
    private long readAt;
    private long askedAt;
    private boolean asked;
    private @Nullable Mono<WebhookKeys> reading;

    WebhookKeyStore(MediaSource source, URI url, Duration limit, Scheduler timer) {
        this.source = source;
        this.url = url;
        this.limit = limit;
        this.timer = timer;
    }

    /** The keys that are there; none if they are too old. */
    synchronized WebhookKeys current() {
        return now() - readAt < WebhookKeys.MAX_AGE.toNanos() ? keys : WebhookKeys.none();
    }

    /** Others than those, once they are read if need be; empty if there are none, or it was tried just now. Never fails. */
    Mono<WebhookKeys> otherThan(WebhookKeys tried) {
        return Mono.defer(() -> present(tried)).filter(found -> !found.equals(tried));
    }

    private synchronized Mono<WebhookKeys> present(WebhookKeys tried) {
        WebhookKeys present = current();
        if (!present.equals(tried)) {
            return Mono.just(present);
        }
        Mono<WebhookKeys> underWay = reading;
        if (underWay != null) {
            return underWay;
        }
        if (asked && now() - askedAt < PAUSE.toNanos()) {
            return Mono.empty();
        }
        asked = true;
        askedAt = now();
        Mono<WebhookKeys> begun = read().map(this::took).cache();
        reading = begun;
        return begun;
    }

    private synchronized WebhookKeys took(WebhookKeys found) {
        reading = null;
        if (!found.isEmpty()) {
            keys = found;
            readAt = askedAt;
        }
        return current();
    }

    private Mono<WebhookKeys> read() {
        return source.<byte[]>open(
                        url,
                        (status, headers, body) -> status >= 200 && status < 300
                                ? body
                                : Flux.error(new IllegalStateException("HTTP status " + status)))
                .collect(ByteArrayOutputStream::new, WebhookKeyStore::add)
                .map(body -> WebhookKeys.parse(body.toByteArray()))
                .timeout(limit, timer)
                .onErrorResume(error -> {
                    LOG.warn("The keys of webhooks could not be read from {}: {}", url, error.toString());
                    return Mono.just(WebhookKeys.none());
                });
    }

    private static void add(ByteArrayOutputStream body, byte[] chunk) {
        if (body.size() + chunk.length > MAX_BYTES) {
            throw new IllegalStateException("more than " + MAX_BYTES + " bytes");
        }
        body.writeBytes(chunk);
    }

    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }
}
