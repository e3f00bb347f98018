package dev.falreactive.protocol;

import java.time.Instant;
import java.util.Objects;

/**
 * What came back, read to its end.
 *
 * @param status the HTTP status code
 * @param headers the headers
 * @param body the body, empty for none; not copied, and not to be changed
 * @param receivedAt when its last byte arrived
 */
public record WireResponse(int status, WireHeaders headers, byte[] body, Instant receivedAt) {

    /** Checks that nothing is null. */
    public WireResponse {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }

    /** {@return the status code and the size of the body, without its text} */
    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
