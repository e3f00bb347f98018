package dev.falreactive.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attempts so far, oldest first; beyond a bound the oldest is dropped. Safe for use by several threads. */
final class WebhookBook {

    private final Deque<WebhookAttempt> attempts = new ArrayDeque<>();
    private final int maxEntries;

    WebhookBook(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    synchronized void add(WebhookAttempt attempt) {
        attempts.add(attempt);
        if (attempts.size() > maxEntries) {
            attempts.remove();
        }
    }

    synchronized List<WebhookAttempt> entries() {
        return List.copyOf(attempts);
    }

    /** All entries as a JSON array. */
    byte[] json() {
        return entries().stream()
                .map(attempt -> new String(Fields.write(object(attempt)), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",\n", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> object(WebhookAttempt attempt) {
        Map<String, @Nullable Object> object = Fields.of(
                "at", attempt.at().toString(),
                "request_id", attempt.requestId(),
                "url", attempt.url(),
                "attempt", attempt.attempt());
        attempt.status().ifPresent(status -> object.put("status", status));
        object.put("result", attempt.result().name());
        return object;
    }
}
