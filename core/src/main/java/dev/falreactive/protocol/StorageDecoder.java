package dev.falreactive.protocol;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads an answer of the storage.
 *
 * @param what what was sent, in words
 * @param quotes whether an error may quote the answer
 * @param maxRetryAfter the longest pause that the storage may ask for
 * @param redactor blanks a credential that the storage may have echoed
 * @param reader what a good answer brings; empty if it makes no sense
 */
record StorageDecoder<T>(
        String what,
        boolean quotes,
        Duration maxRetryAfter,
        UnaryOperator<String> redactor,
        Function<Answer, Optional<T>> reader) {

    Outcome<T> decode(WireResponse response) {
        Answer answer = new Answer(response, redactor, Optional.empty());
        if (answer.isSuccess()) {
            return reader.apply(answer)
                    .<Outcome<T>>map(Outcome.Success::new)
                    .orElseGet(() -> unreadable(
                            answer, "the storage took " + what + ", and names nothing that is safe to go on with"));
        }
        return switch (answer.status()) {
            case 401 -> rejected(answer, Reason.UNAUTHENTICATED);
            case 402, 403 -> rejected(answer, answer.isBalanceLocked() ? Reason.BALANCE_LOCKED : Reason.FORBIDDEN);
            case 404 -> rejected(answer, Reason.NOT_FOUND);
            case 410 -> rejected(answer, Reason.GONE);
            case 429 -> new Outcome.Failure<>(rejection(answer, Reason.RATE_LIMITED), answer.againLater());
            case 408, 409, 425 -> unavailable(answer);
            default -> {
                if (answer.isServerError()) {
                    yield unavailable(answer);
                }
                yield answer.isRedirect()
                        ? unreadable(answer, "the storage points elsewhere with " + what + ", which is not followed")
                        : rejected(answer, Reason.BAD_REQUEST);
            }
        };
    }

    Outcome.Failure<T> failed(TransportFault fault) {
        String description = redactor.apply(fault.description());
        FalException error = fault.kind() == TransportFault.Kind.TOO_LARGE
                ? new Unreadable(description, Evidence.none(), fault.cause())
                : new Unreachable(description, Evidence.none(), fault.cause());
        return new Outcome.Failure<>(error, Again.of(fault));
    }

    private Outcome<T> unavailable(Answer answer) {
        Optional<Duration> asked = answer.retryAfter();
        FalException error =
                asked.filter(pause -> pause.compareTo(maxRetryAfter) > 0).isPresent()
                        ? rejection(answer, Reason.RATE_LIMITED)
                        : new Unreachable("the storage did not take " + what + said(answer), evidence(answer), null);
        return new Outcome.Failure<>(error, answer.againLater());
    }

    private Outcome<T> rejected(Answer answer, Reason reason) {
        return new Outcome.Failure<>(rejection(answer, reason), Again.never());
    }

    private Rejected rejection(Answer answer, Reason reason) {
        return new Rejected(
                reason, "the storage refuses " + what + said(answer), answer.retryAfter(), evidence(answer));
    }

    private Outcome<T> unreadable(Answer answer, String whatHappened) {
        return new Outcome.Failure<>(new Unreadable(whatHappened, evidence(answer), null), Again.never());
    }

    private String said(Answer answer) {
        String words = quotes ? answer.error().describe() : "";
        return words.isEmpty() ? "" : ": " + words;
    }

    private Evidence evidence(Answer answer) {
        String snippet = quotes && !answer.isSuccess() ? answer.error().snippet() : "";
        return new Evidence(
                Optional.empty(),
                quotes ? answer.modelRequestId() : Optional.empty(),
                OptionalInt.of(answer.status()),
                snippet);
    }
}
