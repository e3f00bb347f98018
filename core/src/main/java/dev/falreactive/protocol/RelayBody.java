package dev.falreactive.protocol;

import dev.falreactive.JobFailure;
import dev.falreactive.JobMetrics;
import dev.falreactive.StatusUpdate;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What relays answer in words and places that fal does not use. */
final class RelayBody {

    private static final String IMAGES = "images";

    private static final Set<String> FALS_WORDS =
            Set.of("IN_QUEUE", "IN_PROGRESS", "COMPLETED", "FAILED", "CANCELLED", "CANCELED");

    /** What users of relays have seen for a job that goes on, beside fal's own two. */
    private static final Set<String> GOES_ON = Set.of(
            "IN_QUEUE",
            "IN_PROGRESS",
            "PENDING",
            "PROCESSING",
            "QUEUED",
            "RUNNING",
            "SUBMITTED",
            "STARTING",
            "WAITING");

    /** All that a status or an error consists of: a body with more than these holds something of a model's. */
    private static final Set<String> ENVELOPE = Set.of(
            FieldNames.STATUS,
            FieldNames.REQUEST_ID,
            FieldNames.RESPONSE_URL,
            FieldNames.STATUS_URL,
            FieldNames.CANCEL_URL,
            FieldNames.QUEUE_POSITION,
            FieldNames.LOGS,
            FieldNames.METRICS,
            FieldNames.ERROR,
            FieldNames.ERROR_TYPE,
            FieldNames.DETAIL,
            FieldNames.MESSAGE,
            FieldNames.MSG,
            FieldNames.TYPE,
            FieldNames.SUCCESS,
            "code",
            "progress");

    private static final Set<String> OF_ERRORS = Set.of("ERROR", "FAIL", "FAILED");

    /** Codes that gateways put beside a message when nothing is wrong, and no code. */
    private static final Set<String> ALL_IS_WELL = Set.of("0", "200", "ok", "OK", "success", "null");

    private static final Pattern STILL = Pattern.compile("\\b(in progress|in queue|not ready)\\b");

    private RelayBody() {}

    /** The status in the answer to a status call: fal's words in any case, or the images themselves. */
    static Optional<StatusUpdate> status(Map<String, @Nullable Object> fields) {
        Optional<StatusUpdate> said = StatusJson.read(inFalsWords(fields));
        boolean goesOn = said.filter(RelayBody::isGoingOn).isPresent();
        return hasImages(fields)
                        && !goesOn
                        && !said.filter(StatusUpdate::isTerminal).isPresent()
                ? Optional.of(done(said.map(StatusUpdate::logs).orElse(List.of())))
                : said;
    }

    /** Whether the job waits or runs, whatever else the answer holds. */
    static boolean isGoingOn(StatusUpdate update) {
        return update.phase() == StatusUpdate.Phase.IN_QUEUE || update.phase() == StatusUpdate.Phase.IN_PROGRESS;
    }

    /**
     * The status in the answer to a result call; empty if it holds a result. Success without a result, such as an empty
     * object, is a job that goes on.
     */
    static Optional<StatusUpdate> insteadOfResult(Answer answer, Map<String, @Nullable Object> fields) {
        if (hasImages(fields)) {
            return Optional.empty();
        }
        if (isPendingText(ErrorBody.of(fields).detail()) && ENVELOPE.containsAll(fields.keySet())) {
            return Optional.of(goesOn(fields));
        }
        // With the model's mark and no job named it is what the model said, whatever that looks like.
        if (answer.fromModel() && !fields.containsKey(FieldNames.REQUEST_ID)) {
            return Optional.empty();
        }
        if (isError(answer, fields)) {
            return Optional.of(failed(ErrorBody.of(fields).failure(OptionalInt.empty(), Optional.empty())));
        }
        Optional<StatusUpdate> said = status(fields);
        if (said.isPresent()) {
            String word = Fields.text(fields, FieldNames.STATUS).orElse("").toUpperCase(Locale.ROOT);
            boolean status = GOES_ON.contains(word)
                    || answer.status() == 202
                    || ENVELOPE.containsAll(fields.keySet())
                    || said.get() instanceof StatusUpdate.Completed completed && !completed.hasResult();
            return said.filter(update -> status);
        }
        boolean nothing =
                fields.isEmpty() || fields.size() == 1 && fields.containsKey(IMAGES) && fields.get(IMAGES) == null;
        return nothing || answer.status() == 202 ? Optional.of(goesOn(fields)) : Optional.empty();
    }

    /** A job that goes on; nobody said how far it is, but for its place in the queue. */
    static StatusUpdate goesOn(Map<String, @Nullable Object> fields) {
        return fields.get(FieldNames.QUEUE_POSITION) instanceof Integer position && position >= 0
                ? new StatusUpdate.InQueue(OptionalInt.of(position), List.of())
                : new StatusUpdate.InProgress(List.of());
    }

    static StatusUpdate done(List<dev.falreactive.LogLine> logs) {
        return new StatusUpdate.Completed(new JobMetrics(Optional.empty(), Map.of()), Optional.empty(), true, logs);
    }

    /** A failure that is all there is: the result is not asked for. */
    static StatusUpdate failed(JobFailure failure) {
        return new StatusUpdate.Completed(
                new JobMetrics(Optional.empty(), Map.of()), Optional.of(failure), false, List.of());
    }

    /** Whether an answer with an error code says that the job goes on. */
    static boolean isPending(Answer answer) {
        boolean mayBe = answer.status() == 400 || answer.status() == 409 || answer.status() == 425;
        String word = answer.error().text(FieldNames.STATUS).orElse("").toUpperCase(Locale.ROOT);
        return mayBe && (GOES_ON.contains(word) || isPendingText(answer.error().detail()));
    }

    private static boolean isPendingText(String said) {
        return said.length() < 200
                && STILL.matcher(said.toLowerCase(Locale.ROOT)).find();
    }

    /**
     * Whether an answer of success holds an error in an envelope, and nothing else. One that tells of a job that goes on is
     * none, though it may carry a code and a message that all is well.
     */
    static boolean isError(Answer answer, Map<String, @Nullable Object> fields) {
        String status = Fields.text(fields, FieldNames.STATUS).orElse("").toUpperCase(Locale.ROOT);
        boolean tellsOfAJob = !status.isEmpty() && !OF_ERRORS.contains(status)
                || !status.isEmpty() && fields.containsKey(FieldNames.REQUEST_ID);
        if (answer.fromModel() || tellsOfAJob || !ENVELOPE.containsAll(fields.keySet())) {
            return false;
        }
        boolean told = Fields.object(fields, FieldNames.ERROR)
                        .filter(error -> Fields.text(error, FieldNames.MESSAGE).isPresent())
                        .isPresent()
                || Fields.text(fields, FieldNames.ERROR).isPresent()
                || Fields.text(fields, FieldNames.DETAIL).isPresent();
        boolean coded = (OF_ERRORS.contains(status) || !ALL_IS_WELL.contains(String.valueOf(fields.get("code"))))
                && (Fields.text(fields, FieldNames.MESSAGE).isPresent()
                        || Fields.text(fields, FieldNames.MSG).isPresent());
        return told || coded;
    }

    static boolean hasImages(Map<String, @Nullable Object> fields) {
        return !Fields.list(fields, IMAGES).isEmpty();
    }

    /** Whether the answer is a page for people: that of a proxy, or the relay's own web site. */
    static boolean isPage(Answer answer) {
        String type = answer.response().headers().get(HeaderNames.CONTENT_TYPE).orElse("");
        byte[] body = answer.response().body();
        String start = new String(body, 0, Math.min(body.length, 100), StandardCharsets.UTF_8).strip();
        return type.toLowerCase(Locale.ROOT).contains("html") && answer.object().isEmpty()
                || start.toLowerCase(Locale.ROOT).startsWith("<!doctype")
                || start.toLowerCase(Locale.ROOT).startsWith("<html");
    }

    /** An {@code error} in small letters may be the gateway's word on the call; it is the job's where the job is named. */
    private static Map<String, @Nullable Object> inFalsWords(Map<String, @Nullable Object> fields) {
        String word = Fields.text(fields, FieldNames.STATUS).orElse("");
        String upper = word.toUpperCase(Locale.ROOT);
        boolean known =
                FALS_WORDS.contains(upper) || upper.equals("ERROR") && fields.containsKey(FieldNames.REQUEST_ID);
        if (word.equals(upper) || !known) {
            return fields;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(fields);
        copy.put(FieldNames.STATUS, upper);
        return copy;
    }
}
