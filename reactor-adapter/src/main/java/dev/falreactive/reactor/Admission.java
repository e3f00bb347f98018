package dev.falreactive.reactor;

import dev.falreactive.protocol.Outcome;
import reactor.core.publisher.Mono;

/** What each try of a call passes first, and is told how it came out. */
interface Admission {

    /** Lets everybody through at once. */
    Admission FREE = new Admission() {
        @Override
        public Mono<Void> turn() {
            return Mono.empty();
        }

        @Override
        public void answered(Outcome<?> outcome) {}
    };

    /** The same, and counts them. */
    static Admission counted(Trail trail) {
        return new Admission() {
            @Override
            public Mono<Void> turn() {
                return trail.asking();
            }

            @Override
            public void answered(Outcome<?> outcome) {}
        };
    }

    /** Completes when the try may be made. */
    Mono<Void> turn();

    /** The try came to this. */
    void answered(Outcome<?> outcome);
}
