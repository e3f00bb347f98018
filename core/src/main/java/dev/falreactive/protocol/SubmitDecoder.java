package dev.falreactive.protocol;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.QueueTicket;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a submit. The rule: it may be sent again only if it provably was not accepted, because every accepted
 * submit is a new job that costs money, and the queue knows no key that would join two submits.
 */
record SubmitDecoder(
        EndpointId endpoint, String fingerprint, UnaryOperator<String> redactor, Choices choices, String note) {

    /** A note stands behind what happened if the outcome is unknown. */
    SubmitDecoder(EndpointId endpoint, String fingerprint, UnaryOperator<String> redactor, Choices choices) {
        this(endpoint, fingerprint, redactor, choices, "");
    }

    /**
     * What the user chose.
     *
     * @param edge503IsRefusal whether a 503 of something before the queue is taken for a refusal
     * @param queueIsLimited whether the submit named the longest queue that it will wait in
     */
    record Choices(boolean edge503IsRefusal, boolean queueIsLimited) {}

    Outcome<QueueTicket> decode(WireResponse response) {
        Answer answer = new Answer(response, redactor, Optional.empty());
        if (answer.isSuccess()) {
            return answer.object()
                    .flatMap(fields -> ticket(fields, response))
                    .<Outcome<QueueTicket>>map(Outcome.Success::new)
                    .orElseGet(() -> unknown(
                            "the server accepted it with an answer that names no job", answer, named(response)));
        }
        return switch (answer.status()) {
            case 401 -> refused(answer, Reason.UNAUTHENTICATED);
            case 402, 403 -> refused(answer, answer.isBalanceLocked() ? Reason.BALANCE_LOCKED : Reason.FORBIDDEN);
            case 404 -> refused(answer, Reason.NOT_FOUND);
            case 410 -> refused(answer, Reason.GONE);
            case 429 -> tooMany(answer);
            case 503 -> {
                Outcome.Failure<QueueTicket> unknown = unknown("the server failed", answer);
                boolean refused = choices.edge503IsRefusal() && isOfTheEdge(answer);
                yield refused ? new Outcome.Failure<>(unknown.error(), answer.againLater()) : unknown;
            }
            // Whoever says this may have passed the request on already.
            case 408, 409, 499 -> unknown("the server answered that it gave up", answer);
            default -> {
                if (answer.isRedirect()) {
                    yield unknown(
                            "the server points to " + answer.redirectTarget()
                                    + ", which is not followed: check the base URL",
                            answer);
                }
                yield answer.isServerError() || answer.status() < 200
                        ? unknown("the server failed", answer)
                        : refused(answer, Reason.BAD_REQUEST);
            }
        };
    }

    Outcome.Failure<QueueTicket> failed(TransportFault fault) {
        if (fault.kind().isUnsent()) {
            return new Outcome.Failure<>(
                    new Unreachable(redactor.apply(fault.description()), Evidence.none(), fault.cause()),
                    Again.of(fault));
        }
        return new Outcome.Failure<>(
                new SubmitOutcomeUnknown(
                        redactor.apply(fault.description()) + note,
                        endpoint,
                        fault.occurredAt(),
                        fingerprint,
                        fault.head().map(this::evidenceOf).orElseGet(Evidence::none),
                        fault.cause()),
                Again.never());
    }

    /** What is known of an answer of which the head alone came. */
    private Evidence evidenceOf(WireResponse head) {
        Answer answer = new Answer(head, redactor, Optional.empty());
        return withTicket(answer.evidence(), answer.isSuccess() ? named(head) : Optional.empty());
    }

    private static Evidence withTicket(Evidence evidence, Optional<QueueTicket> ticket) {
        return new Evidence(ticket, evidence.requestId(), evidence.httpStatus(), evidence.bodySnippet());
    }

    /** The job that the head of an acceptance names; a direct run, whose note says so, has no ticket. */
    private Optional<QueueTicket> named(WireResponse accepted) {
        return accepted.headers()
                .get(HeaderNames.REQUEST_ID)
                .map(redactor)
                .filter(id -> note.isEmpty() && JobPaths.canBeNamed(id))
                .map(id -> QueueTicket.of(endpoint, id, accepted.receivedAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    private Optional<QueueTicket> ticket(Map<String, @Nullable Object> fields, WireResponse response) {
        Optional<String> status = url(fields, FieldNames.STATUS_URL);
        Optional<String> result = url(fields, FieldNames.RESPONSE_URL);
        Optional<String> cancel = url(fields, FieldNames.CANCEL_URL);
        return requestId(fields, List.of(status, result, cancel))
                .map(id -> new QueueTicket(
                        QueueTicket.VERSION,
                        endpoint,
                        id,
                        believed(status, id).orElseGet(() -> JobPaths.status(endpoint, id)),
                        believed(result, id).orElseGet(() -> JobPaths.result(endpoint, id)),
                        believed(cancel, id).orElseGet(() -> JobPaths.cancel(endpoint, id)),
                        response.receivedAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static Optional<String> requestId(Map<String, @Nullable Object> fields, List<Optional<String>> urls) {
        Object id = fields.get(FieldNames.REQUEST_ID);
        if (id instanceof Number number) {
            return Optional.of(String.valueOf(number)).filter(JobPaths::canBeNamed);
        }
        return Fields.text(fields, FieldNames.REQUEST_ID)
                .filter(JobPaths::canBeNamed)
                .or(() -> urls.stream()
                        .flatMap(Optional::stream)
                        .map(url -> JobPaths.requestIdIn(url).orElse(null))
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private static Optional<String> url(Map<String, @Nullable Object> fields, String name) {
        return Fields.text(fields, name);
    }

    private static Optional<String> believed(Optional<String> url, String requestId) {
        return url.flatMap(text -> JobPaths.believed(text, requestId));
    }

    /** Who limits the queue wants to know at once that it is full; a server that names a time speaks of its own limits. */
    private Outcome<QueueTicket> tooMany(Answer answer) {
        return choices.queueIsLimited() && answer.retryAfter().isEmpty()
                ? refused(answer, Reason.QUEUE_FULL)
                : new Outcome.Failure<>(answer.rejected(Reason.RATE_LIMITED), answer.againLater());
    }

    private static boolean isOfTheEdge(Answer answer) {
        return !answer.fromModel()
                && !answer.error().isStoredFailure()
                && answer.headerErrorType().isEmpty();
    }

    private Outcome<QueueTicket> refused(Answer answer, Reason reason) {
        return new Outcome.Failure<>(answer.rejected(reason), Again.never());
    }

    Outcome.Failure<QueueTicket> unknown(String whatHappened, Answer answer) {
        return unknown(whatHappened, answer, Optional.empty());
    }

    private Outcome.Failure<QueueTicket> unknown(String whatHappened, Answer answer, Optional<QueueTicket> named) {
        Evidence evidence = withTicket(answer.evidence(), named);
        String said = evidence.bodySnippet();
        return new Outcome.Failure<>(
                new SubmitOutcomeUnknown(
                        whatHappened + (said.isEmpty() ? "" : ": " + said) + note,
                        endpoint,
                        answer.response().receivedAt(),
                        fingerprint,
                        evidence,
                        null),
                Again.never());
    }
}
