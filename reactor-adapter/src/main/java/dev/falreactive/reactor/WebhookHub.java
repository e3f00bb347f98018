package dev.falreactive.reactor;

import dev.falreactive.webhook.WebhookDedupe;
import dev.falreactive.webhook.WebhookDelivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** What webhooks have told, of each job once: handed to those who wait, and kept for those who come later. */
final class WebhookHub {

    static final int MAX_IDS = 10_000;
    static final int MAX_KEPT = 1_000;
    static final long MAX_KEPT_BYTES = 64L * 1024 * 1024;
    static final int MAX_BEHIND = 256;

    private final Scheduler timer;
    private final long maxKeptBytes;
    private final WebhookDedupe told = WebhookDedupe.ofCapacity(MAX_IDS);

    // Guarded by this.
    private final Sinks.Many<WebhookDelivery> live = Sinks.many().multicast().directBestEffort();
    private final Map<String, WebhookDelivery> kept = new LinkedHashMap<>();
    private final Map<String, Set<MonoSink<WebhookDelivery>>> waiting = new HashMap<>();
    private long keptBytes;
    private boolean closed;

    WebhookHub(Scheduler timer, long maxKeptBytes) {
        this.timer = timer;
        this.maxKeptBytes = maxKeptBytes;
    }

    boolean received(WebhookDelivery delivery) {
        Set<MonoSink<WebhookDelivery>> readers;
        synchronized (this) {
            if (!told.isFirst(delivery.requestId())) {
                return false;
            }
            keep(delivery);
            // Calls nobody: each reader has a queue of its own before it.
            live.tryEmitNext(delivery);
            readers = Optional.ofNullable(waiting.remove(delivery.requestId())).orElse(Set.of());
        }
        readers.forEach(reader -> timer.schedule(() -> reader.success(delivery)));
        return true;
    }

    void forget(WebhookDelivery delivery) {
        told.forget(delivery.requestId());
    }

    Mono<WebhookDelivery> of(String requestId) {
        return Mono.create(sink -> {
            Optional<WebhookDelivery> there = keptOrAwaited(requestId, sink);
            if (there.isPresent()) {
                sink.success(there.get());
            } else {
                sink.onDispose(() -> left(requestId, sink));
            }
        });
    }

    Flux<WebhookDelivery> deliveries() {
        return live.asFlux().publishOn(timer, false, MAX_BEHIND);
    }

    /** Nothing more comes for those who wait; what is kept is still there. */
    void close() {
        List<MonoSink<WebhookDelivery>> readers = new ArrayList<>();
        synchronized (this) {
            closed = true;
            live.tryEmitComplete();
            waiting.values().forEach(readers::addAll);
            waiting.clear();
        }
        readers.forEach(MonoSink::success);
    }

    private Optional<WebhookDelivery> keptOrAwaited(String requestId, MonoSink<WebhookDelivery> sink) {
        synchronized (this) {
            Optional<WebhookDelivery> there = Optional.ofNullable(kept.get(requestId));
            if (there.isPresent()) {
                return there;
            }
            if (!closed) {
                waiting.computeIfAbsent(requestId, id -> new HashSet<>()).add(sink);
                return there;
            }
        }
        sink.success();
        return Optional.empty();
    }

    private synchronized void left(String requestId, MonoSink<WebhookDelivery> sink) {
        waiting.computeIfPresent(requestId, (id, sinks) -> {
            sinks.remove(sink);
            return sinks.isEmpty() ? null : sinks;
        });
    }

    private void keep(WebhookDelivery delivery) {
        drop(delivery.requestId());
        kept.put(delivery.requestId(), delivery);
        keptBytes += delivery.size();
        while (kept.size() > MAX_KEPT || keptBytes > maxKeptBytes) {
            drop(kept.keySet().iterator().next());
        }
    }

    private void drop(String requestId) {
        Optional.ofNullable(kept.remove(requestId)).ifPresent(old -> keptBytes -= old.size());
    }
}
