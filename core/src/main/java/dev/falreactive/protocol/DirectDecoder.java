package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.DirectResult;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a direct run. What the model says is final, success or failure; of all else the rule of a submit holds:
 * it may be sent again only if it provably was not accepted.
 */
record DirectDecoder<O>(SubmitDecoder submit, Codec<O> output) {

    private static final String MAY_BE_BILLED = "; the run may be billed";
    private static final String BAD_REQUEST = "bad_request";

    /** Larger than any error; an output of this size is not read twice. */
    private static final int LONG_EVENT = 16 * 1024;

    /** An event with other fields is an output, whatever it says. */
    private static final Set<String> WORDS_OF_ERRORS = Set.of(
            FieldNames.DETAIL,
            FieldNames.ERROR,
            FieldNames.ERROR_TYPE,
            FieldNames.MESSAGE,
            FieldNames.STATUS,
            FieldNames.TYPE,
            FieldNames.REQUEST_ID);

    Outcome<DirectResult<O>> decode(WireResponse response) {
        Answer answer = answer(response);
        if (!answer.isSuccess()) {
            return refused(answer);
        }
        Outcome<O> read = output(answer);
        if (read instanceof Outcome.Success<O> success) {
            return new Outcome.Success<>(new DirectResult<>(
                    success.value(),
                    answer.modelRequestId(),
                    response.headers().get(HeaderNames.BILLABLE_UNITS).flatMap(ResultDecoder::decimal),
                    response.receivedAt()));
        }
        Outcome.Failure<O> failure = (Outcome.Failure<O>) read;
        return new Outcome.Failure<>(failure.error(), failure.again());
    }

    /** An answer to a stream that is no stream. */
    Outcome<O> whole(WireResponse response) {
        Answer answer = answer(response);
        return answer.isSuccess() ? output(answer) : refused(answer);
    }

    Outcome.Failure<O> noStream(WireResponse response) {
        Answer answer = answer(response);
        return answer.isSuccess()
                ? unreadable("the answer is no stream of events", answer.evidence(), null)
                : refused(answer);
    }

    Outcome<O> event(String data) {
        byte[] json = data.getBytes(StandardCharsets.UTF_8);
        Optional<ErrorBody> error = error(data, json);
        if (error.isPresent()) {
            Evidence evidence = evidence(error.get().snippet());
            return new Outcome.Failure<>(
                    new JobFailed(error.get().failure(OptionalInt.empty(), Optional.empty()), evidence), Again.never());
        }
        return read(json, evidence(data.length() > LONG_EVENT ? "" : snippet(json)), "an event of the stream");
    }

    <T> Outcome.Failure<T> failed(TransportFault fault) {
        if (fault.kind() == TransportFault.Kind.TOO_LARGE) {
            return unreadable(
                    submit.redactor().apply(fault.description()) + MAY_BE_BILLED, Evidence.none(), fault.cause());
        }
        return as(submit.failed(fault));
    }

    private Optional<ErrorBody> error(String data, byte[] json) {
        if (data.length() > LONG_EVENT) {
            return Optional.empty();
        }
        return BodyJson.object(json, submit.redactor())
                .filter(DirectDecoder::isError)
                .map(ErrorBody::of);
    }

    private static boolean isError(Map<String, @Nullable Object> fields) {
        return (fields.get(FieldNames.DETAIL) != null || fields.get(FieldNames.ERROR) != null)
                && WORDS_OF_ERRORS.containsAll(fields.keySet());
    }

    private Outcome<O> output(Answer answer) {
        return queued(answer)
                .<Outcome<O>>map(job -> as(submit.unknown(
                        "the URL of direct calls leads to a queue, which has taken it as job " + job
                                + ": name another with FalConfig's directUrl",
                        answer)))
                .orElseGet(() -> read(answer.response().body(), answer.evidence(), "the output"));
    }

    /** The job's id if the answer is that of a queue to a submit, which must not pass for an output. */
    private static Optional<String> queued(Answer answer) {
        return Optional.of(answer)
                .filter(small -> small.response().body().length <= LONG_EVENT)
                .flatMap(Answer::object)
                .filter(fields ->
                        fields.containsKey(FieldNames.STATUS_URL) && fields.containsKey(FieldNames.RESPONSE_URL))
                .flatMap(fields -> Fields.text(fields, FieldNames.REQUEST_ID));
    }

    private Outcome<O> read(byte[] json, Evidence evidence, String what) {
        try {
            return new Outcome.Success<>(output.read(json));
        } catch (RuntimeException e) {
            String why = submit.redactor().apply(String.valueOf(e.getMessage()));
            return unreadable(what + " cannot be read: " + why + MAY_BE_BILLED, evidence, e);
        }
    }

    private <T> Outcome.Failure<T> refused(Answer answer) {
        if (BAD_REQUEST.equals(answer.error().errorType().orElse(""))) {
            return new Outcome.Failure<>(answer.rejected(Reason.BAD_REQUEST), Again.never());
        }
        // A result is read again when a gateway may have spoken; a run is not, so it is not said to have failed.
        if (ResultDecoder.isStoredFailure(answer) && !ResultDecoder.mayBeOfAGateway(answer)) {
            return new Outcome.Failure<>(
                    new JobFailed(ResultDecoder.failureOf(answer), answer.evidence()), Again.never());
        }
        return as((Outcome.Failure<?>) submit.decode(answer.response()));
    }

    private static <T> Outcome.Failure<T> as(Outcome.Failure<?> failure) {
        return new Outcome.Failure<>(failure.error(), failure.again());
    }

    private static <T> Outcome.Failure<T> unreadable(String what, Evidence evidence, @Nullable Throwable cause) {
        FalException error = new Unreadable(what, evidence, cause);
        return new Outcome.Failure<>(error, Again.never());
    }

    private Answer answer(WireResponse response) {
        return new Answer(response, submit.redactor(), Optional.empty());
    }

    private String snippet(byte[] json) {
        return ErrorBody.read(json, submit.redactor()).snippet();
    }

    private static Evidence evidence(String snippet) {
        return new Evidence(Optional.empty(), Optional.empty(), OptionalInt.empty(), snippet);
    }
}
