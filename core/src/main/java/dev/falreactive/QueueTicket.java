package dev.falreactive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.protocol.TicketJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A claim on a submitted job. Keep it: with it, and a credential, any process can watch the job, read its result or cancel
 * it, long after the one that submitted it is gone. It holds no credential and no host, so it may be stored and logged.
 *
 * <p>{@link #toJson()} makes one line of text of it and {@link #fromJson(String)} reads that line, also one that an older
 * version wrote. A mapper of either Jackson generation writes and reads the same object.
 *
 * @param version the version of the ticket's form, {@value #VERSION} today
 * @param endpoint what the job was submitted to
 * @param requestId the job's id; opaque
 * @param statusPath where its status is read: an absolute path on the configured origin
 * @param resultPath where its result is read
 * @param cancelPath where it is cancelled
 * @param submittedAt when the ticket arrived, to the millisecond
 */
public record QueueTicket(
        int version,
        EndpointId endpoint,
        String requestId,
        String statusPath,
        String resultPath,
        String cancelPath,
        Instant submittedAt) {

    /** The version of the form that {@link #toJson()} writes. */
    public static final int VERSION = 1;

    /** Checks that the paths belong to the job, and cuts the time to the millisecond. */
    public QueueTicket {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(requestId, "requestId");
        statusPath = TicketJson.ownPath(statusPath, requestId);
        resultPath = TicketJson.ownPath(resultPath, requestId);
        cancelPath = TicketJson.ownPath(cancelPath, requestId);
        submittedAt = submittedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * A ticket for a job whose id is known from elsewhere, such as the account's dashboard.
     *
     * @param endpoint what the job was submitted to
     * @param requestId the job's id
     * @param submittedAt when; {@link Instant#EPOCH} if it is not known, so that nobody learns a wrong time from it: a time
     *     that is too late makes the job look faster than it was
     * @return a ticket with the paths that the queue gives such a job
     */
    public static QueueTicket of(EndpointId endpoint, String requestId, Instant submittedAt) {
        return TicketJson.rebuilt(endpoint, requestId, submittedAt);
    }

    /**
     * Reads a ticket from the line that {@link #toJson()} wrote.
     *
     * @param json the line
     * @return the ticket
     * @throws FalException.InvalidInput if it is no ticket, or one whose paths do not belong to its job
     */
    public static QueueTicket fromJson(String json) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw TicketJson.invalid("", e.getMessage());
        }
        return TicketJson.read(fields);
    }

    /**
     * {@return the ticket as one line of JSON} It is printable ASCII without an apostrophe, whatever the server named the job:
     * it steers no terminal, and may stand between apostrophes on a shell's command line.
     */
    public String toJson() {
        return Text.plainJson(new String(Codec.map().write(TicketJson.write(this)), StandardCharsets.UTF_8));
    }

    /** {@return endpoint and request id, on one line} */
    @Override
    public String toString() {
        return "QueueTicket[" + endpoint + ", " + Text.snippet(requestId, 100) + "]";
    }

    @JsonValue
    Map<String, @Nullable Object> jsonFields() {
        return TicketJson.write(this);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static QueueTicket ofJsonFields(Map<String, @Nullable Object> fields) {
        return TicketJson.read(fields);
    }
}
