package dev.falreactive.reactor;

import dev.falreactive.protocol.Outcome;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** What each try of a call passes first, and is told how it came out. */
interface Admission {

    /** Lets everybody through at once. */
    Admission FREE = new Free() {};

    /** The same, and counts them. */
    static Admission counted(Trail trail) {
        return new Free() {
            @Override
            public Mono<Void> turn() {
                return trail.asking();
            }
        };
    }

    /** Completes when what follows may be done, which does not count as under way. */
    Mono<Void> turn();

    /** The call, made when it may be made, and under way until it is over or cancelled. */
    <T> Mono<T> admitted(Supplier<Mono<T>> call);

    /** Whether others wait for their turn, so that a call would wait too. */
    boolean isCrowded();

    /** The try came to this. */
    void answered(Outcome<?> outcome);

    /** Nobody waits. */
    interface Free extends Admission {

        @Override
        default Mono<Void> turn() {
            return Mono.empty();
        }

        @Override
        default <T> Mono<T> admitted(Supplier<Mono<T>> call) {
            return turn().then(Mono.defer(call));
        }

        @Override
        default boolean isCrowded() {
            return false;
        }

        @Override
        default void answered(Outcome<?> outcome) {}
    }
}
