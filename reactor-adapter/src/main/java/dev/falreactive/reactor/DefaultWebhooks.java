package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookHeaders;
import dev.falreactive.webhook.WebhookKeys;
import dev.falreactive.webhook.WebhookVerdict;
import dev.falreactive.webhook.WebhookVerifier;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class DefaultWebhooks implements ReactorWebhooks {

    private final WebhookKeyStore keys;
    private final WebhookHub hub;
    private final Scheduler timer;

    DefaultWebhooks(FalConfig config, MediaSource source, Scheduler timer) {
        this.keys = new WebhookKeyStore(source, config.webhookKeysUrl(), config.requestTimeout(), timer);
        this.hub = new WebhookHub(timer, WebhookHub.MAX_KEPT_BYTES);
        this.timer = timer;
    }

    @Override
    public Mono<WebhookVerdict> verify(WebhookHeaders headers, byte[] body) {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        Mono<WebhookVerdict> verdict = Mono.defer(() -> {
            WebhookHeaders kept = remembered(headers);
            WebhookKeys present = keys.current();
            WebhookVerdict first = verdict(present, kept, body);
            return hangsOnKeys(first)
                    ? keys.otherThan(present)
                            .map(other -> verdict(other, kept, body))
                            .defaultIfEmpty(first)
                    : Mono.just(first);
        });
        return body.length < Exchanges.LARGE_BODY ? verdict : verdict.subscribeOn(Schedulers.parallel());
    }

    private WebhookVerdict verdict(WebhookKeys by, WebhookHeaders headers, byte[] body) {
        Instant now = Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
        return WebhookVerifier.standard().verify(by, headers, body, now);
    }

    private static boolean hangsOnKeys(WebhookVerdict verdict) {
        return verdict instanceof WebhookVerdict.Refused refused && refused.reason().mayPass();
    }

    /** A server's headers may be gone, or those of another request, when keys have been read. */
    private static WebhookHeaders remembered(WebhookHeaders headers) {
        Map<String, Optional<String>> values = new ConcurrentHashMap<>();
        return name -> values.computeIfAbsent(name, key -> Optional.ofNullable(headers.first(key)))
                .orElse(null);
    }

    @Override
    public boolean received(WebhookDelivery delivery) {
        return hub.received(Objects.requireNonNull(delivery, "delivery"));
    }

    @Override
    public void forget(WebhookDelivery delivery) {
        hub.forget(Objects.requireNonNull(delivery, "delivery"));
    }

    @Override
    public Mono<WebhookDelivery> of(QueueTicket ticket) {
        return hub.of(ticket.requestId());
    }

    @Override
    public Flux<WebhookDelivery> deliveries() {
        return hub.deliveries();
    }

    void close() {
        hub.close();
    }
}
