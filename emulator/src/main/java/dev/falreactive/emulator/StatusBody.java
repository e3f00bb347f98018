package dev.falreactive.emulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a status. */
final class StatusBody {

    private final Links links;
    private final RelayTongue tongue;

    StatusBody(Links links, RelayTongue tongue) {
        this.links = links;
        this.tongue = tongue;
    }

    Map<String, @Nullable Object> of(Job job, StatusView seen, boolean logs) {
        StatusView view = tongue.spoken(seen);
        Map<String, @Nullable Object> body = Fields.of("status", view.word(), "request_id", job.id());
        links.addTo(body, job.submission());
        body.put(
                "logs",
                logs
                        ? view.log()
                                .map(lines -> lines.stream().map(LogEntry::json).toList())
                                .orElse(null)
                        : null);
        body.put(
                "metrics",
                view.inferenceTime()
                        .map(seconds -> Fields.of("inference_time", seconds))
                        .orElseGet(Fields::of));
        view.position().ifPresent(position -> body.put("queue_position", position));
        view.error().ifPresent(error -> body.put("error", error));
        view.errorType().ifPresent(type -> body.put("error_type", type));
        return body;
    }
}
