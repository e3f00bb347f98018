package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.rxjava3.RxFalClient;

/** The RxJava face of a client; loaded only if RxJava is there. */
final class RxFace {

    private RxFace() {}

    static RxFalClient of(ReactorFalClient client) {
        return RxFalClient.wrap(client);
    }
}
