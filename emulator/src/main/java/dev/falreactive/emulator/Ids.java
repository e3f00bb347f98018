package dev.falreactive.emulator;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes request ids and seeds. */
final class Ids {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /** A UUID of version 7, as fal's recent ones: ordered by time. */
    String requestId(Instant now) {
        long high = (now.toEpochMilli() << 16) | VERSION_7 | (random.nextLong() & 0xfff);
        long low = VARIANT | (random.nextLong() >>> 2);
        return new UUID(high, low).toString();
    }

    /** A seed that may exceed what JavaScript holds exactly. */
    long seed() {
        return random.nextLong() >>> 1;
    }
}
