package dev.falreactive.protocol;

import dev.falreactive.StatusUpdate;
import java.util.Optional;

/** Reads the answer to a status call: 202 while the job waits or runs, 200 when it has ended; any 2xx is read. */
record StatusDecoder(JobCallDecoder call) {

    Outcome<StatusUpdate> decode(WireResponse response) {
        Answer answer = call.answer(response);
        if (!answer.isSuccess()) {
            return call.refused(answer);
        }
        Optional<StatusUpdate> update = answer.fields(StatusJson.FIELDS).flatMap(StatusJson::read);
        return update.<Outcome<StatusUpdate>>map(Outcome.Success::new)
                .orElseGet(() -> call.unreadable(answer, "the status cannot be read", Again.backoff()));
    }
}
