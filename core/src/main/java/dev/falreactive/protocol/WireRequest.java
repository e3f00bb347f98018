package dev.falreactive.protocol;

import java.net.URI;
import java.util.Objects;

/**
 * What to send. A request made by {@link QueueProtocol} holds no credential: the adapter adds it when it sends, and only
 * for a configured origin.
 *
 * @param method the method
 * @param uri the absolute URI
 * @param headers the headers
 * @param body the body, empty for none; not copied, and not to be changed
 */
public record WireRequest(HttpMethod method, URI uri, WireHeaders headers, byte[] body) {

    /** Checks that nothing is null. */
    public WireRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    /** {@return method and path, without query, headers or body} */
    @Override
    public String toString() {
        return method + " " + uri.getRawPath();
    }
}
