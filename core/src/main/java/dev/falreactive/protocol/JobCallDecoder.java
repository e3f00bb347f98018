package dev.falreactive.protocol;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.QueueTicket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the decoders of calls about one job have in common: all of them may be sent again at no cost. */
record JobCallDecoder(QueueTicket ticket, Duration maxRetryAfter, UnaryOperator<String> redactor) {

    Answer answer(WireResponse response) {
        return new Answer(response, redactor, Optional.of(ticket));
    }

    <T> Outcome.Failure<T> failed(TransportFault fault) {
        String description = redactor.apply(fault.description());
        FalException error = fault.kind() == TransportFault.Kind.TOO_LARGE
                ? new Unreadable(description, Evidence.of(ticket), fault.cause())
                : new Unreachable(description, Evidence.of(ticket), fault.cause());
        return new Outcome.Failure<>(error, Again.of(fault));
    }

    /** What no call about a job takes for an answer of its own. A page is none of the queue's: it may not come again. */
    <T> Outcome.Failure<T> refused(Answer answer) {
        Outcome.Failure<T> refusal = refusal(answer);
        return refusal.again() instanceof Again.Never && RelayBody.isPage(answer)
                ? new Outcome.Failure<>(refusal.error(), Again.backoff())
                : refusal;
    }

    private <T> Outcome.Failure<T> refusal(Answer answer) {
        return switch (answer.status()) {
            case 401 -> rejected(answer, Reason.UNAUTHENTICATED);
            case 402, 403 -> rejected(answer, answer.isBalanceLocked() ? Reason.BALANCE_LOCKED : Reason.FORBIDDEN);
            case 404, 410 -> rejected(answer, Reason.GONE);
            case 429 -> new Outcome.Failure<>(answer.rejected(Reason.RATE_LIMITED), answer.againLater());
            case 408, 409, 425 -> unavailable(answer);
            default -> {
                if (answer.isServerError()) {
                    yield unavailable(answer);
                }
                if (answer.isRedirect()) {
                    yield redirected(answer, Again.backoff());
                }
                yield rejected(answer, Reason.BAD_REQUEST);
            }
        };
    }

    private <T> Outcome.Failure<T> unavailable(Answer answer) {
        return new Outcome.Failure<>(answer.unavailable(maxRetryAfter), answer.againLater());
    }

    <T> Outcome.Failure<T> redirected(Answer answer, Again again) {
        return unreadable(answer, "the server points to " + answer.redirectTarget() + ", which is not followed", again);
    }

    <T> Outcome.Failure<T> rejected(Answer answer, Reason reason) {
        return new Outcome.Failure<>(answer.rejected(reason), Again.never());
    }

    <T> Outcome.Failure<T> unreadable(Answer answer, String whatHappened, Again again) {
        return new Outcome.Failure<>(new Unreadable(whatHappened, answer.evidence(), null), again);
    }
}
