package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects as maps in the order of their fields, and their text. */
final class Fields {

    private Fields() {}

    /** An object from names and values in turn; may be added to. */
    static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    static byte[] write(Map<String, @Nullable Object> fields) {
        return Codec.map().write(fields);
    }
}
