package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Records publishers: begins on subscribe, ends once, before their subscriber is told of the end. */
final class Observed {

    /** Under which a verb's endpoint is found by the exchanges within it. */
    private static final Object ENDPOINT = new Object() {
        @Override
        public String toString() {
            return "fal endpoint";
        }
    };

    private Observed() {}

    static <T> Mono<T> mono(Function<ContextView, Recording> begin, Function<Recording, Mono<T>> source) {
        return Mono.deferContextual(context -> {
            Recording recording = once(begin.apply(context));
            return source.apply(recording)
                    .doOnSuccess(value -> recording.ended(CallEnding.SUCCESS))
                    .onErrorResume(error -> Mono.error(ended(recording, error)))
                    .doOnCancel(() -> recording.ended(CallEnding.CANCELLED))
                    .contextWrite(recording::within);
        });
    }

    static <T> Flux<T> flux(Function<ContextView, Recording> begin, Function<Recording, Flux<T>> source) {
        return Flux.deferContextual(context -> {
            Recording recording = once(begin.apply(context));
            return source.apply(recording)
                    .doOnComplete(() -> recording.ended(CallEnding.SUCCESS))
                    .onErrorResume(error -> Flux.error(ended(recording, error)))
                    .doOnCancel(() -> recording.ended(CallEnding.CANCELLED))
                    .contextWrite(recording::within);
        });
    }

    /** Reactor's doOnError throws an error of the machine in place of telling it. */
    private static Throwable ended(Recording recording, Throwable error) {
        recording.ended(CallEnding.failed(error));
        return error;
    }

    static Context of(EndpointId endpoint, Context context) {
        return context.put(ENDPOINT, endpoint);
    }

    static Optional<EndpointId> endpoint(ContextView context) {
        return context.getOrEmpty(ENDPOINT);
    }

    /** An end and a cancel may meet. */
    private static Recording once(Recording recording) {
        AtomicBoolean over = new AtomicBoolean();
        return new ForwardingRecording(recording) {
            @Override
            public void ended(CallEnding ending) {
                if (over.compareAndSet(false, true)) {
                    super.ended(ending);
                }
            }
        };
    }
}
