package dev.falreactive.reactor;

import dev.falreactive.protocol.Exchange;

/** An exchange that is made again and again: once nobody answers its path, the one that takes its place, for good. */
final class Course<T> {

    private volatile Exchange<T> current;

    Course(Exchange<T> first) {
        this.current = first;
    }

    Exchange<T> current() {
        return current;
    }

    /** Says that nobody answers the path of this exchange; returns whether there is another. */
    boolean turned(Exchange<T> unanswered) {
        unanswered.elsewhere().ifPresent(other -> current = other);
        return unanswered.elsewhere().isPresent();
    }
}
