package dev.falreactive.reactor;

import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A status stream whose quiet is not believed: comments show that a connection lives, and nothing of the job. Where a stream
 * has brought no update for a while, and its reader waits for one, a status call asks beside it, again and again.
 */
final class StreamChecks {

    /** Twice what fal lets pass between two comments. */
    static final Duration QUIET = Duration.ofSeconds(30);

    private StreamChecks() {}

    /**
     * What a stream and its checks bring. It completes with the stream, and when a check fails: then polls take over, whose
     * rules say what the failure means, which the stream keeps for them.
     *
     * @param watch whose stream it is; told of each update
     * @param stream the updates
     * @param wanted whether the reader waits for an update
     */
    static Flux<StatusUpdate> of(Watch watch, StatusStream stream, BooleanSupplier wanted) {
        Mono<Supplier<Optional<StatusUpdate>>> check =
                Mono.defer(() -> wanted.getAsBoolean() ? ask(watch, stream) : Mono.empty());
        Flux<Supplier<Optional<StatusUpdate>>> checks =
                new Rest(watch.timers(), QUIET).then(check).repeat();
        return stream.updates()
                .<Supplier<Optional<StatusUpdate>>>map(update -> () -> Optional.of(watch.wasTold(update)))
                .publish(told -> Flux.merge(checksBeside(told, checks), told))
                // Read here, where one thread at a time comes by.
                .map(Supplier::get)
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    /** Each update begins the while anew, and ends a check that is under way: what that brings would be older. */
    private static <T> Publisher<T> checksBeside(Flux<T> told, Flux<T> checks) {
        return told.map(update -> true)
                .startWith(true)
                .switchMap(update -> checks)
                .takeUntilOther(told.ignoreElements());
    }

    /** What there is to read, or nothing if the stream is to be left. */
    private static Mono<Supplier<Optional<StatusUpdate>>> ask(Watch watch, StatusStream stream) {
        return watch.ask()
                .doOnNext(watch::answered)
                .<Supplier<Optional<StatusUpdate>>>map(outcome -> () -> read(outcome, watch, stream))
                .onErrorReturn(Optional::empty);
    }

    private static Optional<StatusUpdate> read(Outcome<StatusUpdate> outcome, Watch watch, StatusStream stream) {
        if (outcome instanceof Outcome.Success<StatusUpdate> success) {
            return Optional.of(watch.answered(success.value()));
        }
        stream.checkFailed((Outcome.Failure<StatusUpdate>) outcome);
        return Optional.empty();
    }
}
