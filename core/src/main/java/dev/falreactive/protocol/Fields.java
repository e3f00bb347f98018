package dev.falreactive.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads fields that a server may leave out, set to null, or give another type: each such field is simply not there. */
final class Fields {

    private Fields() {}

    static Optional<String> text(Map<String, ? extends @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    static Optional<Map<String, @Nullable Object>> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of((Map<String, @Nullable Object>) map) : Optional.empty();
    }

    static Optional<Map<String, @Nullable Object>> object(Map<String, ? extends @Nullable Object> fields, String name) {
        return object(fields.get(name));
    }

    static List<?> list(Map<String, ? extends @Nullable Object> fields, String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }
}
