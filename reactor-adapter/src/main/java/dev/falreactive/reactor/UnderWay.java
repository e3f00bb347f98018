package dev.falreactive.reactor;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How many calls are under way, and when the last of them is over. Safe for use by several threads. */
final class UnderWay {

    private final Sinks.Empty<Void> nothing = Sinks.empty();
    /** One more until it is closed. */
    private final AtomicInteger calls = new AtomicInteger(1);

    private final AtomicInteger closed = new AtomicInteger();

    void begins() {
        calls.incrementAndGet();
    }

    /** Once for each that began. */
    void ends() {
        if (calls.decrementAndGet() == 0) {
            nothing.tryEmitEmpty();
        }
    }

    /** Completes when nothing is under way; what begins afterwards is no concern of it. */
    Mono<Void> close() {
        if (closed.compareAndSet(0, 1)) {
            ends();
        }
        return nothing.asMono();
    }
}
