package dev.falreactive.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong between a client and the queue. Injected by {@link FalEmulator#inject(Phase, Fault)}.
 *
 * <p>A fault either keeps the request from the queue ("no effect"), or lets it through and spoils the answer ("takes
 * effect"): then a job that was submitted exists, and is billed.
 */
public sealed interface Fault
        permits Faults.Literal,
                Faults.Drop,
                Faults.AcceptThenDrop,
                Faults.HalfReply,
                Faults.Stall,
                Faults.SlowDrip,
                Faults.Unreadable,
                Faults.Huge,
                Faults.Delay,
                Faults.Rewrite {

    /**
     * An HTML page of the ingress, without {@code x-fal-request-id}. No effect.
     *
     * @param code such as 502, 503 or 504
     * @return the fault
     */
    static Fault edgePage(int code) {
        return respond(code, Map.of(Headers.CONTENT_TYPE, "text/html"), Faults.edgeHtml(code));
    }

    /**
     * An error of the app or the platform, with {@code x-fal-request-id}. No effect.
     *
     * @param code the HTTP status
     * @param detail the text of {@code detail}
     * @return the fault
     */
    static Fault appError(int code, String detail) {
        byte[] body = Fields.write(Fields.of("detail", detail));
        return new Faults.Literal(code, Map.of(Headers.CONTENT_TYPE, Headers.JSON), body, true);
    }

    /**
     * Any answer. No effect.
     *
     * @param code the HTTP status
     * @param headers the headers; {@code Content-Length} is added
     * @param body the body
     * @return the fault
     */
    static Fault respond(int code, Map<String, String> headers, String body) {
        return new Faults.Literal(code, Map.copyOf(headers), body.getBytes(StandardCharsets.UTF_8), false);
    }

    /** {@return 429 without {@code Retry-After}, as fal does it. No effect} */
    static Fault rateLimited() {
        return respond(429, Map.of(Headers.CONTENT_TYPE, Headers.JSON), "{\"detail\":\"Too many requests\"}");
    }

    /**
     * 429 with {@code Retry-After}. No effect.
     *
     * @param retryAfter how long to wait; sent in whole seconds, rounded up
     * @return the fault
     */
    static Fault rateLimited(Duration retryAfter) {
        long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
        return respond(
                429,
                Map.of(Headers.CONTENT_TYPE, Headers.JSON, Headers.RETRY_AFTER, String.valueOf(seconds)),
                "{\"detail\":\"Too many requests\"}");
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
     * @param code such as 302 or 307
     * @param url where to
     * @return the fault
     */
    static Fault redirect(int code, String url) {
        return respond(code, Map.of(Headers.LOCATION, url), "");
    }

    /** {@return the connection is closed without an answer. No effect} */
    static Fault dropBeforeHandling() {
        return new Faults.Drop();
    }

    /** {@return the connection is closed without an answer. Takes effect} */
    static Fault acceptThenDrop() {
        return new Faults.AcceptThenDrop();
    }

    /**
     * {@return the connection is closed after the headers and half of the body; of a status stream, after the first event.
     * Takes effect}
     */
    static Fault halfReply() {
        return new Faults.HalfReply();
    }

    /** {@return no answer, until the client leaves. Takes effect} */
    static Fault stall() {
        return new Faults.Stall();
    }

    /**
     * The normal answer, byte by byte. Takes effect.
     *
     * @param perByte the pause before each byte of the body
     * @return the fault
     */
    static Fault slowDrip(Duration perByte) {
        return new Faults.SlowDrip(perByte);
    }

    /** {@return 200 with text that is no JSON. Takes effect} */
    static Fault garbage() {
        return new Faults.Unreadable("\u0000\u0001<<< {not json \"");
    }

    /**
     * 200 with JSON that is deeply nested. Takes effect.
     *
     * @param levels how deep; 1 or more
     * @return the fault
     */
    static Fault deepNesting(int levels) {
        return new Faults.Unreadable("{\"status\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
    }

    /**
     * 200 with a JSON object that is this large. Takes effect.
     *
     * @param bytes its size, sent in small pieces
     * @return the fault
     */
    static Fault hugeBody(long bytes) {
        return new Faults.Huge(bytes);
    }

    /**
     * The normal answer, later. Takes effect at once.
     *
     * @param by how much later
     * @return the fault
     */
    static Fault delay(Duration by) {
        return new Faults.Delay(by);
    }

    /**
     * The normal answer with another text: for missing fields, foreign URLs, other shapes of log lines. Of a status stream,
     * each event's JSON is changed. Takes effect.
     *
     * @param change makes the new body of the old one; called on a thread of the server
     * @return the fault
     */
    static Fault rewrite(UnaryOperator<String> change) {
        return new Faults.Rewrite(change);
    }
}
