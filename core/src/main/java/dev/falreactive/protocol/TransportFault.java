package dev.falreactive.protocol;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an exchange brought no whole answer.
 *
 * @param kind what is certain about it
 * @param description what happened, for a person, such as {@code connection refused: localhost/127.0.0.1:8080}
 * @param occurredAt when
 * @param cause the adapter's own error
 * @param head the head of an answer whose body did not come whole, if one came and is known; its body is empty
 */
public record TransportFault(
        Kind kind, String description, Instant occurredAt, Throwable cause, Optional<WireResponse> head) {

    /** Checks that nothing is null. */
    public TransportFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(head, "head");
    }

    /**
     * A fault without the head of an answer.
     *
     * @param kind what is certain about it
     * @param description what happened, for a person
     * @param occurredAt when
     * @param cause the adapter's own error
     */
    public TransportFault(Kind kind, String description, Instant occurredAt, Throwable cause) {
        this(kind, description, occurredAt, cause, Optional.empty());
    }

    /**
     * The same fault, with the head of the answer.
     *
     * @param value the head, if one came
     * @return a new fault
     */
    public TransportFault withHead(Optional<WireResponse> value) {
        return new TransportFault(kind, description, occurredAt, cause, value);
    }

    /** What is certain about a request that brought no whole answer. */
    public enum Kind {
        /** No byte of it can have reached the server: no address, no connection, no TLS session. */
        NOT_SENT,
        /** As {@link #NOT_SENT}, and no connection was tried: all that the client may have are in use. */
        NONE_FREE,
        /** As {@link #NOT_SENT}: a connection was made, and the credentials could not be had. */
        NO_CREDENTIALS,
        /** As {@link #NOT_SENT}, and nothing will be sent any more: the client is closed. */
        CLOSED,
        /** It may have arrived; the connection broke, or the time for the exchange was over. */
        NO_ANSWER,
        /** An answer came that is larger than its limit. */
        TOO_LARGE;

        /** {@return whether it is certain that no byte of the request left} */
        public boolean isUnsent() {
            return this == NOT_SENT || this == NONE_FREE || this == NO_CREDENTIALS || this == CLOSED;
        }
    }
}
