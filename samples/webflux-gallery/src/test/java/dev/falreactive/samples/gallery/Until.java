package dev.falreactive.samples.gallery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition; the pause between two looks decides nothing. */
final class Until {

    private static final long LIMIT = Duration.ofSeconds(25).toNanos();
    private static final long PAUSE = Duration.ofMillis(10).toNanos();

    private Until() {}

    static void isTrue(BooleanSupplier condition, String what) {
        isTrue(condition, () -> what);
    }

    static void isTrue(BooleanSupplier condition, Supplier<String> what) {
        long end = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for " + what.get());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
