package dev.falreactive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The only class that knows the JSON library. Numbers keep their digits: integers of any size, decimals exact. */
final class Json {

    /** Deeper than any answer of the queue, shallow enough for the smallest stack. */
    private static final int MAX_NESTING = 200;

    /** Inline images arrive as one string, so a string may be as long as the largest body an adapter lets through. */
    private static final int MAX_STRING_LENGTH = 256 * 1024 * 1024;

    /** A small body of very many tiny values would take hundreds of times its size as objects. */
    private static final long MAX_TOKENS = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // Most reading is done by the few threads of event loops.
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    // Python writes them, and a number that is none must not hide a job's id.
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxTokenCount(MAX_TOKENS)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .addModule(new SimpleModule().addSerializer(InputFile.class, new FileWriter()))
            .build();

    private static final String URLS = "urls";

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static Map<String, @Nullable Object> readObject(byte[] json) {
        Map<String, @Nullable Object> object;
        try {
            object = MAPPER.readValue(json, OBJECT);
        } catch (JacksonException e) {
            throw unreadable("a JSON object", e);
        }
        if (object == null) {
            throw new IllegalArgumentException("not a JSON object: null");
        }
        return JsonValues.freeze(object);
    }

    /** Reads the fields of these names, and passes over the others without making anything of them. */
    static Map<String, @Nullable Object> readFields(byte[] json, Set<String> names) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (names.contains(name)) {
                    fields.put(name, value(parser));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw unreadable("a JSON object", e);
        }
        return fields;
    }

    /** The value at which the parser stands. The parser bounds the nesting. */
    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    static <T> T read(byte[] json, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            if (e.getCause() instanceof FalException cause) {
                throw cause;
            }
            throw unreadable(type.getSimpleName(), e);
        }
        if (value == null) {
            throw new IllegalArgumentException("not readable as " + type.getSimpleName() + ": null");
        }
        return value;
    }

    /** Each file in the value is written as the function says. */
    static byte[] write(Object value, Function<InputFile, String> urls) {
        try {
            return MAPPER.writer().withAttribute(URLS, urls).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + value.getClass().getName() + ": " + e.getOriginalMessage(), e);
        }
    }

    // The library's exception is not passed on: its text may quote the document, its type is not ours.
    private static IllegalArgumentException unreadable(String what, JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new IllegalArgumentException("not readable as " + what + where);
    }

    private static final class FileWriter extends ValueSerializer<InputFile> {

        @Override
        @SuppressWarnings("unchecked") // set by write alone
        public void serialize(InputFile file, JsonGenerator out, SerializationContext context) {
            out.writeString(((Function<InputFile, String>) context.getAttribute(URLS)).apply(file));
        }
    }
}
