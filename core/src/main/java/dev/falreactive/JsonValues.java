package dev.falreactive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@link Map}, {@link List}, {@link String}, {@link Number}, {@link Boolean} and null. {@code NaN} and
 * {@code Infinity}, which JSON does not know and some servers write, are read as {@link Double}s.
 *
 * <p>The form in which this library holds JSON whose shape it does not own, whatever JSON library is on the class path.
 */
public final class JsonValues {

    private JsonValues() {}

    /**
     * Reads some fields of a JSON object. The others are checked to be JSON, and nothing is made of them.
     *
     * @param json the object, in UTF-8
     * @param names the names of the fields to read
     * @return those that are there, in their order; a map of its own, which may be changed
     * @throws IllegalArgumentException if it is no JSON object, or one that is nested too deep
     */
    public static Map<String, @Nullable Object> readFields(byte[] json, Set<String> names) {
        return Json.readFields(json, names);
    }

    /**
     * A copy of a JSON object that nobody can change, its nested objects and lists included.
     *
     * @param object a JSON object, in the order of its fields
     * @return an unmodifiable deep copy in the same order
     */
    public static Map<String, @Nullable Object> freeze(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(name, freezeValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * A copy of any JSON value that nobody can change.
     *
     * @param value a JSON value, null for JSON's null
     * @return the value itself, or an unmodifiable deep copy of an object or list
     */
    public static @Nullable Object freezeValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.isEmpty()) {
                return Map.of();
            }
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, nested) -> copy.put(String.valueOf(name), freezeValue(nested)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Collection<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(nested -> copy.add(freezeValue(nested)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
