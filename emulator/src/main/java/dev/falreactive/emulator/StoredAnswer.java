package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a job ended with: replayed by each result call.
 *
 * @param headers without {@code x-fal-request-id}
 * @param text the body; empty if it is drawn
 * @param drawing makes a body that holds images, which takes time
 * @param large whether the body has 10 KB or more
 * @param error what the status says of the failure; empty if the job succeeded
 * @param errorType the failure's word for machines, if it has one
 */
record StoredAnswer(
        int code,
        WireHeaders headers,
        byte[] text,
        Optional<Document> drawing,
        boolean large,
        Optional<String> error,
        Optional<String> errorType) {

    private static final int LARGE = 10 * 1024;
    private static final WireHeaders JSON = WireHeaders.none().with(Headers.CONTENT_TYPE, Headers.JSON);

    static StoredAnswer of(int code, WireHeaders headers, byte[] body) {
        return new StoredAnswer(
                code,
                headers,
                body,
                Optional.empty(),
                body.length >= LARGE,
                code < 400 ? Optional.empty() : Optional.of("Invalid status code: " + code),
                Optional.empty());
    }

    static StoredAnswer json(int code, Map<String, @Nullable Object> body) {
        return of(code, JSON, Fields.write(body));
    }

    static StoredAnswer json(int code, String body) {
        return of(code, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A success whose body holds images. */
    static StoredAnswer drawn(Document body) {
        return new StoredAnswer(200, JSON, new byte[0], Optional.of(body), true, Optional.empty(), Optional.empty());
    }

    /** A failure that the platform, not the model, tells of. */
    static StoredAnswer platform(int code, String detail, String errorType) {
        return json(code, Fields.of("detail", detail, "error_type", errorType))
                .with(Headers.ERROR_TYPE, errorType)
                .failing(Optional.of(detail), Optional.of(errorType));
    }

    /** The job did not start in the time that its submit named. */
    static StoredAnswer missedStart() {
        return platform(504, "Request did not start within the requested time", "startup_timeout")
                .with(Headers.TIMEOUT_TYPE, "user");
    }

    StoredAnswer with(String header, String value) {
        return new StoredAnswer(code, headers.with(header, value), text, drawing, large, error, errorType);
    }

    StoredAnswer failing(Optional<String> newError, Optional<String> newErrorType) {
        return new StoredAnswer(code, headers, text, drawing, large, newError, newErrorType);
    }
}
