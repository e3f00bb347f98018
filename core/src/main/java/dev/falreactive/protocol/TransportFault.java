package dev.falreactive.protocol;

import java.time.Instant;
import java.util.Objects;

/**
 * Why an exchange brought no whole answer.
 *
 * @param kind what is certain about it
 * @param description what happened, for a person, such as {@code connection refused: localhost/127.0.0.1:8080}
 * @param occurredAt when
 * @param cause the adapter's own error
 */
public record TransportFault(Kind kind, String description, Instant occurredAt, Throwable cause) {

    /** Checks that nothing is null. */
    public TransportFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(cause, "cause");
    }

    /** What is certain about a request that brought no whole answer. */
    public enum Kind {
        /** No byte of it can have reached the server: no address, no connection, no TLS session. */
        NOT_SENT,
        /** As {@link #NOT_SENT}, and nothing will be sent any more: the client is closed. */
        CLOSED,
        /** It may have arrived; the connection broke, or the time for the exchange was over. */
        NO_ANSWER,
        /** An answer came that is larger than its limit. */
        TOO_LARGE
    }
}
