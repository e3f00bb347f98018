package dev.falreactive.protocol;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.Violation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form in which a ticket is stored: JSON fields of this library's own. Old versions stay readable for ever. */
public final class TicketJson {

    private static final String VERSION = "v";
    private static final String ENDPOINT = "endpoint";
    private static final String STATUS_PATH = "status_path";
    private static final String RESULT_PATH = "result_path";
    private static final String CANCEL_PATH = "cancel_path";
    private static final String SUBMITTED_AT = "submitted_at";

    private TicketJson() {}

    /**
     * A ticket with the paths that the queue gives a job.
     *
     * @param endpoint what the job was submitted to
     * @param requestId the job's id
     * @param submittedAt when
     * @return the ticket
     */
    public static QueueTicket rebuilt(EndpointId endpoint, String requestId, Instant submittedAt) {
        if (!JobPaths.canBeNamed(requestId)) {
            throw invalid("/" + FieldNames.REQUEST_ID, "must be text that a URL can name, not blank and not too long");
        }
        return new QueueTicket(
                QueueTicket.VERSION,
                endpoint,
                requestId,
                JobPaths.status(endpoint, requestId),
                JobPaths.result(endpoint, requestId),
                JobPaths.cancel(endpoint, requestId),
                submittedAt.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * A ticket as JSON fields.
     *
     * @param ticket the ticket
     * @return the fields
     */
    public static Map<String, @Nullable Object> write(QueueTicket ticket) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(VERSION, ticket.version());
        fields.put(ENDPOINT, ticket.endpoint().toString());
        fields.put(FieldNames.REQUEST_ID, ticket.requestId());
        fields.put(STATUS_PATH, ticket.statusPath());
        fields.put(RESULT_PATH, ticket.resultPath());
        fields.put(CANCEL_PATH, ticket.cancelPath());
        fields.put(SUBMITTED_AT, ticket.submittedAt().toString());
        return fields;
    }

    /**
     * A ticket from JSON fields. Fields that it does not know are ignored; a path that is missing is rebuilt.
     *
     * @param fields the fields
     * @return the ticket
     * @throws FalException.InvalidInput if it is no ticket, or a path does not belong to its job
     */
    public static QueueTicket read(Map<String, ? extends @Nullable Object> fields) {
        EndpointId endpoint = EndpointId.of(text(fields, ENDPOINT));
        String requestId = text(fields, FieldNames.REQUEST_ID);
        QueueTicket rebuilt = rebuilt(endpoint, requestId, instant(fields));
        if (!(fields.get(VERSION) instanceof Integer version) || version < 1) {
            throw invalid("/" + VERSION, "must be a version number");
        }
        return new QueueTicket(
                version,
                endpoint,
                requestId,
                path(fields, STATUS_PATH, rebuilt.statusPath()),
                path(fields, RESULT_PATH, rebuilt.resultPath()),
                path(fields, CANCEL_PATH, rebuilt.cancelPath()),
                rebuilt.submittedAt());
    }

    /**
     * The error for a text that is no ticket.
     *
     * @param pointer the field
     * @param rule what it breaks
     * @return the error
     */
    public static FalException.InvalidInput invalid(String pointer, @Nullable String rule) {
        return new FalException.InvalidInput(
                "The ticket", List.of(new Violation(pointer, "format", rule == null ? "is not one" : rule)));
    }

    /**
     * Makes sure that a path belongs to a job.
     *
     * @param path the path
     * @param requestId the job's id
     * @return the path
     * @throws FalException.InvalidInput if it does not
     */
    public static String ownPath(String path, String requestId) {
        boolean absolute = path.startsWith("/") && !path.startsWith("//");
        return Optional.of(path)
                .filter(text -> absolute)
                .flatMap(text -> JobPaths.believed(text, requestId))
                .orElseThrow(() -> invalid("", "has a path that does not belong to its request"));
    }

    private static String path(Map<String, ? extends @Nullable Object> fields, String name, String rebuilt) {
        Object path = fields.get(name);
        return path == null ? rebuilt : String.valueOf(path);
    }

    private static String text(Map<String, ? extends @Nullable Object> fields, String name) {
        if (fields.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw invalid("/" + name, "must be there, as text");
    }

    private static Instant instant(Map<String, ? extends @Nullable Object> fields) {
        try {
            return Instant.parse(text(fields, SUBMITTED_AT));
        } catch (DateTimeParseException e) {
            throw invalid("/" + SUBMITTED_AT, "must be a time in ISO 8601, UTC");
        }
    }
}
