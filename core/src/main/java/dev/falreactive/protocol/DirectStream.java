package dev.falreactive.protocol;

import java.util.Objects;

/**
 * A direct run whose answer is a stream of events, or, from a model that knows no streams, one output.
 *
 * @param events the call, and how to read its events
 * @param whole how to read an answer that is no stream of events, whatever it is
 * @param <T> what an event brings
 */
public record DirectStream<T>(EventExchange<T> events, Exchange<T> whole) {

    /** Checks that nothing is null. */
    public DirectStream {
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(whole, "whole");
    }

    @Override
    public String toString() {
        return events.toString();
    }
}
