package dev.falreactive.protocol;

import dev.falreactive.CancelOutcome;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a cancel call. Three shapes are documented; the words decide, and the code where there are none. */
record CancelDecoder(JobCallDecoder call, boolean ofFal) {

    Outcome<CancelOutcome> decode(WireResponse response) {
        Answer answer = call.answer(response);
        Map<String, @Nullable Object> fields = answer.object().orElse(Map.of());
        Optional<CancelOutcome> byWord = Fields.text(fields, FieldNames.STATUS).flatMap(CancelDecoder::byWord);
        if (byWord.isPresent() && !answer.isServerError()) {
            return new Outcome.Success<>(byWord.get());
        }
        if (!ofFal && isNoAnswerToThis(answer)) {
            return new Outcome.Success<>(CancelOutcome.NOT_OFFERED);
        }
        if (answer.isSuccess()) {
            return new Outcome.Success<>(accepted(answer, fields));
        }
        return switch (answer.status()) {
            case 404, 410 -> new Outcome.Success<>(CancelOutcome.NOT_FOUND);
            case 409 -> new Outcome.Success<>(CancelOutcome.ALREADY_COMPLETED);
            default -> call.refused(answer);
        };
    }

    /** A relay that knows the call says {@code NOT_FOUND} of a job that it does not know. */
    private static boolean isNoAnswerToThis(Answer answer) {
        return switch (answer.status()) {
            case 404, 405, 501 -> true;
            default -> answer.isSuccess() && RelayBody.isPage(answer);
        };
    }

    private static Optional<CancelOutcome> byWord(String word) {
        return switch (word) {
            case "OK" -> Optional.of(CancelOutcome.REMOVED);
            case "CANCELLATION_REQUESTED" -> Optional.of(CancelOutcome.REQUESTED);
            case "ALREADY_COMPLETED" -> Optional.of(CancelOutcome.ALREADY_COMPLETED);
            case "NOT_FOUND" -> Optional.of(CancelOutcome.NOT_FOUND);
            default -> Optional.empty();
        };
    }

    private static CancelOutcome accepted(Answer answer, Map<String, @Nullable Object> fields) {
        if (fields.get(FieldNames.SUCCESS) instanceof Boolean success) {
            return success ? CancelOutcome.REQUESTED : CancelOutcome.ALREADY_COMPLETED;
        }
        boolean silent = answer.response().body().length == 0;
        return answer.status() == 202 || silent ? CancelOutcome.REQUESTED : CancelOutcome.UNRECOGNIZED;
    }
}
