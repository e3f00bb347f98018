package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.protocol.WireResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes to the fields of an answer. What is no JSON object stays as it is. */
@FunctionalInterface
interface JsonChange {

    /** Changes the fields in place. */
    void to(Map<String, @Nullable Object> fields);

    static JsonChange without(String field) {
        return fields -> fields.remove(field);
    }

    static JsonChange word(String status) {
        return fields -> {
            if (fields.containsKey("status")) {
                fields.put("status", status);
            }
        };
    }

    /** Level and source of a log line under {@code labels} alone, as fal wrote them once. */
    static JsonChange legacyLogs() {
        return fields -> {
            if (fields.get("logs") instanceof List<?> lines) {
                List<@Nullable Object> changed = new ArrayList<>();
                lines.forEach(line -> changed.add(line instanceof Map<?, ?> entry ? legacy(entry) : line));
                fields.put("logs", changed);
            }
        };
    }

    /** Another origin in the job's URLs, whose paths stay. */
    static JsonChange foreignUrls(String origin) {
        return fields -> {
            for (String name : List.of("response_url", "status_url", "cancel_url")) {
                if (fields.get(name) instanceof String url) {
                    fields.put(name, origin + URI.create(url).getRawPath());
                }
            }
        };
    }

    /** This change as an effect on answers and events. */
    default Effect.Rewrite effect() {
        return effect(UnaryOperator.identity());
    }

    /** This change, and then another one of the whole answer. */
    default Effect.Rewrite effect(UnaryOperator<WireResponse> then) {
        return new Effect.Rewrite(
                answer -> then.apply(
                        new WireResponse(answer.status(), answer.headers(), on(answer.body()), answer.receivedAt())),
                event -> Texts.of(on(Texts.bytes(event))));
    }

    private byte[] on(byte[] body) {
        Map<String, @Nullable Object> fields;
        try {
            fields = new LinkedHashMap<>(Codec.map().read(body));
        } catch (IllegalArgumentException e) {
            return body;
        }
        to(fields);
        return Fields.write(fields);
    }

    private static Map<String, @Nullable Object> legacy(Map<?, ?> entry) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        entry.forEach((name, value) -> changed.put(String.valueOf(name), value));
        changed.remove("level");
        changed.remove("source");
        return changed;
    }
}
