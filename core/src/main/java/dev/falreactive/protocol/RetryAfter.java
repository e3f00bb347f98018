package dev.falreactive.protocol;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server asks to wait: a number of seconds, or a date, which is taken by the server's own clock. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(365);

    private RetryAfter() {}

    static Optional<Duration> of(WireResponse response) {
        return response.headers()
                .get(HeaderNames.RETRY_AFTER)
                .map(String::strip)
                .flatMap(value -> parse(value, response));
    }

    private static Optional<Duration> parse(String value, WireResponse response) {
        if (value.matches("\\d{1,1000}(\\.\\d{1,1000})?")) {
            BigDecimal seconds = new BigDecimal(value).min(BigDecimal.valueOf(LONGEST.toSeconds()));
            return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
        }
        return date(value).map(until -> {
            Instant now = date(response).orElse(response.receivedAt());
            Duration pause = Duration.between(now, until);
            return pause.isNegative() ? Duration.ZERO : pause;
        });
    }

    /** When the server made its answer, by its own clock. */
    static Optional<Instant> date(WireResponse response) {
        return response.headers().get(HeaderNames.DATE).flatMap(RetryAfter::date);
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
