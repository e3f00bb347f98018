package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.emulator.RelayDialect.Envelope;
import dev.falreactive.protocol.WireResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what fal says in a relay's words. */
final class RelayTongue {

    private final RelayDialect dialect;

    RelayTongue(RelayDialect dialect) {
        this.dialect = dialect;
    }

    /** The answer to a call that the relay does not have; empty if it has. */
    Optional<WireResponse> missing(Phase call, Instant now) {
        boolean has = switch (call) {
            case STATUS, STREAM -> dialect.statusPath();
            case CANCEL -> dialect.cancelPath();
            default -> true;
        };
        return has ? Optional.empty() : Optional.of(Answers.detail(404, "Not Found", now));
    }

    Reply spoken(Reply reply) {
        return reply instanceof Reply.Ready ready && reply.code() >= 400 && dialect.envelope() != Envelope.FAL
                ? new Reply.Ready(enveloped(ready.response()))
                : reply;
    }

    private WireResponse enveloped(WireResponse answer) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(answer.body());
        } catch (IllegalArgumentException e) {
            return answer;
        }
        Object detail = fields.get("detail");
        if (!(detail instanceof String text)) {
            return answer;
        }
        Map<String, @Nullable Object> said = Fields.of("message", text);
        Object type = fields.get("error_type");
        if (type != null) {
            said.put("type", type);
        }
        Map<String, @Nullable Object> body = dialect.envelope() == Envelope.MESSAGE ? said : Fields.of("error", said);
        return new WireResponse(answer.status(), answer.headers(), Fields.write(body), answer.receivedAt());
    }

    /** The same status in the relay's own words, if it has some. */
    StatusView spoken(StatusView view) {
        if (!dialect.ownWords()) {
            return view;
        }
        boolean failed =
                view.word().equals(StatusView.COMPLETED) && view.error().isPresent();
        String word = switch (view.word()) {
            case StatusView.IN_QUEUE -> "PENDING";
            case StatusView.IN_PROGRESS -> "PROCESSING";
            case StatusView.COMPLETED -> failed ? "FAILED" : StatusView.COMPLETED;
            default -> view.word();
        };
        Optional<Object> error = failed
                ? view.error().map(text -> text instanceof String words ? Fields.of("message", words) : text)
                : view.error();
        return new StatusView(word, view.position(), view.log(), view.inferenceTime(), error, view.errorType());
    }
}
