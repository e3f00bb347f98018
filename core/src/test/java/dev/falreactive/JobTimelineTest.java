package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.protocol.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobTimelineTest {

    private static final JobTimeline TIMELINE = new JobTimeline(
            Instant.parse("2026-11-01T12:00:01.123Z"),
            Optional.of(Instant.parse("2026-11-01T12:00:09Z")),
            31,
            Optional.of("Unreachable, HTTP 502"));
    private static final Evidence OF_JOB = Evidence.of(Wire.TICKET);

    static Stream<FalException> aboutAJob() {
        return Stream.of(
                new Rejected(Rejected.Reason.GONE, "gone", Optional.of(Duration.ofSeconds(3)), OF_JOB),
                new FalException.Unreachable("reset", OF_JOB, new IOException("reset")),
                new FalException.Unreadable("garbage", OF_JOB, null),
                new FalException.JobFailed(
                        new JobFailure("broke", Optional.empty(), List.of(), OptionalInt.of(500)), OF_JOB),
                new FalException.WatchTimeout(Duration.ofSeconds(3), Optional.empty(), Wire.TICKET));
    }

    @ParameterizedTest
    @MethodSource("aboutAJob")
    void anErrorAboutAJobTellsItAndStaysWhatItWas(FalException error) {
        FalException told = error.withTimeline(TIMELINE);

        assertThat(told).isExactlyInstanceOf(error.getClass());
        assertThat(told.getMessage())
                .startsWith(error.getMessage())
                .endsWith(" (submitted 2026-11-01T12:00:01Z, first seen running 2026-11-01T12:00:09Z, 31 status calls,"
                        + " last error: Unreachable, HTTP 502)");
        assertThat(told.timeline()).contains(TIMELINE);
        assertThat(told.ticket()).contains(Wire.TICKET);
        assertThat(told.requestId()).isEqualTo(error.requestId());
        assertThat(told.getCause()).isSameAs(error.getCause());
        assertThat(told.getStackTrace()).isEqualTo(error.getStackTrace());
        assertThat(told.withTimeline(JobTimeline.of(Wire.TICKET))).isSameAs(told);
    }

    @Test
    void aLeafKeepsWhatItHolds() {
        Rejected told = (Rejected) aboutAJob().findFirst().orElseThrow().withTimeline(TIMELINE);
        assertThat(told.reason()).isEqualTo(Rejected.Reason.GONE);
        assertThat(told.retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void anErrorThatIsAboutNoJobHasNone() {
        List<FalException> errors = List.of(
                new FalException.InvalidInput("x", List.of(new Violation("", "type", "must be text"))),
                new FalException.Unreachable("refused", Evidence.none(), null),
                new FalException.SubmitOutcomeUnknown("reset", Wire.ENDPOINT, Wire.NOW, "abc", Evidence.none(), null));
        for (FalException error : errors) {
            assertThat(error.withTimeline(TIMELINE)).isSameAs(error);
            assertThat(error.timeline()).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        assertThat(JobTimeline.of(Wire.TICKET).describe()).isEqualTo("submitted 2026-11-01T12:00:00Z");
    }

    @Test
    void aLongErrorIsCutToOneLine() {
        JobTimeline timeline = new JobTimeline(Wire.NOW, Optional.empty(), 1, Optional.of("a\nb".repeat(10_000)));
        assertThat(timeline.describe())
                .hasSizeLessThan(300)
                .doesNotContain("\n")
                .contains("1 status call,");
        assertThat(Map.of(timeline, 1)).containsKey(timeline);
    }
}
