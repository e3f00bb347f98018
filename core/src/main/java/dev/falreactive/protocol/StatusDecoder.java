package dev.falreactive.protocol;

import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a status call: 202 while the job waits or runs, 200 when it has ended; any 2xx is read. */
record StatusDecoder(JobCallDecoder call, RelayProfile profile) {

    Outcome<StatusUpdate> decode(WireResponse response) {
        Answer answer = call.answer(response);
        if (answer.isSuccess()) {
            // No tree is built where the few fields that fal sends say it all; relays mean the same by fal's own two
            // words.
            Optional<StatusUpdate> update = answer.fields(StatusJson.FIELDS)
                    .flatMap(StatusJson::read)
                    .filter(read -> profile.isFal() || RelayBody.isGoingOn(read));
            if (update.isPresent()) {
                return new Outcome.Success<>(update.get());
            }
        }
        Optional<Map<String, @Nullable Object>> fields = answer.isSuccess() ? answer.object() : Optional.empty();
        Optional<StatusUpdate> update = profile.isFal() ? Optional.empty() : fields.flatMap(RelayBody::status);
        if (update.isPresent()) {
            return new Outcome.Success<>(update.get());
        }
        Outcome.Failure<StatusUpdate> failure = answer.isSuccess()
                ? call.unreadable(answer, "the status cannot be read", Again.backoff())
                : call.refused(answer);
        return profile.statusPath() == RelayProfile.Offer.AUTO && isNoAnswerToThis(answer, fields)
                ? new Outcome.Failure<>(failure.error(), Again.elsewhere())
                : failure;
    }

    /** Nobody answers such calls here; a job that is not known is said to be so in the queue's own word. */
    private static boolean isNoAnswerToThis(Answer answer, Optional<Map<String, @Nullable Object>> fields) {
        return switch (answer.status()) {
            case 400, 404, 405, 501 -> !answer.error().saysNotFound();
            default ->
                answer.isSuccess()
                        && fields.map(body -> RelayBody.isError(answer, body))
                                .orElseGet(() -> RelayBody.isPage(answer));
        };
    }
}
