package dev.falreactive.reactor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ends a publisher from outside. */
final class Until {

    private Until() {}

    /**
     * Ends it with an error when there is one. Cancels it then, which Reactor's own {@code takeUntilOther} does not do for an
     * other that fails.
     */
    static <T> Flux<T> failing(Flux<T> source, Mono<? extends Throwable> failure) {
        return Flux.defer(() -> {
            AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();
            AtomicBoolean complete = new AtomicBoolean();
            return source.doOnComplete(() -> complete.set(true))
                    .takeUntilOther(failure.doOnNext(reason::set))
                    .concatWith(Mono.defer(() -> {
                        Throwable error = reason.get();
                        return error == null || complete.get() ? Mono.empty() : Mono.error(error);
                    }));
        });
    }
}
