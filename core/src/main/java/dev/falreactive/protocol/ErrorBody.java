package dev.falreactive.protocol;

import dev.falreactive.JobFailure;
import dev.falreactive.JobFailure.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an error answer says, in any of the shapes it comes in: {@code detail} as text or as a list of field errors, a bare
 * {@code status} word, a relay's {@code error} (text, or an object with {@code message}) or {@code message}, and pages
 * that are no JSON at all.
 */
final class ErrorBody {

    private static final int MAX_DETAIL = 64 * 1024;
    private static final int MAX_FIELD_ERRORS = 100;

    /** Of a page no more than its beginning is read; in bytes, and more than is shown. */
    private static final int MAX_PAGE = 256 * 1024;

    /** In field errors: the value that the user gave, which may be private. */
    private static final String INPUT = "input";

    static final ErrorBody NOTHING = of(Map.of());

    private final String text;
    private final Map<String, @Nullable Object> fields;
    private final boolean json;

    private ErrorBody(String text, Map<String, @Nullable Object> fields, boolean json) {
        this.text = text;
        this.fields = fields;
        this.json = json;
    }

    /** Reads a body; the redactor blanks a credential that the server may have echoed. */
    static ErrorBody read(byte[] body, UnaryOperator<String> redactor) {
        return BodyJson.object(body, redactor)
                .map(fields -> new ErrorBody("", fields, true))
                .orElseGet(() -> new ErrorBody(PageText.of(page(body, redactor)), Map.of(), false));
    }

    private static String page(byte[] body, UnaryOperator<String> redactor) {
        return redactor.apply(new String(body, 0, Math.min(body.length, MAX_PAGE), StandardCharsets.UTF_8));
    }

    static ErrorBody of(Map<String, @Nullable Object> fields) {
        return new ErrorBody("", fields, true);
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    Optional<String> text(String field) {
        return Fields.text(fields, field);
    }

    /** Whether the body is what a model or the platform stores: JSON with a detail or an error type. */
    boolean isStoredFailure() {
        return json && (has(FieldNames.DETAIL) || has(FieldNames.ERROR_TYPE));
    }

    /** Whether the queue itself says that it does not know the job. */
    boolean saysNotFound() {
        return text(FieldNames.STATUS).filter("NOT_FOUND"::equals).isPresent();
    }

    /** Whether the body is an error in a relay's envelope. */
    boolean isRelayError() {
        return json && (has(FieldNames.ERROR) || has(FieldNames.MESSAGE) || has(FieldNames.MSG));
    }

    /** The server's own words, without the field errors. */
    String detail() {
        String words = words();
        return words.length() <= MAX_DETAIL ? words : words.substring(0, MAX_DETAIL);
    }

    private String words() {
        Object detail = fields.get(FieldNames.DETAIL);
        if (detail != null) {
            return fieldErrors().isEmpty() ? words(detail) : "";
        }
        Object error = fields.get(FieldNames.ERROR);
        if (error instanceof String || error instanceof Map) {
            return words(error);
        }
        return text(FieldNames.MESSAGE)
                .or(() -> text(FieldNames.MSG))
                .or(() -> text(FieldNames.STATUS))
                .orElse("");
    }

    private static String words(Object value) {
        Optional<Map<String, @Nullable Object>> envelope = Fields.object(value);
        return envelope.flatMap(fields -> Fields.text(fields, FieldNames.MESSAGE))
                .or(() -> envelope.flatMap(fields -> Fields.text(fields, FieldNames.DETAIL)))
                .orElseGet(() -> String.valueOf(withoutInput(value)));
    }

    private static @Nullable Object withoutInput(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(withoutInput(item)));
            return items;
        }
        return Fields.object(value)
                .<@Nullable Object>map(fields -> {
                    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                    fields.forEach((name, nested) -> {
                        if (!name.equals(INPUT)) {
                            shown.put(name, withoutInput(nested));
                        }
                    });
                    return shown;
                })
                .orElse(value);
    }

    Optional<String> errorType() {
        return text(FieldNames.ERROR_TYPE)
                .or(() ->
                        Fields.object(fields, FieldNames.ERROR).flatMap(error -> Fields.text(error, FieldNames.TYPE)));
    }

    List<FieldError> fieldErrors() {
        List<FieldError> errors = new ArrayList<>();
        for (Object item : detailItems()) {
            if (errors.size() == MAX_FIELD_ERRORS) {
                break;
            }
            if (item instanceof String words) {
                errors.add(new FieldError(List.of(), "", words, Map.of()));
            }
            Fields.object(item)
                    .ifPresent(fields -> errors.add(new FieldError(
                            Fields.list(fields, FieldNames.LOC).stream()
                                    .filter(part -> part instanceof String || part instanceof Number)
                                    .map(part -> (Object) part)
                                    .toList(),
                            Fields.text(fields, FieldNames.TYPE).orElse(""),
                            Fields.text(fields, FieldNames.MSG).orElse(""),
                            Fields.object(fields, FieldNames.CTX).orElse(Map.of()))));
        }
        return errors;
    }

    /** The items of a list of field errors; some servers send a single one without the list. */
    private List<?> detailItems() {
        return Fields.object(fields, FieldNames.DETAIL)
                .filter(item -> item.containsKey(FieldNames.LOC) && item.containsKey(FieldNames.MSG))
                .<List<?>>map(List::of)
                .orElseGet(() -> Fields.list(fields, FieldNames.DETAIL));
    }

    /** The failure as a value; the error type may stand in a header instead. */
    JobFailure failure(OptionalInt httpStatus, Optional<String> headerErrorType) {
        String detail = detail();
        return new JobFailure(
                detail.isEmpty() && !json ? text : detail,
                errorType().or(() -> headerErrorType),
                fieldErrors(),
                httpStatus);
    }

    /** All that the server said, in one line for a message. */
    String describe() {
        return failure(OptionalInt.empty(), Optional.empty()).describe();
    }

    /**
     * The beginning of the body as evidence. Of a JSON body only what it says: its {@code input} may be private.
     */
    String snippet() {
        return json ? describe() : text;
    }
}
