package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.JobFailure;
import dev.falreactive.JobResult;
import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a result call. After the job's end the queue replays exactly what the model answered, code included:
 * an error code is the job's failure, and reading it again brings the same. Before the end it answers 400.
 */
record ResultDecoder<O>(JobCallDecoder call, Codec<O> output, boolean jobHasEnded, RelayProfile profile) {

    static final String PENDING = "Request is still in progress";
    private static final String MISSED_START = "the job did not start within the start timeout of its submit";

    Outcome<JobResult<O>> decode(WireResponse response) {
        Answer answer = call.answer(response);
        if (answer.isSuccess()) {
            return success(answer);
        }
        if (isPending(answer) || !profile.isFal() && RelayBody.isPending(answer)) {
            return notReady(answer);
        }
        if (isStoredFailure(answer)) {
            return failed(answer, failureOf(answer), mayBeOfAGateway(answer) ? Again.backoff() : Again.never());
        }
        if (answer.isRedirect() && answer.fromModel()) {
            return call.redirected(answer, Again.never());
        }
        Outcome.Failure<JobResult<O>> refused = call.refused(answer);
        boolean nobodyAnswers =
                profile.statusPath() == RelayProfile.Offer.AUTO && (answer.status() == 404 || answer.status() == 405);
        return nobodyAnswers && !answer.error().saysNotFound()
                ? new Outcome.Failure<>(refused.error(), Again.elsewhere())
                : refused;
    }

    /** Reads a result off the answer to a status call, where a relay puts the images. */
    Outcome<JobResult<O>> decodeStatus(WireResponse response) {
        Answer answer = call.answer(response);
        return answer.isSuccess()
                        && answer.object().filter(RelayBody::hasImages).isPresent()
                ? read(answer)
                : call.rejected(answer, Reason.GONE);
    }

    private Outcome<JobResult<O>> failed(Answer answer, JobFailure failure, Again again) {
        return new Outcome.Failure<>(new JobFailed(failure, answer.evidence()), again);
    }

    static JobFailure failureOf(Answer answer) {
        JobFailure failure = answer.error().failure(OptionalInt.of(answer.status()), answer.headerErrorType());
        return answer.isMissedStart()
                ? new JobFailure(
                        MISSED_START + (failure.detail().isEmpty() ? "" : ": " + failure.detail()),
                        failure.errorType(),
                        failure.fieldErrors(),
                        failure.httpStatus())
                : failure;
    }

    private Outcome<JobResult<O>> success(Answer answer) {
        Optional<Map<String, @Nullable Object>> envelope = envelope(answer);
        if (envelope.filter(ResultDecoder::saysPending).isPresent()) {
            return notReady(answer);
        }
        Optional<StatusUpdate> instead = envelope.flatMap(fields ->
                profile.isFal() ? statusInsteadOfResult(answer, fields) : RelayBody.insteadOfResult(answer, fields));
        if (instead.isPresent() && !instead.get().isTerminal()) {
            return notReady(answer);
        }
        Optional<JobFailure> failure = instead.filter(StatusUpdate.Completed.class::isInstance)
                .flatMap(end -> ((StatusUpdate.Completed) end).reportedFailure());
        return failure.map(said -> failed(answer, said, Again.never())).orElseGet(() -> read(answer));
    }

    private Outcome<JobResult<O>> read(Answer answer) {
        WireResponse response = answer.response();
        try {
            return new Outcome.Success<>(new JobResult<>(
                    output.read(response.body()),
                    call.ticket(),
                    answer.modelRequestId().orElse(call.ticket().requestId()),
                    response.headers().get(HeaderNames.BILLABLE_UNITS).flatMap(ResultDecoder::decimal),
                    response.receivedAt()));
        } catch (RuntimeException e) {
            String hint = answer.object().isPresent() ? " (an endpoint of Endpoint.json reads it)" : "";
            // The model's own answer stays what it is; a page of something before it may not come again.
            return new Outcome.Failure<>(
                    new Unreadable(
                            "the result cannot be read: " + call.redactor().apply(String.valueOf(e.getMessage()))
                                    + hint,
                            answer.evidence(),
                            e),
                    answer.fromModel() ? Again.never() : Again.backoff());
        }
    }

    private Outcome<JobResult<O>> notReady(Answer answer) {
        // Told that the job has ended, the queue's memory of it may still be on its way.
        return new Outcome.Failure<>(answer.rejected(Reason.NOT_READY), jobHasEnded ? Again.backoff() : Again.never());
    }

    static boolean isPending(Answer answer) {
        return answer.status() == 400
                && (PENDING.equals(answer.error().detail())
                        || answer.error().has(FieldNames.STATUS_URL)
                                && answer.error().has(FieldNames.REQUEST_ID));
    }

    /** The answer's fields if it is small enough to be something else than a result. */
    private static Optional<Map<String, @Nullable Object>> envelope(Answer answer) {
        return answer.response().body().length > 16 * 1024 ? Optional.empty() : answer.object();
    }

    private static boolean saysPending(Map<String, @Nullable Object> fields) {
        return fields.containsKey(FieldNames.REQUEST_ID) && PENDING.equals(fields.get(FieldNames.DETAIL));
    }

    /** Some relays answer 200 or 202 with the job's status while there is no result, or in place of a failure. */
    private static Optional<StatusUpdate> statusInsteadOfResult(Answer answer, Map<String, @Nullable Object> fields) {
        boolean ofTheQueue = fields.containsKey(FieldNames.REQUEST_ID)
                && (fields.containsKey(FieldNames.STATUS_URL) || fields.containsKey(FieldNames.RESPONSE_URL));
        boolean accepted = answer.status() == 202;
        return StatusJson.read(fields).filter(update -> switch (update.phase()) {
            case IN_QUEUE, IN_PROGRESS -> ofTheQueue || accepted;
            // A word of its own may also be a model's.
            case UNRECOGNIZED -> ofTheQueue && accepted;
            case COMPLETED ->
                ofTheQueue
                        && update instanceof StatusUpdate.Completed completed
                        && completed.reportedFailure().isPresent();
        });
    }

    /** A gateway that speaks JSON says no more than a detail: only an answer that stays the same is the job's. */
    static boolean mayBeOfAGateway(Answer answer) {
        boolean code = answer.status() >= 502 && answer.status() <= 504;
        boolean marked = answer.fromModel()
                || answer.headerErrorType().isPresent()
                || answer.error().has(FieldNames.ERROR_TYPE)
                || answer.isMissedStart();
        return code && !marked;
    }

    static boolean isStoredFailure(Answer answer) {
        if (answer.isRedirect()) {
            return false;
        }
        boolean stored = answer.fromModel()
                || answer.error().isStoredFailure()
                || answer.headerErrorType().isPresent()
                || answer.isMissedStart();
        return switch (answer.status()) {
            case 422, 499 -> true;
            // Without the model's mark these come from the door, whatever their body.
            case 401, 402, 403, 429 -> answer.fromModel() && answer.status() != 429;
            case 404 ->
                answer.fromModel() && answer.error().has(FieldNames.DETAIL)
                        || answer.error().detail().startsWith("Path ");
            case 408, 409, 410, 425 -> answer.fromModel();
            default -> stored;
        };
    }

    static Optional<BigDecimal> decimal(String text) {
        return text.matches("\\d{1,18}(\\.\\d{1,18})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
