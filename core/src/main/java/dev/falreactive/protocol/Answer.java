package dev.falreactive.protocol;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.QueueTicket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One answer, with what every decoder asks of it. */
final class Answer {

    private final WireResponse response;
    private final UnaryOperator<String> redactor;
    private final Optional<QueueTicket> ticket;
    private final ErrorBody error;

    Answer(WireResponse response, UnaryOperator<String> redactor, Optional<QueueTicket> ticket) {
        this.response = response;
        this.redactor = redactor;
        this.ticket = ticket;
        // Only what is no success is read as an error: a large result is not parsed twice.
        this.error = isSuccess() ? ErrorBody.NOTHING : ErrorBody.read(response.body(), redactor);
    }

    int status() {
        return response.status();
    }

    boolean isSuccess() {
        return response.status() >= 200 && response.status() < 300;
    }

    boolean isServerError() {
        return response.status() >= 500;
    }

    boolean isRedirect() {
        return response.status() >= 300 && response.status() < 400;
    }

    ErrorBody error() {
        return error;
    }

    WireResponse response() {
        return response;
    }

    /** Whether the model, and not something before it, answered. */
    boolean fromModel() {
        return modelRequestId().isPresent();
    }

    Optional<String> modelRequestId() {
        return response.headers().get(HeaderNames.REQUEST_ID).map(redactor);
    }

    Optional<String> headerErrorType() {
        return response.headers().get(HeaderNames.ERROR_TYPE).map(redactor);
    }

    /** Whether the job was not started within the limit that its submit set. */
    boolean isMissedStart() {
        return status() == 504
                && response.headers().get(HeaderNames.TIMEOUT_TYPE).isPresent();
    }

    /** The body as a JSON object; empty if it is none. */
    Optional<Map<String, @Nullable Object>> object() {
        return BodyJson.object(response.body(), redactor);
    }

    /** Some fields of the body as a JSON object; empty if it is none. */
    Optional<Map<String, @Nullable Object>> fields(Set<String> names) {
        return BodyJson.fields(response.body(), names, redactor);
    }

    Evidence evidence() {
        String snippet = isSuccess() ? ErrorBody.read(response.body(), redactor).snippet() : error.snippet();
        return new Evidence(ticket, modelRequestId(), OptionalInt.of(response.status()), snippet);
    }

    Rejected rejected(Reason reason) {
        return new Rejected(reason, error.describe(), retryAfter(), evidence());
    }

    Optional<Duration> retryAfter() {
        return RetryAfter.of(response);
    }

    /** As long as the server asks, else as long as the client likes. */
    Again againLater() {
        return retryAfter().<Again>map(Again.After::new).orElseGet(Again::backoff);
    }

    /** Whether a 403 means an empty account: it has a reason of its own, since no retry and no other key helps. */
    boolean isBalanceLocked() {
        String said = error.describe().toLowerCase(Locale.ROOT);
        return status() == 402
                || said.contains("exhausted balance")
                || said.contains("user is locked")
                || said.contains("insufficient balance");
    }

    String redirectTarget() {
        return response.headers().get(HeaderNames.LOCATION).map(redactor).orElse("nowhere");
    }

    /** What a page of something between us and the queue comes to. */
    FalException unavailable(Duration longestRetryAfter) {
        Optional<Duration> asked = retryAfter();
        if (asked.isPresent() && asked.get().compareTo(longestRetryAfter) > 0) {
            return rejected(Reason.RATE_LIMITED);
        }
        String said = error.snippet();
        return new FalException.Unreachable(
                "the server is not available" + (said.isEmpty() ? "" : ": " + said), evidence(), null);
    }
}
