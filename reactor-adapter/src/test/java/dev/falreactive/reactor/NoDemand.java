package dev.falreactive.reactor;

import reactor.core.publisher.BaseSubscriber;

/** Asks for nothing. */
final class NoDemand<T> extends BaseSubscriber<T> {

    @Override
    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
        // Asks for nothing.
    }
}
