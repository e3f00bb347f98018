package dev.falreactive.boot;

import dev.falreactive.kotlin.CoroutineFalClient;
import dev.falreactive.reactor.ReactorFalClient;

/** The coroutine face of a client; loaded only if Kotlin is there. */
final class CoroutineFace {

    private CoroutineFace() {}

    static CoroutineFalClient of(ReactorFalClient client) {
        return CoroutineFalClient.Companion.of(client);
    }
}
