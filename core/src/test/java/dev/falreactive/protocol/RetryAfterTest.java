package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R11: {@code Retry-After} in each of its forms. */
class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "1, PT1S",
        "' 60 ', PT1M",
        "007, PT7S",
        "1.5, PT1.5S",
        "0.001, PT0.001S",
        "31536000, PT8760H",
        "31536001, PT8760H",
        "999999999999999999, PT8760H",
        "99999999999999999999999999, PT8760H",
        "99999999999999999999999999.5, PT8760H",
    })
    void secondsAreReadAndBoundedByAYear(String value, Duration pause) {
        assertThat(RetryAfter.of(Wire.answer(429, "", "retry-after", value))).contains(pause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "-0.5",
                "1e3",
                "1,5",
                "0x10",
                "1 2",
                "٣",
                "Sun",
                "Sun, 99 Nov 2026 12:00:00 GMT",
                "2026-11-01T12:00:00Z"
            })
    void rubbishIsNoPause(String value) {
        assertThat(RetryAfter.of(Wire.answer(429, "", "Retry-After", value))).isEmpty();
    }

    @Test
    void anAbsentHeaderIsNoPause() {
        assertThat(RetryAfter.of(Wire.answer(429, ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    Sun, 01 Nov 2026 12:00:30 GMT ; Sun, 01 Nov 2026 12:00:00 GMT ; PT30S
                    Sun, 01 Nov 2026 08:00:30 GMT ; Sun, 01 Nov 2026 08:00:00 GMT ; PT30S
                    Sun, 01 Nov 2026 12:00:00 GMT ; Sun, 01 Nov 2026 12:00:30 GMT ; PT0S
                    Mon, 02 Nov 2026 12:00:00 GMT ; Sun, 01 Nov 2026 12:00:00 GMT ; PT24H
                    """)
    void aDateIsTakenByTheServersOwnClock(String until, String now, Duration pause) {
        assertThat(RetryAfter.of(Wire.answer(429, "", "Retry-After", until, "Date", now)))
                .contains(pause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now"})
    void aDateIsTakenByTheArrivalIfTheServerTellsNoTime(String date) {
        assertThat(RetryAfter.of(Wire.answer(429, "", "Retry-After", "Sun, 01 Nov 2026 12:00:05 GMT", "Date", date)))
                .contains(Duration.ofSeconds(5));
    }
}
