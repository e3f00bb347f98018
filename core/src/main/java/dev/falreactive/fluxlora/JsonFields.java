package dev.falreactive.fluxlora;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Typed reading of JSON fields. A field that is absent, null or of another type is empty; nothing is converted. */
final class JsonFields {

    private JsonFields() {}

    static Optional<String> text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Optional<Boolean> bool(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
    }

    static OptionalInt integer(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
    }

    static OptionalDouble number(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** An integer of any size; a decimal is none, whatever its value. */
    static Optional<BigInteger> bigInteger(Map<String, @Nullable Object> fields, String name) {
        Object value = fields.get(name);
        if (value instanceof BigInteger big) {
            return Optional.of(big);
        }
        return value instanceof Integer || value instanceof Long
                ? Optional.of(BigInteger.valueOf(((Number) value).longValue()))
                : Optional.empty();
    }

    /** The objects of a list; an item that is no object is left out. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    static <T> List<T> objects(
            Map<String, @Nullable Object> fields, String name, Function<Map<String, @Nullable Object>, T> read) {
        List<T> items = new ArrayList<>();
        if (fields.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> map) {
                    items.add(read.apply((Map<String, @Nullable Object>) map));
                }
            }
        }
        return List.copyOf(items);
    }
}
