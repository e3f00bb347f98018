package dev.falreactive.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which events were handled, since one event may be delivered several times. Bounded: beyond the bound the oldest
 * is forgotten. fal repeats a delivery for two hours at most, so a bound of the events of two hours forgets none too early.
 *
 * <p>Handling takes time, and may fail while a duplicate arrives, which must not be answered as if all was well:
 *
 * <pre>{@code
 * switch (dedupe.begin(id)) {
 *     case HANDLED: return 200;
 *     case UNDER_WAY: return 503; // it comes again
 *     case FIRST: ... // handle it, then dedupe.handled(id); or dedupe.forget(id) if that fails
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. A memory of this process alone: where several receive webhooks, or one may be
 * restarted, a unique key in a database does the same.
 */
public final class WebhookDedupe {

    /** What is known of an event. */
    public enum Seen {
        /** Nothing: whoever asked is to handle it. */
        FIRST,
        /** Somebody is handling it, and may fail. */
        UNDER_WAY,
        /** It was handled. */
        HANDLED
    }

    /** By request id; the oldest first. */
    private final Map<String, Seen> events = new LinkedHashMap<>();

    private final int capacity;

    private WebhookDedupe(int capacity) {
        this.capacity = capacity;
    }

    /**
     * An empty memory.
     *
     * @param capacity how many events it remembers, about 150 bytes each; 1 or more
     * @return the memory
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static WebhookDedupe ofCapacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be 1 or more, not " + capacity);
        }
        return new WebhookDedupe(capacity);
    }

    /**
     * Remembers an event as one that is being handled, until {@link #handled} or {@link #forget} is called for it.
     *
     * @param requestId the event's request id, from a delivery that was verified
     * @return what was known of it: {@link Seen#FIRST} for exactly one of several threads that ask at the same time
     */
    public Seen begin(String requestId) {
        return remember(requestId, Seen.UNDER_WAY);
    }

    /**
     * Remembers that an event was handled: all its deliveries from now on are duplicates.
     *
     * @param requestId the event's request id
     */
    public synchronized void handled(String requestId) {
        remember(requestId, Seen.HANDLED);
        events.put(requestId, Seen.HANDLED);
    }

    /**
     * Remembers an event as handled. For handling that cannot fail, or what fails of which may be lost; see {@link #begin}.
     *
     * @param requestId the event's request id, from a delivery that was verified
     * @return whether it was not remembered yet: true for exactly one of several threads that ask at the same time
     */
    public boolean isFirst(String requestId) {
        return remember(requestId, Seen.HANDLED) == Seen.FIRST;
    }

    /**
     * Forgets an event, so that its next delivery is the first again: for one that could not be handled.
     *
     * @param requestId the event's request id
     */
    public synchronized void forget(String requestId) {
        events.remove(requestId);
    }

    private synchronized Seen remember(String requestId, Seen as) {
        Seen seen = events.putIfAbsent(requestId, as);
        if (seen != null) {
            return seen;
        }
        if (events.size() > capacity) {
            events.remove(events.keySet().iterator().next());
        }
        return Seen.FIRST;
    }
}
