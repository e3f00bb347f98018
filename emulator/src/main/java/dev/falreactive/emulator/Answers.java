package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with a JSON body. */
final class Answers {

    private static final WireHeaders JSON = WireHeaders.none().with(Headers.CONTENT_TYPE, Headers.JSON);

    private Answers() {}

    /** An answer of the gateway itself: without {@code x-fal-request-id}. */
    static WireResponse gateway(int code, Map<String, @Nullable Object> body, Instant now) {
        return new WireResponse(code, JSON, Fields.write(body), now);
    }

    static WireResponse json(byte[] body, Instant now) {
        return new WireResponse(200, JSON, body, now);
    }

    /** An answer from behind the gateway. */
    static WireResponse of(int code, String requestId, Map<String, @Nullable Object> body, Instant now) {
        return new WireResponse(code, JSON.with(Headers.REQUEST_ID, requestId), Fields.write(body), now);
    }

    static WireResponse detail(int code, String detail, Instant now) {
        return gateway(code, Fields.of("detail", detail), now);
    }

    static WireResponse badRequest(String detail, Instant now) {
        return gateway(400, Fields.of("detail", detail, "error_type", "bad_request"), now);
    }

    static WireResponse notFound(String requestId, Instant now) {
        return of(404, requestId, Fields.of("status", "NOT_FOUND"), now);
    }
}
