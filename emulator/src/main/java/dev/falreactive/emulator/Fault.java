package dev.falreactive.emulator;

import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong between a client and the queue, or with a job. Immutable. Injected by
 * {@link FalEmulator#inject(Phase, Fault)}.
 *
 * <p>A fault either keeps the request from the queue ("no effect"), or lets it through and spoils the answer ("takes
 * effect"): then a job that was submitted exists, and is billed. Some are of the job's life: the answer to the submit is
 * sound, and the job goes wrong later. As text, {@code toString} gives the name with its argument in parentheses, as a
 * {@link FaultRule} has it.
 */
public sealed interface Fault permits NamedFault {

    /** {@return its short name, without an argument, such as {@code edge-502}: what the ledger tells} */
    String name();

    /**
     * An HTML page of the ingress, without {@code x-fal-request-id}. No effect.
     *
     * @param code such as 502, 503 or 504; from 400 to 599
     * @return the fault
     */
    static Fault edgePage(int code) {
        return new NamedFault("edge-" + Settings.errorCode(code), FaultBodies.edge(code));
    }

    /**
     * An error of the app or the platform, with {@code x-fal-request-id}. No effect.
     *
     * @param code the HTTP status, from 400 to 599
     * @param detail the text of {@code detail}
     * @return the fault
     */
    static Fault appError(int code, String detail) {
        Effect effect = FaultBodies.inside(Settings.errorCode(code), Fields.of("detail", detail));
        return new NamedFault("app-" + code, detail, effect);
    }

    /**
     * 504 with {@code X-Fal-Request-Timeout-Type: user} and {@code x-fal-request-id}: the start timeout that the submit
     * asked for has passed. No effect.
     *
     * @return the fault
     */
    static Fault userTimeout() {
        return new NamedFault("user-timeout", FaultBodies.inside(StoredAnswer.missedStart()));
    }

    /**
     * Any answer. No effect.
     *
     * @param code the HTTP status, from 200 to 599
     * @param headers the headers; {@code Content-Length} is added
     * @param body the body
     * @return the fault; as text it has lost its headers
     */
    static Fault respond(int code, Map<String, String> headers, String body) {
        Effect effect = FaultBodies.literal(Settings.between("code", code, 200, 599), headers, body);
        return new NamedFault("respond", code + (body.isEmpty() ? "" : "," + body), effect);
    }

    /**
     * A relay's own error, as <code>{"error":{"message":"..."}}</code>, without {@code x-fal-request-id}. No effect.
     *
     * @param code the HTTP status, from 400 to 599
     * @param message the text
     * @return the fault
     */
    static Fault relayError(int code, String message) {
        Map<String, Object> error = Map.of("message", message);
        Effect effect = FaultBodies.outside(Settings.errorCode(code), Fields.of("error", error));
        return new NamedFault("relay-error", code + "," + message, effect);
    }

    /**
     * A relay's own error, as <code>{"message":"..."}</code>, without {@code x-fal-request-id}. No effect.
     *
     * @param code the HTTP status, from 400 to 599
     * @param message the text
     * @return the fault
     */
    static Fault relayMessage(int code, String message) {
        Effect effect = FaultBodies.outside(Settings.errorCode(code), Fields.of("message", message));
        return new NamedFault("relay-message", code + "," + message, effect);
    }

    /** {@return 429 without {@code Retry-After}, as fal does it. No effect} */
    static Fault rateLimited() {
        return new NamedFault("rate-limited", FaultBodies.outside(429, FaultBodies.tooMany()));
    }

    /**
     * 429 with {@code Retry-After}. No effect.
     *
     * @param retryAfter how long to wait; sent in whole seconds, rounded up; zero or more, at most 365 days
     * @return the fault
     */
    static Fault rateLimited(Duration retryAfter) {
        long seconds =
                Settings.time("retryAfter", retryAfter).plusNanos(999_999_999).toSeconds();
        Map<String, String> headers =
                Map.of(Headers.CONTENT_TYPE, Headers.JSON, Headers.RETRY_AFTER, String.valueOf(seconds));
        Effect effect = FaultBodies.literal(429, headers, Texts.of(Fields.write(FaultBodies.tooMany())));
        return new NamedFault("rate-limited", DurationText.write(retryAfter), effect);
    }

    /**
     * 429 with {@code X-Fal-Needs-Retry: 1}: the account runs as much as it may, as direct calls are told. No effect.
     *
     * @param limit how many runs that is, 1 or more
     * @return the fault
     */
    static Fault concurrencyLimit(int limit) {
        Effect effect = FaultBodies.concurrencyLimit(Settings.between("limit", limit, 1, Integer.MAX_VALUE));
        return new NamedFault("concurrency-limit", String.valueOf(limit), effect);
    }

    /**
     * 302 to another place. No effect.
     *
     * @param url where to
     * @return the fault
     */
    static Fault redirect(String url) {
        return redirect(302, url);
    }

    /**
     * A redirect to another place. No effect.
     *
     * @param code such as 302 or 307; from 300 to 399
     * @param url where to
     * @return the fault
     */
    static Fault redirect(int code, String url) {
        Settings.between("code", code, 300, 399);
        Effect effect = FaultBodies.literal(code, Map.of(Headers.LOCATION, url), "");
        return new NamedFault("redirect", code == 302 ? url : code + "," + url, effect);
    }

    /** {@return the connection is closed without an answer. No effect} */
    static Fault dropBeforeHandling() {
        return new NamedFault("drop-before-handling", new Effect.Drop());
    }

    /** {@return the connection is closed without an answer. Takes effect} */
    static Fault acceptThenDrop() {
        return new NamedFault("accept-then-drop", new Effect.AcceptThenDrop());
    }

    /**
     * {@return the connection is closed after the headers and half of the body; of a status stream, after the first event.
     * Takes effect}
     */
    static Fault halfReply() {
        return new NamedFault("half-reply", new Effect.HalfReply());
    }

    /** {@return no answer, until the client leaves. Takes effect} */
    static Fault stall() {
        return new NamedFault("stall", new Effect.Stall(Optional.empty()));
    }

    /**
     * No answer; then the connection is closed. Takes effect at once.
     *
     * @param closedAfter after how long; zero or more, at most 365 days
     * @return the fault
     */
    static Fault stall(Duration closedAfter) {
        Effect effect = new Effect.Stall(Optional.of(Settings.time("closedAfter", closedAfter)));
        return new NamedFault("stall", DurationText.write(closedAfter), effect);
    }

    /**
     * The normal answer, byte by byte. Takes effect.
     *
     * @param perByte the pause before each byte of the body; zero or more, at most 365 days
     * @return the fault
     */
    static Fault slowDrip(Duration perByte) {
        Effect effect = new Effect.Drip(Settings.time("perByte", perByte));
        return new NamedFault("drip", DurationText.write(perByte), effect);
    }

    /**
     * The normal answer, later. Takes effect at once.
     *
     * @param by how much later; zero or more, at most 365 days
     * @return the fault
     */
    static Fault delay(Duration by) {
        return new NamedFault("delay", DurationText.write(by), new Effect.Delay(Settings.time("by", by)));
    }

    /** {@return 200 with text that is no JSON. Takes effect} */
    static Fault garbage() {
        return new NamedFault("garbage", new Effect.Text(FaultBodies.NOT_JSON));
    }

    /** {@return 200 with nothing in it; of a status stream, no event. Takes effect} */
    static Fault empty() {
        return new NamedFault("empty", new Effect.Text(""));
    }

    /**
     * 200 with JSON that is deeply nested. Takes effect.
     *
     * @param levels how deep; from 1 to 10,000,000
     * @return the fault
     */
    static Fault deepNesting(int levels) {
        String text = FaultBodies.nested(Settings.between("levels", levels, 1, 10_000_000));
        return new NamedFault("deep-nesting", String.valueOf(levels), new Effect.Text(text));
    }

    /**
     * 200 with a JSON object that is this large. Takes effect.
     *
     * @param bytes its size, sent in small pieces
     * @return the fault
     */
    static Fault hugeBody(long bytes) {
        return new NamedFault("huge-body", String.valueOf(bytes), new Effect.Huge(bytes));
    }

    /** {@return 200 with a header that never ends, until the client leaves. Takes effect} */
    static Fault endlessHeader() {
        return new NamedFault("endless-header", new Effect.EndlessHeader());
    }

    /**
     * The normal answer with another word for {@code status}, such as {@code PROCESSING}, or {@code FAILED} as some relays
     * have it. The job itself goes on. A word that ends a job comes with 200, any other with the code that the answer had.
     * Takes effect.
     *
     * @param word the word
     * @return the fault
     */
    static Fault statusWord(String word) {
        UnaryOperator<WireResponse> code = answer -> JobScript.isTerminal(word)
                ? new WireResponse(200, answer.headers(), answer.body(), answer.receivedAt())
                : answer;
        return new NamedFault("status-word", word, JsonChange.word(word).effect(code));
    }

    /**
     * The normal answer without a field. Takes effect.
     *
     * @param field its name, such as {@code logs}, {@code metrics} or {@code cancel_url}
     * @return the fault
     */
    static Fault withoutField(String field) {
        return new NamedFault("without", field, JsonChange.without(field).effect());
    }

    /** {@return the normal answer, its log lines with level and source under {@code labels} alone. Takes effect} */
    static Fault legacyLogs() {
        return new NamedFault("legacy-logs", JsonChange.legacyLogs().effect());
    }

    /**
     * The normal answer, whose {@code response_url}, {@code status_url} and {@code cancel_url} name another origin, with
     * their paths. Takes effect.
     *
     * @param origin such as {@code https://queue.fal.run}
     * @return the fault
     */
    static Fault foreignUrls(String origin) {
        String checked = Settings.origin("origin", origin);
        return new NamedFault(
                "foreign-urls", checked, JsonChange.foreignUrls(checked).effect());
    }

    /**
     * The normal answer with another text. Of a status stream, each event's JSON is changed. Takes effect. It has no form as
     * text.
     *
     * @param change makes the new body of the old one; called on a thread of the server
     * @return the fault
     */
    static Fault rewrite(UnaryOperator<String> change) {
        return new NamedFault("rewrite", new Effect.Rewrite(answer -> Delivery.changed(answer, change), change));
    }

    /**
     * {@return the job is forgotten, as if it had expired: from then on each call about it is answered with 404. With a
     * submit, the job is made, told of and forgotten; with an image, the job's images are forgotten}
     */
    static Fault expired() {
        return new NamedFault("expired", new Effect.Forget());
    }

    /**
     * The job goes back from running to waiting, as when a runner is lost; not a job whose {@linkplain JobScript#steps
     * steps} a test has said. Of the job's life: only for {@link Phase#SUBMIT}.
     *
     * @param times how often, 1 or more
     * @return the fault
     */
    static Fault requeued(int times) {
        Settings.between("times", times, 1, Integer.MAX_VALUE);
        return new NamedFault("requeued", String.valueOf(times), new Effect.Life(job -> job.requeued(times)));
    }

    /**
     * The job's last status tells of a failure, and the result is a 500 with the same words. Of the job's life: only for
     * {@link Phase#SUBMIT}.
     *
     * @param error what went wrong
     * @param errorType the same as a word for machines, such as {@code runner_server_error}
     * @return the fault
     */
    static Fault completedWithError(String error, String errorType) {
        Effect effect = new Effect.Life(job -> job.failing(error, errorType));
        return new NamedFault("completed-with-error", error + "," + errorType, effect);
    }

    /**
     * The job runs and fails, and each result call brings this failure. Of the job's life: only for {@link Phase#SUBMIT}.
     *
     * @param code the HTTP status of the result call, from 400 to 599
     * @param jsonBody its body, such as <code>{"detail":"out of memory"}</code>
     * @return the fault
     */
    static Fault storedFailure(int code, String jsonBody) {
        Settings.errorCode(code);
        Effect effect = new Effect.Life(job -> job.withResult(code, jsonBody));
        return new NamedFault("stored-failure", code + "," + jsonBody, effect);
    }

    /**
     * The job runs and fails, with a body that fits the code: field errors for 422, text for all others. Of the job's life:
     * only for {@link Phase#SUBMIT}.
     *
     * @param code the HTTP status of the result call, from 400 to 599
     * @return the fault
     */
    static Fault storedFailure(int code) {
        Settings.errorCode(code);
        Effect effect = new Effect.Life(job -> job.withResult(code, FaultBodies.storedFailure(code)));
        return new NamedFault("stored-failure", String.valueOf(code), effect);
    }
}
