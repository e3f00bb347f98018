package dev.falreactive;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a failed job said of itself: the same value whether the status reported it or the result call brought it.
 *
 * @param detail the server's own text; empty if it gave none
 * @param errorType the server's machine-readable word, such as {@code runner_server_error}; an open set
 * @param fieldErrors what is wrong with fields of the input, empty if the failure is not about the input
 * @param httpStatus the HTTP status of the stored answer, empty if only the status reported the failure
 */
public record JobFailure(
        String detail, Optional<String> errorType, List<FieldError> fieldErrors, OptionalInt httpStatus) {

    /** Copies the list. */
    public JobFailure {
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(errorType, "errorType");
        Objects.requireNonNull(httpStatus, "httpStatus");
        fieldErrors = List.copyOf(fieldErrors);
    }

    /**
     * One thing that is wrong with the input. The offending value itself is left out: it may be private.
     *
     * @param loc where: names and indices, such as {@code body, loras, 0, scale}
     * @param type the server's machine-readable word, such as {@code less_than_equal}; an open set
     * @param msg the server's text, for a person
     * @param ctx the rule's parameters, such as {@code {le=50}}
     */
    public record FieldError(List<Object> loc, String type, String msg, Map<String, @Nullable Object> ctx) {

        /** Copies the collections. */
        public FieldError {
            loc = List.copyOf(loc);
            ctx = JsonValues.freeze(ctx);
        }

        /** {@return where, joined by dots, such as {@code body.loras.0.scale}} */
        public String path() {
            return loc.stream().map(String::valueOf).collect(Collectors.joining("."));
        }
    }

    /** {@return detail, error type and the names of the failing fields in one line, in the server's own words} */
    public String describe() {
        StringBuilder text = new StringBuilder(detail);
        if (!fieldErrors.isEmpty()) {
            text.append(text.isEmpty() ? "" : " — ")
                    .append(fieldErrors.stream()
                            .map(error -> (error.loc().isEmpty() ? "" : error.path() + ": ")
                                    + error.msg()
                                    + (error.type().isEmpty() ? "" : " (" + error.type() + ")"))
                            .collect(Collectors.joining("; ")));
        }
        errorType.ifPresent(type ->
                text.append(text.isEmpty() ? "" : " ").append('(').append(type).append(')'));
        return text.toString();
    }
}
