package dev.falreactive.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The jobs that are to be told of when they end. Only touched while the queue is locked. */
final class WebhookOutbox {

    private record Waiting(WebhookTarget target, WebhookScript script) {}

    private final Map<Job, Waiting> waiting = new LinkedHashMap<>();
    private final Deque<WebhookScript> scripts = new ArrayDeque<>();
    private final WebhookScript usual;
    private Optional<Runnable> collector = Optional.empty();

    WebhookOutbox(WebhookSettings settings) {
        this.usual = settings.script();
    }

    /** Says who collects what is due, and is told when there is something to wait for. Without, nothing is kept. */
    void collectedBy(Runnable newCollector) {
        collector = Optional.of(newCollector);
    }

    void next(WebhookScript script) {
        scripts.add(script);
    }

    void add(Job job, String url) {
        WebhookScript script = Optional.ofNullable(scripts.poll()).orElse(usual);
        collector.ifPresent(told -> {
            waiting.put(job, new Waiting(new WebhookTarget(url), script));
            told.run();
        });
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out the webhooks of jobs that have ended; settles each job before it looks. */
    List<DueWebhook> collect(Consumer<Job> settle, Function<Job, String> gatewayRequestId) {
        List<DueWebhook> due = new ArrayList<>();
        for (Iterator<Map.Entry<Job, Waiting>> left = waiting.entrySet().iterator(); left.hasNext(); ) {
            Map.Entry<Job, Waiting> entry = left.next();
            Job job = entry.getKey();
            Waiting webhook = entry.getValue();
            settle.accept(job);
            job.answer().ifPresent(answer -> {
                due.add(new DueWebhook(
                        job.id(),
                        gatewayRequestId.apply(job),
                        webhook.target(),
                        webhook.script(),
                        answer,
                        job.expiresAt()));
                left.remove();
            });
        }
        return due;
    }
}
