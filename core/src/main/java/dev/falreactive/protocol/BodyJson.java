package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A body as a JSON object with the credential blanked. Each name and value is blanked by itself: no escape hides the
 * credential, and none that stands in the way spoils the JSON.
 */
final class BodyJson {

    private BodyJson() {}

    /** The fields, or empty if the body is no JSON object. */
    static Optional<Map<String, @Nullable Object>> object(byte[] body, UnaryOperator<String> redactor) {
        // By way of text: bytes that are no UTF-8 spoil the field they stand in, not the whole answer.
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return Optional.of(redacted(Codec.map().read(text.getBytes(StandardCharsets.UTF_8)), redactor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Some of the fields, or empty if the body is no JSON object. */
    static Optional<Map<String, @Nullable Object>> fields(
            byte[] body, Set<String> names, UnaryOperator<String> redactor) {
        Map<String, @Nullable Object> fields;
        try {
            fields = JsonValues.readFields(body, names);
        } catch (IllegalArgumentException e) {
            // It may be no more than bytes that are no UTF-8.
            return object(body, redactor);
        }
        fields.replaceAll((name, value) -> redactedValue(value, redactor));
        return Optional.of(fields);
    }

    private static Map<String, @Nullable Object> redacted(
            Map<String, @Nullable Object> fields, UnaryOperator<String> redactor) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(redactor.apply(name), redactedValue(value, redactor)));
        return copy;
    }

    private static @Nullable Object redactedValue(@Nullable Object value, UnaryOperator<String> redactor) {
        Optional<Map<String, @Nullable Object>> object = Fields.object(value);
        if (object.isPresent()) {
            return redacted(object.get(), redactor);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(redactedValue(item, redactor)));
            return copy;
        }
        if (value instanceof String text) {
            return redactor.apply(text);
        }
        String digits = String.valueOf(value);
        String shown = redactor.apply(digits);
        return shown.equals(digits) ? value : shown;
    }
}
