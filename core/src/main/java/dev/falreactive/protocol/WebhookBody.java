package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.JobFailure;
import dev.falreactive.webhook.WebhookEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a webhook. Its status words are its own: a job's status in the queue has others. */
public final class WebhookBody {

    private static final String OK = "OK";
    private static final String ERROR = "ERROR";

    /** The only place where a webhook tells the HTTP status of a failure. */
    private static final Pattern STATUS_CODE = Pattern.compile("Invalid status code: ([1-5][0-9]{2})");

    private final String requestId;
    private final boolean ok;
    private final Map<String, @Nullable Object> fields;

    private WebhookBody(String requestId, boolean ok, Map<String, @Nullable Object> fields) {
        this.requestId = requestId;
        this.ok = ok;
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * @param json the body
     * @return the body; empty if it is no JSON object with a request id and the status OK or ERROR
     */
    public static Optional<WebhookBody> parse(byte[] json) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(json);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Optional<String> status =
                Fields.text(fields, FieldNames.STATUS).filter(word -> word.equals(OK) || word.equals(ERROR));
        return Fields.text(fields, FieldNames.REQUEST_ID)
                .flatMap(id -> status.map(word -> new WebhookBody(id, word.equals(OK), fields)));
    }

    /** {@return the id that the submit brought} */
    public String requestId() {
        return requestId;
    }

    /** {@return the id of the attempt that ended the job} */
    public String gatewayRequestId() {
        return Fields.text(fields, FieldNames.GATEWAY_REQUEST_ID).orElse(requestId);
    }

    /**
     * What the body tells.
     *
     * @param output reads the output
     * @param <O> the output's type
     * @return the event
     */
    public <O> WebhookEvent<O> event(Codec<O> output) {
        return ok
                ? succeeded(output)
                : new WebhookEvent.Failed<>(requestId, gatewayRequestId(), failure(), payloadError());
    }

    private <O> WebhookEvent<O> succeeded(Codec<O> output) {
        Object payload = fields.get(FieldNames.PAYLOAD);
        if (payload == null) {
            return withoutOutput(payloadError().orElse("the webhook holds no output"));
        }
        try {
            O value = output.read(Codec.of(Object.class).write(payload));
            return new WebhookEvent.Succeeded<>(requestId, gatewayRequestId(), value);
        } catch (RuntimeException e) {
            return withoutOutput("the output cannot be read: " + e.getMessage());
        }
    }

    private <O> WebhookEvent<O> withoutOutput(String explanation) {
        return new WebhookEvent.WithoutOutput<>(requestId, gatewayRequestId(), explanation);
    }

    private Optional<String> payloadError() {
        return Fields.text(fields, FieldNames.PAYLOAD_ERROR);
    }

    private JobFailure failure() {
        String error = Fields.text(fields, FieldNames.ERROR).orElse("");
        Matcher code = STATUS_CODE.matcher(error);
        OptionalInt status = code.matches() ? OptionalInt.of(Integer.parseInt(code.group(1))) : OptionalInt.empty();
        JobFailure failure = errorBody().failure(status, Optional.empty());
        return failure.detail().isEmpty()
                ? new JobFailure(error, failure.errorType(), failure.fieldErrors(), status)
                : failure;
    }

    /** The model's error body is an object as a rule; an app may answer with anything. */
    private ErrorBody errorBody() {
        Object payload = fields.get(FieldNames.PAYLOAD);
        Map<String, @Nullable Object> wrapped = new HashMap<>();
        wrapped.put(FieldNames.DETAIL, payload);
        return ErrorBody.of(Fields.object(payload).orElse(wrapped));
    }
}
