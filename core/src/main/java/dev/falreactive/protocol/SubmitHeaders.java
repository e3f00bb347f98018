package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.ObjectLifecycle;
import dev.falreactive.SubmitOptions;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said about a submit, in the queue's own headers and query parameters. */
final class SubmitHeaders {

    private static final String WEBHOOK = "fal_webhook";
    private static final String MAX_QUEUE_LENGTH = "fal_max_queue_length";

    private SubmitHeaders() {}

    /** Unset options send nothing. */
    static WireHeaders of(WireHeaders common, SubmitOptions options) {
        Map<String, String> own = new LinkedHashMap<>(options.headers());
        if (options.priority() == SubmitOptions.Priority.LOW) {
            own.put(HeaderNames.PRIORITY, "low");
        }
        options.startTimeout().map(SubmitHeaders::seconds).ifPresent(seconds -> {
            own.put(HeaderNames.START_TIMEOUT, seconds);
            if (options.legacyStartTimeoutHeader()) {
                own.put(HeaderNames.LEGACY_START_TIMEOUT, seconds);
            }
        });
        options.runnerHint().ifPresent(hint -> own.put(HeaderNames.RUNNER_HINT, hint));
        if (!options.platformRetries()) {
            own.put(HeaderNames.NO_RETRY, "1");
        }
        if (!options.fallback()) {
            own.put(HeaderNames.DISABLE_FALLBACK, "true");
        }
        options.storeIo().ifPresent(store -> own.put(HeaderNames.STORE_IO, store ? "1" : "0"));
        options.objectLifecycle().ifPresent(lifecycle -> own.put(HeaderNames.OBJECT_LIFECYCLE, lifecycle(lifecycle)));
        if (!options.tags().isEmpty()) {
            own.put(HeaderNames.TAGS, tags(options.tags()));
        }
        WireHeaders headers = common;
        for (Map.Entry<String, String> header : own.entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        return headers;
    }

    static URI withQuery(URI uri, SubmitOptions options) {
        List<String> query = new ArrayList<>();
        options.webhook()
                .ifPresent(address ->
                        query.add(WEBHOOK + "=" + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8)));
        options.maxQueueLength().ifPresent(length -> query.add(MAX_QUEUE_LENGTH + "=" + length));
        return query.isEmpty() ? uri : URI.create(uri + "?" + String.join("&", query));
    }

    static String tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(","));
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    static String lifecycle(ObjectLifecycle lifecycle) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "expiration_duration_seconds",
                lifecycle.expiresAfter().map(Duration::toSeconds).orElse(null));
        lifecycle.defaultAccess().ifPresent(access -> {
            Map<String, @Nullable Object> acl = new LinkedHashMap<>();
            acl.put("default", word(access));
            acl.put(
                    "rules",
                    lifecycle.rules().entrySet().stream()
                            .map(rule -> Map.of("user", rule.getKey(), "decision", word(rule.getValue())))
                            .toList());
            fields.put("initial_acl", acl);
        });
        return new String(Codec.map().write(fields), StandardCharsets.UTF_8);
    }

    private static String word(ObjectLifecycle.Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }
}
