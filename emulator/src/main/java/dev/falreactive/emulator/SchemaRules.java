package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.InputSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up in a schema document what a rule says, such as the limit behind {@code maximum}. */
final class SchemaRules {

    private final Map<String, @Nullable Object> document;

    SchemaRules(InputSchema schema) {
        this.document = Codec.map().read(schema.document().getBytes(StandardCharsets.UTF_8));
    }

    /** What a keyword says of the value at a path; null if the schema has no such rule. */
    @Nullable
    Object rule(List<String> path, String keyword) {
        return rule(document, path, keyword);
    }

    /** A JSON pointer's segments. */
    static List<String> segments(String pointer) {
        return Arrays.stream(pointer.split("/"))
                .skip(1)
                .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** The value at a path; null if there is none. */
    static @Nullable Object valueAt(@Nullable Object from, List<String> path) {
        Object value = from;
        for (String segment : path) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(segment);
            } else if (value instanceof List<?> list && segment.matches("\\d{1,9}")) {
                int index = Integer.parseInt(segment);
                value = index < list.size() ? list.get(index) : null;
            } else {
                value = null;
            }
        }
        return value;
    }

    private static @Nullable Object rule(@Nullable Object schema, List<String> path, String keyword) {
        if (!(schema instanceof Map<?, ?> map)) {
            return null;
        }
        Object found = null;
        if (path.isEmpty()) {
            found = map.get(keyword);
        } else if (map.get("properties") instanceof Map<?, ?> properties && properties.containsKey(path.get(0))) {
            found = rule(properties.get(path.get(0)), path.subList(1, path.size()), keyword);
        } else if (map.containsKey("items") && path.get(0).matches("\\d+")) {
            found = rule(map.get("items"), path.subList(1, path.size()), keyword);
        }
        // A rule may also lie in a branch.
        for (String branch : List.of("then", "else")) {
            found = found == null ? rule(map.get(branch), path, keyword) : found;
        }
        return found;
    }
}
