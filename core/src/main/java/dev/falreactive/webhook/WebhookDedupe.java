package dev.falreactive.webhook;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Remembers which events were told, since one event may be delivered several times. Bounded: beyond the bound the oldest is
 * forgotten. fal repeats a delivery for two hours at most, so a bound of the events of two hours forgets none too early.
 *
 * <p>Safe for use by several threads. A memory of this process alone: where several receive webhooks, or one may be
 * restarted, a unique key in a database does the same.
 */
public final class WebhookDedupe {

    private final Set<String> told = new LinkedHashSet<>();
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
     * Remembers an event.
     *
     * @param requestId the event's request id, from a delivery that was verified
     * @return whether it was not remembered yet: true for exactly one of several threads that ask at the same time
     */
    public synchronized boolean isFirst(String requestId) {
        if (!told.add(requestId)) {
            return false;
        }
        if (told.size() > capacity) {
            told.remove(told.iterator().next());
        }
        return true;
    }

    /**
     * Forgets an event, so that its next delivery is the first again: for one that could not be handled.
     *
     * @param requestId the event's request id
     */
    public synchronized void forget(String requestId) {
        told.remove(requestId);
    }
}
