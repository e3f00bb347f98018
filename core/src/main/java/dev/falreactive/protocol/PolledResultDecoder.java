package dev.falreactive.protocol;

import dev.falreactive.JobFailure;
import dev.falreactive.StatusUpdate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job's status off the answer to a result call, where a relay has no status path. A 400 that says so, a status, or
 * nothing yet: it goes on. A result, or a failure that is stored as one: it has ended, and the result is there to be read.
 * An error in a relay's envelope: it has ended, and nothing is there.
 */
record PolledResultDecoder(JobCallDecoder call) {

    Outcome<StatusUpdate> decode(WireResponse response) {
        Answer answer = call.answer(response);
        return answer.isSuccess() ? success(answer) : error(answer);
    }

    private Outcome<StatusUpdate> success(Answer answer) {
        if (answer.response().body().length == 0) {
            return told(RelayBody.goesOn(Map.of()));
        }
        Optional<Map<String, @Nullable Object>> fields = answer.object();
        return fields.map(body ->
                        told(RelayBody.insteadOfResult(answer, body).orElseGet(() -> RelayBody.done(List.of()))))
                .orElseGet(() -> call.unreadable(answer, "the result cannot be read", Again.backoff()));
    }

    private Outcome<StatusUpdate> error(Answer answer) {
        if (ResultDecoder.isPending(answer) || RelayBody.isPending(answer)) {
            return told(answer.object().map(RelayBody::goesOn).orElseGet(() -> RelayBody.goesOn(Map.of())));
        }
        JobFailure failure = answer.error().failure(OptionalInt.of(answer.status()), answer.headerErrorType());
        if (ResultDecoder.isStoredFailure(answer) && !ResultDecoder.mayBeOfAGateway(answer)) {
            return told(new StatusUpdate.Completed(
                    new dev.falreactive.JobMetrics(Optional.empty(), Map.of()), Optional.of(failure), true, List.of()));
        }
        // A 400 after a submit that was accepted is about the job.
        boolean ofTheJob = answer.status() == 400 && answer.error().isRelayError();
        return ofTheJob ? told(RelayBody.failed(failure)) : call.refused(answer);
    }

    private static Outcome<StatusUpdate> told(StatusUpdate update) {
        return new Outcome.Success<>(update);
    }
}
