package dev.falreactive;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong, as a closed set: each leaf answers "what do I do next". {@link #getMessage()} says what
 * happened, in the server's own words where there are any, whether it may have been billed, and what to do.
 *
 * <p>Every error after a submit carries the {@link #ticket() ticket}. None carries a credential.
 */
public abstract sealed class FalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A server's text in a message is cut here; the whole of it, within the evidence's bound, is in the leaf. */
    private static final int MAX_SERVER_TEXT = 2_000;

    /** A message tells so many violations; the leaf holds all. */
    private static final int MAX_VIOLATIONS_TOLD = 20;

    private static final int MAX_VIOLATION = 300;

    private final transient Evidence evidence;
    private final String message;

    private FalException(String message, Evidence evidence, @Nullable Throwable cause) {
        super(message, cause);
        this.evidence = evidence;
        this.message = message;
    }

    /** {@return what happened, whether it may have been billed, and what to do next} */
    @Override
    public final String getMessage() {
        return message;
    }

    /** {@return the ticket of the job that the error is about, if there is one: the job can be resumed with it} */
    public final Optional<QueueTicket> ticket() {
        return evidence.ticket();
    }

    /** {@return the id of the request that the error is about, as the server named it, if it did} */
    public final Optional<String> requestId() {
        return evidence.requestId().or(() -> evidence.ticket().map(QueueTicket::requestId));
    }

    /** {@return the HTTP status of the answer that the error was read from, if there was an answer} */
    public final OptionalInt httpStatus() {
        return evidence.httpStatus();
    }

    /** {@return the beginning of the body that the error was read from, at most 500 characters; empty if none} */
    public final String bodySnippet() {
        return evidence.bodySnippet();
    }

    /** {@return how far the job was seen to come, for an error about a job} */
    public final Optional<JobTimeline> timeline() {
        return evidence.timeline();
    }

    /**
     * For adapters: the same error, which also tells how far the job was seen to come.
     *
     * @param timeline the timeline
     * @return a new error of the same leaf, thrown at the same place; this one if it is not about a job or has a timeline
     */
    public final FalException withTimeline(JobTimeline timeline) {
        if (evidence.ticket().isEmpty() || evidence.timeline().isPresent()) {
            return this;
        }
        FalException told = with(getMessage() + " (" + timeline.describe() + ")", evidence.with(timeline));
        told.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            told.addSuppressed(suppressed);
        }
        return told;
    }

    abstract FalException with(String message, Evidence newEvidence);

    /**
     * What is known beside the error itself.
     *
     * @param ticket the job's ticket, where there is one
     * @param requestId the server's id of the request
     * @param httpStatus the answer's HTTP status
     * @param bodySnippet the beginning of the answer's body, cut to 500 characters on one line
     * @param timeline how far the job was seen to come
     */
    public record Evidence(
            Optional<QueueTicket> ticket,
            Optional<String> requestId,
            OptionalInt httpStatus,
            String bodySnippet,
            Optional<JobTimeline> timeline) {

        /** Cuts the snippet. */
        public Evidence {
            bodySnippet = Text.snippet(bodySnippet, 500);
        }

        /**
         * Evidence without a timeline.
         *
         * @param ticket the job's ticket, where there is one
         * @param requestId the server's id of the request
         * @param httpStatus the answer's HTTP status
         * @param bodySnippet the beginning of the answer's body, cut to 500 characters on one line
         */
        public Evidence(
                Optional<QueueTicket> ticket, Optional<String> requestId, OptionalInt httpStatus, String bodySnippet) {
            this(ticket, requestId, httpStatus, bodySnippet, Optional.empty());
        }

        /** {@return no evidence: no answer, no job} */
        public static Evidence none() {
            return new Evidence(Optional.empty(), Optional.empty(), OptionalInt.empty(), "");
        }

        /**
         * Evidence about a job without an answer.
         *
         * @param ticket the job's ticket
         * @return the evidence
         */
        public static Evidence of(QueueTicket ticket) {
            return new Evidence(Optional.of(ticket), Optional.empty(), OptionalInt.empty(), "");
        }

        /**
         * This evidence with how far the job was seen to come.
         *
         * @param timeline the timeline
         * @return new evidence
         */
        public Evidence with(JobTimeline timeline) {
            return new Evidence(ticket, requestId, httpStatus, bodySnippet, Optional.of(timeline));
        }

        private String where() {
            StringBuilder where = new StringBuilder();
            httpStatus.ifPresent(code -> where.append("HTTP ").append(code));
            requestId
                    .or(() -> ticket.map(QueueTicket::requestId))
                    .ifPresent(id -> where.append(where.isEmpty() ? "" : ", ")
                            .append("request ")
                            .append(Text.snippet(id, 100)));
            return where.isEmpty() ? "" : " [" + where + "]";
        }
    }

    /**
     * What the caller gave breaks the rules. Nothing was sent, nothing is billed for it. Mend the input and submit again; with
     * a {@link #ticket() ticket} it is not the job's input that is wrong, and the job goes on.
     */
    public static final class InvalidInput extends FalException {

        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        /**
         * Makes the error.
         *
         * @param what what is invalid, such as {@code The input of fal-ai/flux-lora}
         * @param violations everything that is wrong with it
         */
        public InvalidInput(String what, List<Violation> violations) {
            this(what, violations, Evidence.none());
        }

        /**
         * Makes the error for what was given together with a job's ticket.
         *
         * @param what what is invalid
         * @param violations everything that is wrong with it
         * @param evidence what else is known
         */
        public InvalidInput(String what, List<Violation> violations, Evidence evidence) {
            super(
                    sentence(what + " is not valid, nothing was sent: " + told(violations), evidence)
                            + (evidence.ticket().isPresent()
                                    ? " The job is not lost and may be billed: mend what was given and use its ticket again,"
                                            + " do not submit it again."
                                    : ""),
                    evidence,
                    null);
            this.violations = List.copyOf(violations);
        }

        private InvalidInput(Evidence evidence, String message, List<Violation> violations, @Nullable Throwable cause) {
            super(message, evidence, cause);
            this.violations = violations;
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new InvalidInput(newEvidence, newMessage, violations, getCause());
        }

        private static String told(List<Violation> violations) {
            return violations.stream()
                            .limit(MAX_VIOLATIONS_TOLD)
                            .map(violation -> Text.snippet(violation.toString(), MAX_VIOLATION))
                            .collect(Collectors.joining("; "))
                    + (violations.size() > MAX_VIOLATIONS_TOLD
                            ? "; and " + (violations.size() - MAX_VIOLATIONS_TOLD) + " more"
                            : "");
        }

        /** {@return everything that is wrong, each with its JSON pointer} */
        public List<Violation> violations() {
            return violations;
        }
    }

    /** The server answered, and refused. A refused submit is not billed. */
    public static final class Rejected extends FalException {

        private static final long serialVersionUID = 1L;

        private final Reason reason;
        private final transient Optional<Duration> retryAfter;

        /**
         * Makes the error.
         *
         * @param reason why
         * @param serverSaid the server's own words, may be empty
         * @param retryAfter how long the server asked to wait
         * @param evidence what else is known
         */
        public Rejected(Reason reason, String serverSaid, Optional<Duration> retryAfter, Evidence evidence) {
            super(
                    sentence("Rejected, " + reason.happened + said(serverSaid), evidence)
                            + retryAfter
                                    .map(pause -> " The server asks to wait " + pause.toSeconds() + " s.")
                                    .orElse("")
                            + " " + reason.next
                            + (evidence.ticket().isPresent() ? " The job may be billed." : " Nothing is billed."),
                    evidence,
                    null);
            this.reason = Objects.requireNonNull(reason, "reason");
            this.retryAfter = retryAfter;
        }

        private Rejected(
                Evidence evidence,
                String message,
                Reason reason,
                Optional<Duration> retryAfter,
                @Nullable Throwable cause) {
            super(message, evidence, cause);
            this.reason = reason;
            this.retryAfter = retryAfter;
        }

        /**
         * For adapters: the error for a file that is refused, which is about neither the credential nor the job.
         *
         * @param reason why
         * @param whatHappened what happened, with where the file is
         * @param next what to do next, as a sentence
         * @param evidence what else is known
         * @return the error
         */
        public static Rejected file(Reason reason, String whatHappened, String next, Evidence evidence) {
            String message = sentence("Rejected: " + cut(whatHappened), evidence)
                    + " " + next
                    + (evidence.ticket().isPresent() ? " The job may be billed." : " Nothing is billed.");
            return new Rejected(evidence, message, reason, Optional.empty(), null);
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new Rejected(newEvidence, newMessage, reason, retryAfter, getCause());
        }

        /** {@return why} */
        public Reason reason() {
            return reason;
        }

        /** {@return how long the server asked to wait before the next try, if it did} */
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }

        /** Why a server refuses. */
        public enum Reason {
            /** The credential is missing, malformed or unknown. */
            UNAUTHENTICATED(
                    "the credential is missing or unknown",
                    "Check FAL_KEY (id:secret) and the scheme: fal takes Key, most relays take Bearer."),
            /** The credential is known and may not do this. */
            FORBIDDEN("the credential may not do this", "Use a key that has access to this endpoint."),
            /** The account has no balance. */
            BALANCE_LOCKED("the account is out of balance", "Top up the account; until then every submit fails."),
            /** Too many calls, or too many jobs at once. */
            RATE_LIMITED("too many requests", "Wait, then try again."),
            /** More jobs wait than the submit allowed. */
            QUEUE_FULL("more jobs are waiting than the submit allowed", "Submit later, or allow a longer queue."),
            /** There is no such endpoint or job. */
            NOT_FOUND("there is no such endpoint or job", "Check the endpoint's id and the base URL."),
            /** The job has not ended, so there is no result yet. */
            NOT_READY("the job has not ended yet", "Watch the ticket to its end, then ask for the result."),
            /** The job or its result is not kept any more. */
            GONE(
                    "the job is not known any more",
                    "Check the key and the base URL: the ticket may belong to another account or host. Else its result has expired:"
                            + " results are kept for minutes to days."),
            /** The server does not understand the request. */
            BAD_REQUEST("the server does not accept the request", "Mend the request; the same one will fail again.");

            private final String happened;
            private final String next;

            Reason(String happened, String next) {
                this.happened = happened;
                this.next = next;
            }
        }
    }

    /**
     * No answer could be had: no connection, no answer in time, or only error pages of something in between. A submit that
     * ends so was not sent. A job that was submitted goes on; the ticket resumes it.
     */
    public static final class Unreachable extends FalException {

        private static final long serialVersionUID = 1L;

        /**
         * Makes the error.
         *
         * @param whatHappened what happened, last
         * @param evidence what else is known
         * @param cause the adapter's own error, if there is one
         */
        public Unreachable(String whatHappened, Evidence evidence, @Nullable Throwable cause) {
            super(
                    sentence("Unreachable: " + cut(whatHappened), evidence)
                            + (evidence.ticket().isPresent()
                                    ? " The job goes on and may be billed: resume it with its ticket, do not submit it again."
                                    : " Nothing was submitted, nothing is billed: try again later."),
                    evidence,
                    cause);
        }

        private Unreachable(Evidence evidence, String message, @Nullable Throwable cause) {
            super(message, evidence, cause);
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new Unreachable(newEvidence, newMessage, getCause());
        }
    }

    /** An answer came and makes no sense. A job that was submitted goes on; the ticket resumes it. */
    public static final class Unreadable extends FalException {

        private static final long serialVersionUID = 1L;

        /**
         * Makes the error.
         *
         * @param whatHappened what is wrong with the answer
         * @param evidence what else is known
         * @param cause what failed to read it, if anything did
         */
        public Unreadable(String whatHappened, Evidence evidence, @Nullable Throwable cause) {
            super(
                    sentence("Unreadable answer: " + cut(whatHappened), evidence)
                            + (evidence.bodySnippet().isEmpty() ? "" : " It begins: " + evidence.bodySnippet())
                            + (evidence.ticket().isPresent()
                                    ? " The job is not lost and may be billed: resume it with its ticket, do not submit it again."
                                    : " Check the URL: what answers there may not be what is meant."),
                    evidence,
                    cause);
        }

        private Unreadable(Evidence evidence, String message, @Nullable Throwable cause) {
            super(message, evidence, cause);
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new Unreadable(newEvidence, newMessage, getCause());
        }
    }

    /**
     * A submit was sent, or may have been, and no ticket came back. A job may be running and may be billed. Where the answer
     * could not be read, but its head names a request, the error holds a {@link #ticket() ticket} made from that: try it. It
     * may name something else than the job, so that the queue does not know it says nothing. Then, and without a ticket, there
     * is no way to ask: the queue knows no key that would make a second submit harmless. Look at the account's requests before
     * you submit again.
     */
    public static final class SubmitOutcomeUnknown extends FalException {

        private static final long serialVersionUID = 1L;

        private final transient EndpointId endpoint;
        private final Instant occurredAt;
        private final String inputFingerprint;

        /**
         * Makes the error.
         *
         * @param whatHappened what happened instead of a ticket
         * @param endpoint what was submitted to
         * @param occurredAt when it became clear
         * @param inputFingerprint the SHA-256 of the input as it was sent, in hex
         * @param evidence what else is known
         * @param cause the adapter's own error, if there is one
         */
        public SubmitOutcomeUnknown(
                String whatHappened,
                EndpointId endpoint,
                Instant occurredAt,
                String inputFingerprint,
                Evidence evidence,
                @Nullable Throwable cause) {
            super(
                    "The outcome of the submit to " + endpoint + " is unknown: " + cut(whatHappened) + evidence.where()
                            + " (at " + occurredAt + ", input "
                            + inputFingerprint.substring(0, Math.min(12, inputFingerprint.length()))
                            + "). A job may be running and may be billed. It was not sent again; "
                            + (evidence.ticket().isPresent()
                                    ? "try this error's ticket, made from the answer's head; if the queue does not know it,"
                                            + " look at the account's requests before you submit again."
                                    : "look at the account's requests before you submit again."),
                    evidence,
                    cause);
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            this.occurredAt = Objects.requireNonNull(occurredAt, "occurredAt");
            this.inputFingerprint = Objects.requireNonNull(inputFingerprint, "inputFingerprint");
        }

        private SubmitOutcomeUnknown(
                Evidence evidence,
                String message,
                EndpointId endpoint,
                Instant occurredAt,
                String inputFingerprint,
                @Nullable Throwable cause) {
            super(message, evidence, cause);
            this.endpoint = endpoint;
            this.occurredAt = occurredAt;
            this.inputFingerprint = inputFingerprint;
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new SubmitOutcomeUnknown(
                    newEvidence, newMessage, endpoint, occurredAt, inputFingerprint, getCause());
        }

        /** {@return what was submitted to} */
        public EndpointId endpoint() {
            return endpoint;
        }

        /** {@return when it became clear that no ticket would come} */
        public Instant occurredAt() {
            return occurredAt;
        }

        /** {@return the SHA-256 of the input as it was sent, in hex: the same for the same input} */
        public String inputFingerprint() {
            return inputFingerprint;
        }
    }

    /** The job ran and failed, or was cancelled. Its failure is stored: asking again brings the same answer. */
    public static final class JobFailed extends FalException {

        private static final long serialVersionUID = 1L;

        private final transient JobFailure failure;

        /**
         * Makes the error.
         *
         * @param failure what the job said
         * @param evidence what else is known
         */
        public JobFailed(JobFailure failure, Evidence evidence) {
            super(
                    sentence("The job failed" + said(failure.describe()), evidence) + " " + next(failure.httpStatus()),
                    evidence,
                    null);
            this.failure = Objects.requireNonNull(failure, "failure");
        }

        private JobFailed(Evidence evidence, String message, JobFailure failure, @Nullable Throwable cause) {
            super(message, evidence, cause);
            this.failure = failure;
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new JobFailed(newEvidence, newMessage, failure, getCause());
        }

        /** {@return what the job said} */
        public JobFailure failure() {
            return failure;
        }

        private static String next(OptionalInt status) {
            int code = status.orElse(0);
            if (code >= 500) {
                return "Failures of the service are not billed. It may be submitted again, as a new job.";
            }
            return "It may be billed, depending on the model. "
                    + (code == 499
                            ? "It was cancelled: submit it again if it is still wanted."
                            : "Submit again only with what it complains about mended.");
        }
    }

    /**
     * The time for the watch was over before the job ended, or before its result was read. A job that had not ended goes on
     * unless it was to be cancelled.
     */
    public static final class WatchTimeout extends FalException {

        private static final long serialVersionUID = 1L;

        private final Duration limit;
        private final transient Optional<StatusUpdate> lastUpdate;

        /**
         * Makes the error.
         *
         * @param limit how long the watch was to last
         * @param lastUpdate the last update that was read, if any was
         * @param ticket the job's ticket
         */
        public WatchTimeout(Duration limit, Optional<StatusUpdate> lastUpdate, QueueTicket ticket) {
            super(
                    happened(limit, lastUpdate) + Evidence.of(ticket).where() + ". It may be billed. "
                            + next(lastUpdate),
                    Evidence.of(ticket),
                    null);
            this.limit = limit;
            this.lastUpdate = lastUpdate;
        }

        private WatchTimeout(
                Evidence evidence,
                String message,
                Duration limit,
                Optional<StatusUpdate> lastUpdate,
                @Nullable Throwable cause) {
            super(message, evidence, cause);
            this.limit = limit;
            this.lastUpdate = lastUpdate;
        }

        @Override
        FalException with(String newMessage, Evidence newEvidence) {
            return new WatchTimeout(newEvidence, newMessage, limit, lastUpdate, getCause());
        }

        private static String happened(Duration limit, Optional<StatusUpdate> lastUpdate) {
            String within = " within " + limit.toMillis() / 1000.0 + " s";
            if (lastUpdate.filter(StatusUpdate::isTerminal).isPresent()) {
                return "The job ended, and its result was not read" + within;
            }
            return "The job did not end" + within
                    + lastUpdate
                            .map(update -> ", it was last seen " + update.phase())
                            .orElse(", and was never seen");
        }

        /** Whether a stop policy's cancel call was in time is not known here. */
        private static String next(Optional<StatusUpdate> lastUpdate) {
            return lastUpdate.filter(StatusUpdate::isTerminal).isPresent()
                    ? "Read its result with its ticket; do not submit it again."
                    : "It goes on unless the watch's stop policy had it cancelled: watch it again with its ticket to see,"
                            + " and do not submit it again.";
        }

        /** {@return how long the watch was to last} */
        public Duration limit() {
            return limit;
        }

        /** {@return the last update that was read, if any was} */
        public Optional<StatusUpdate> lastUpdate() {
            return lastUpdate;
        }
    }

    /** An error lives in its process: what outlives it is the ticket, as one line of JSON. */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(getClass().getName());
    }

    private static String cut(String text) {
        return Text.snippet(text, MAX_SERVER_TEXT);
    }

    private static String said(String serverText) {
        String text = cut(serverText);
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String sentence(String text, Evidence evidence) {
        String sentence = text + evidence.where();
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
