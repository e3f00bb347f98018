package dev.falreactive.emulator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does, as long as it takes, up to a limit. */
final class Until {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Until() {}

    static void holds(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("does not hold within " + LIMIT);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
