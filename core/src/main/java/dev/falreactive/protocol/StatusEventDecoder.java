package dev.falreactive.protocol;

import dev.falreactive.Codec;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.StatusUpdate;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads a status stream: each event is what a status call would answer. */
record StatusEventDecoder(JobCallDecoder call, boolean ofFal) {

    Outcome<StatusUpdate> decode(String data) {
        byte[] json = call.redactor().apply(data).getBytes(StandardCharsets.UTF_8);
        return read(json).<Outcome<StatusUpdate>>map(Outcome.Success::new).orElseGet(() -> unreadable(json));
    }

    private Optional<StatusUpdate> read(byte[] json) {
        try {
            Map<String, @Nullable Object> fields = Codec.map().read(json);
            return ofFal ? StatusJson.read(fields) : RelayBody.status(fields);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Outcome<StatusUpdate> unreadable(byte[] json) {
        Evidence evidence = new Evidence(
                Optional.of(call.ticket()),
                Optional.empty(),
                OptionalInt.empty(),
                ErrorBody.read(json, call.redactor()).snippet());
        return new Outcome.Failure<>(
                new Unreadable("an event of the status stream cannot be read", evidence, null), Again.backoff());
    }

    Outcome.Failure<StatusUpdate> refused(WireResponse response) {
        Answer answer = call.answer(response);
        return answer.isSuccess()
                ? call.unreadable(answer, "the status stream is no stream of events", Again.backoff())
                : call.refused(answer);
    }
}
