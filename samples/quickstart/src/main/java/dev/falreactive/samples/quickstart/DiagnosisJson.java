package dev.falreactive.samples.quickstart;

import dev.falreactive.Diagnosis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A diagnosis as events, the summary last. */
final class DiagnosisJson {

    private DiagnosisJson() {}

    /** An event's name and its fields. */
    record Event(String name, Map<String, @Nullable Object> fields) {}

    static List<Event> of(Diagnosis diagnosis) {
        List<Event> events = new ArrayList<>();
        diagnosis
                .calls()
                .forEach(call -> events.add(event(
                        "call",
                        "call",
                        call.verb(),
                        "method",
                        call.method().name(),
                        "url",
                        call.uri().toString())));
        diagnosis
                .returnedUrls()
                .forEach(url -> events.add(event(
                        "returned_url",
                        "field",
                        url.field(),
                        "url",
                        url.url(),
                        "verdict",
                        word(url.verdict()),
                        "used",
                        url.used().toString(),
                        "why",
                        url.why())));
        diagnosis
                .probes()
                .forEach(probe -> events.add(event(
                        "probe",
                        "call",
                        probe.verb(),
                        "url",
                        probe.uri().toString(),
                        "http_status",
                        probe.httpStatus().isPresent() ? probe.httpStatus().getAsInt() : null,
                        "millis",
                        probe.took().toMillis(),
                        "meaning",
                        probe.meaning())));
        diagnosis
                .findings()
                .forEach(finding -> events.add(event(
                        "finding",
                        "level",
                        word(finding.level()),
                        "subject",
                        finding.subject(),
                        "text",
                        finding.text())));
        events.add(event(
                "diagnosis",
                "healthy",
                diagnosis.isHealthy(),
                "profile",
                diagnosis.profile().name(),
                "endpoint",
                diagnosis.endpoint().toString(),
                "clock_ahead_seconds",
                diagnosis.clockAhead().map(ahead -> ahead.toSeconds()).orElse(null)));
        return events;
    }

    private static Event event(String name, @Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new Event(name, fields);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
