package dev.falreactive.samples.gallery;

import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;

/** Tells every open tab which rows have changed; the row itself is read when the tab is ready for it. */
@Component
class Changes {

    /** A tab that is this far behind is closed: it opens anew, and is told everything. */
    private static final int BEHIND = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Sinks.Many<String> ids = Sinks.many().multicast().directBestEffort();

    /** May be called by several threads. */
    void of(String id) {
        ids.emitNext(id, EmitFailureHandler.busyLooping(PATIENCE));
    }

    /** The ids of rows that change after the subscription. Fails for a reader that is too far behind. */
    Flux<String> ids() {
        return ids.asFlux().onBackpressureBuffer(BEHIND);
    }

    /** How many listen. */
    int listeners() {
        return ids.currentSubscriberCount();
    }

    /** When no more changes will be told: the process is about to stop. */
    Mono<Void> closed() {
        return ids.asFlux().then();
    }

    void close() {
        ids.emitComplete(EmitFailureHandler.busyLooping(PATIENCE));
    }
}
