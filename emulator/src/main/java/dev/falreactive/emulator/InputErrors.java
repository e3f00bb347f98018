package dev.falreactive.emulator;

import dev.falreactive.InputSchema;
import dev.falreactive.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The 422 of an input that breaks its schema, with items as pydantic writes them. */
final class InputErrors {

    private InputErrors() {}

    /** The answer to a body that is no JSON object. */
    static StoredAnswer unreadable(byte[] body) {
        return answer(List.of(
                body.length == 0
                        ? item(List.of("body"), "missing", "Field required", null)
                        : item(List.of("body"), "json_invalid", "JSON decode error", null)));
    }

    /** One item a violation. */
    static List<Map<String, @Nullable Object>> items(
            List<Violation> violations, InputSchema schema, Map<String, @Nullable Object> input) {
        if (violations.isEmpty()) {
            return List.of();
        }
        SchemaRules rules = new SchemaRules(schema);
        return violations.stream()
                .map(violation -> item(violation, rules, input))
                .toList();
    }

    static StoredAnswer answer(List<Map<String, @Nullable Object>> items) {
        return StoredAnswer.json(422, Fields.of("detail", items)).with(Headers.BILLABLE_UNITS, "0");
    }

    static Map<String, @Nullable Object> item(List<Object> loc, String type, String msg, @Nullable Object input) {
        return Fields.of(
                "type", type,
                "loc", loc,
                "msg", msg,
                "input", input,
                "url", "https://errors.pydantic.dev/2.10/v/" + type);
    }

    static Map<String, @Nullable Object> item(
            List<Object> loc, String type, String msg, @Nullable Object input, Map<String, @Nullable Object> ctx) {
        Map<String, @Nullable Object> item = item(loc, type, msg, input);
        item.put("ctx", ctx);
        return item;
    }

    private static Map<String, @Nullable Object> item(
            Violation violation, SchemaRules rules, Map<String, @Nullable Object> input) {
        List<String> path = SchemaRules.segments(violation.pointer());
        List<Object> loc = new ArrayList<>(List.of("body"));
        path.forEach(segment -> loc.add(segment.matches("\\d{1,9}") ? (Object) Integer.valueOf(segment) : segment));
        Object value = SchemaRules.valueAt(input, path);
        Object rule = rules.rule(path, violation.keyword());
        return switch (violation.keyword()) {
            case "required" ->
                item(loc, "missing", "Field required", SchemaRules.valueAt(input, path.subList(0, path.size() - 1)));
            case "minimum" -> bound(loc, "greater_than_equal", "greater than or equal to", "ge", rule, value);
            case "maximum" -> bound(loc, "less_than_equal", "less than or equal to", "le", rule, value);
            case "exclusiveMinimum" -> bound(loc, "greater_than", "greater than", "gt", rule, value);
            case "enum" -> literal(loc, rule, value);
            case "type" -> type(loc, rule, value);
            default -> item(loc, "value_error", violation.message(), value);
        };
    }

    private static Map<String, @Nullable Object> bound(
            List<Object> loc, String type, String words, String key, @Nullable Object limit, @Nullable Object value) {
        return item(loc, type, "Input should be " + words + " " + limit, value, Fields.of(key, limit));
    }

    private static Map<String, @Nullable Object> literal(
            List<Object> loc, @Nullable Object words, @Nullable Object value) {
        List<String> quoted = new ArrayList<>();
        if (words instanceof List<?> list) {
            list.forEach(word -> quoted.add("'" + word + "'"));
        }
        String last = quoted.isEmpty() ? "" : quoted.remove(quoted.size() - 1);
        String expected = quoted.isEmpty() ? last : String.join(", ", quoted) + " or " + last;
        return item(loc, "literal_error", "Input should be " + expected, value, Fields.of("expected", expected));
    }

    private static Map<String, @Nullable Object> type(
            List<Object> loc, @Nullable Object expected, @Nullable Object value) {
        String word = expected instanceof List<?> list ? String.valueOf(list.get(0)) : String.valueOf(expected);
        return switch (word) {
            case "integer" -> item(loc, "int_type", "Input should be a valid integer", value);
            case "number" -> item(loc, "float_type", "Input should be a valid number", value);
            case "boolean" -> item(loc, "bool_type", "Input should be a valid boolean", value);
            case "array" -> item(loc, "list_type", "Input should be a valid list", value);
            case "object" -> item(loc, "dict_type", "Input should be a valid dictionary", value);
            default -> item(loc, "string_type", "Input should be a valid string", value);
        };
    }
}
