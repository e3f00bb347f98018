package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.JobResult;
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
record ResultDecoder<O>(JobCallDecoder call, Codec<O> output, boolean jobHasEnded) {

    private static final String PENDING = "Request is still in progress";

    Outcome<JobResult<O>> decode(WireResponse response) {
        Answer answer = call.answer(response);
        if (answer.isSuccess()) {
            return success(answer);
        }
        if (isPending(answer)) {
            return notReady(answer);
        }
        if (isStoredFailure(answer)) {
            return new Outcome.Failure<>(
                    new JobFailed(
                            answer.error().failure(OptionalInt.of(answer.status()), answer.headerErrorType()),
                            answer.evidence()),
                    Again.never());
        }
        return call.refused(answer);
    }

    private Outcome<JobResult<O>> success(Answer answer) {
        if (isStatusInsteadOfResult(answer)) {
            return notReady(answer);
        }
        WireResponse response = answer.response();
        try {
            return new Outcome.Success<>(new JobResult<>(
                    output.read(response.body()),
                    call.ticket(),
                    answer.modelRequestId().orElse(call.ticket().requestId()),
                    response.headers().get(HeaderNames.BILLABLE_UNITS).flatMap(ResultDecoder::decimal),
                    response.receivedAt()));
        } catch (IllegalArgumentException e) {
            // The model's own answer stays what it is; a page of something before it may not come again.
            return new Outcome.Failure<>(
                    new Unreadable("the result cannot be read: " + e.getMessage(), answer.evidence(), e),
                    answer.fromModel() ? Again.never() : Again.backoff());
        }
    }

    private Outcome<JobResult<O>> notReady(Answer answer) {
        // Told that the job has ended, the queue's memory of it may still be on its way.
        return new Outcome.Failure<>(answer.rejected(Reason.NOT_READY), jobHasEnded ? Again.backoff() : Again.never());
    }

    private static boolean isPending(Answer answer) {
        return answer.status() == 400
                && (PENDING.equals(answer.error().detail())
                        || answer.error().has(FieldNames.STATUS_URL)
                                && answer.error().has(FieldNames.REQUEST_ID));
    }

    /** Some relays answer 200 or 202 with the job's status while there is no result. */
    private static boolean isStatusInsteadOfResult(Answer answer) {
        if (answer.response().body().length > 16 * 1024) {
            return false;
        }
        Optional<Map<String, @Nullable Object>> object = answer.object();
        if (object.isEmpty() || !object.get().containsKey(FieldNames.REQUEST_ID)) {
            return false;
        }
        Map<String, @Nullable Object> fields = object.get();
        return PENDING.equals(fields.get(FieldNames.DETAIL))
                || (fields.containsKey(FieldNames.STATUS_URL) || fields.containsKey(FieldNames.RESPONSE_URL))
                        && StatusJson.read(fields)
                                .filter(update -> !update.isTerminal())
                                .isPresent()
                        && !(StatusJson.read(fields).orElseThrow() instanceof StatusUpdate.Unrecognized
                                && answer.status() == 200);
    }

    private static boolean isStoredFailure(Answer answer) {
        if (answer.isRedirect()) {
            return false;
        }
        boolean stored = answer.fromModel() || answer.error().isStoredFailure();
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

    private static Optional<BigDecimal> decimal(String text) {
        return text.matches("\\d{1,18}(\\.\\d{1,18})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
