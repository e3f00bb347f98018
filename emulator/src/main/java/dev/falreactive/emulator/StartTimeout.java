package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How long a submit is willing to wait for its run to begin. */
final class StartTimeout {

    private static final BigDecimal LEAST = new BigDecimal("0.1");
    private static final BigDecimal MOST =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());

    private StartTimeout() {}

    /**
     * Reads the header; the new name wins over the old one.
     *
     * @throws IllegalArgumentException if it is no number above 0.1; the message is for the caller
     */
    static Optional<Duration> read(WireHeaders headers) {
        return headers.get(Headers.START_TIMEOUT)
                .map(value -> seconds(Headers.START_TIMEOUT, value))
                .or(() -> headers.get(Headers.OLD_START_TIMEOUT).map(v -> seconds(Headers.OLD_START_TIMEOUT, v)));
    }

    private static Duration seconds(String name, String value) {
        BigDecimal seconds;
        try {
            seconds = new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Invalid " + name + " header: not a number");
        }
        if (seconds.compareTo(LEAST) <= 0) {
            throw new IllegalArgumentException("Invalid " + name + " header: must be greater than 0.1");
        }
        return Duration.ofNanos(seconds.min(MOST).movePointRight(9).longValue());
    }
}
