package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.Again;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {

    private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;

    @ParameterizedTest
    @CsvSource({
        "1, 0.0, 80",
        "1, 0.5, 100",
        "2, 0.5, 200",
        "3, 0.5, 400",
        "4, 0.5, 800",
        "5, 0.5, 1600",
        "6, 0.5, 3000",
        "7, 0.5, 3000",
        "7, 0.0, 2400",
    })
    void R10_pausesDoubleUpToTheLongest(int failures, double random, long millis) {
        assertThat(POLICY.verdict(Again.backoff(), failures, Duration.ZERO, random))
                .isEqualTo(new Verdict.After(Duration.ofMillis(millis)));
    }

    @Test
    void R10_pausesVaryByAFifth() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Verdict verdict = POLICY.verdict(Again.backoff(), 3, Duration.ZERO, random.nextDouble());
            assertThat(((Verdict.After) verdict).pause()).isBetween(Duration.ofMillis(320), Duration.ofMillis(480));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 1_000_000, Integer.MAX_VALUE})
    void R10_tooManyFailuresInARowEndTheCall(int failures) {
        assertThat(POLICY.verdict(Again.backoff(), failures, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.GiveUp());
        assertThat(POLICY.verdict(new Again.After(Duration.ZERO), failures, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.GiveUp());
    }

    @Test
    void R10_aPathThatNobodyAnswersIsNotAskedAgain() {
        assertThat(POLICY.verdict(Again.elsewhere(), 1, Duration.ZERO, 0.5)).isEqualTo(new Verdict.GiveUp());
        assertThat(POLICY.verdict(Again.never(), 1, Duration.ZERO, 0.5)).isEqualTo(new Verdict.GiveUp());
    }

    @Test
    void R10_anEndlessPolicyDoesNotOverflow() {
        RetryPolicy endless = POLICY.withMaxFailures(Integer.MAX_VALUE);

        for (int failures : new int[] {30, 62, 63, 64, 1_000, Integer.MAX_VALUE - 1}) {
            assertThat(endless.verdict(Again.backoff(), failures, Duration.ZERO, 0.5))
                    .isEqualTo(new Verdict.After(Duration.ofSeconds(3)));
        }
    }

    @Test
    void R10_whatMustNotBeSentAgainIsNot() {
        assertThat(POLICY.verdict(Again.never(), 1, Duration.ZERO, 0.5)).isEqualTo(new Verdict.GiveUp());
        assertThat(POLICY.withMaxFailures(1_000).verdict(Again.never(), 1, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.GiveUp());
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "99, 100", "101, 101", "59999, 59999", "60000, 60000"})
    void R11_thePauseThatTheServerNamesIsTheLeast(long asked, long millis) {
        assertThat(POLICY.verdict(new Again.After(Duration.ofMillis(asked)), 1, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.After(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(longs = {60_001, 3_600_000, Long.MAX_VALUE})
    void R11_aPauseBeyondTheLimitEndsTheCall(long asked) {
        assertThat(POLICY.verdict(new Again.After(Duration.ofMillis(asked)), 1, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.GiveUp());
        assertThat(POLICY.withMaxRetryAfter(Duration.ofMillis(Long.MAX_VALUE))
                        .verdict(new Again.After(Duration.ofMillis(asked)), 1, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.After(Duration.ofMillis(asked)));
    }

    @Test
    void aPauseWithoutLimitIsNoOverflow() {
        Duration forever = ChronoUnit.FOREVER.getDuration();

        assertThat(POLICY.withPauses(Duration.ofSeconds(1), forever).verdict(Again.backoff(), 3, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.After(Duration.ofSeconds(4)));
        assertThat(POLICY.withPauses(forever, forever).verdict(Again.backoff(), 1, Duration.ZERO, 0.5))
                .isEqualTo(new Verdict.After(Duration.ofNanos(Long.MAX_VALUE)));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> POLICY.withMaxFailures(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withPauses(Duration.ofMillis(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withPauses(Duration.ZERO, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> POLICY.withMaxRetryAfter(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(POLICY.withPauses(Duration.ZERO, Duration.ZERO).verdict(Again.backoff(), 1, Duration.ZERO, 0.9))
                .isEqualTo(new Verdict.After(Duration.ZERO));
    }

    @Test
    void aConstantPollPolicyDoesNotChange() {
        PollPolicy policy = PollPolicy.constant(Duration.ofSeconds(2));
        StatusUpdate update = new StatusUpdate.InProgress(List.of());

        for (long updates : new long[] {1, 2, Long.MAX_VALUE}) {
            assertThat(policy.pauseAfter(state(updates, update))).isEqualTo(Duration.ofSeconds(2));
        }
        assertThat(PollPolicy.BESIDE_WEBHOOK.pauseAfter(state(1, update))).isEqualTo(Duration.ofSeconds(15));
        assertThat(PollPolicy.constant(Duration.ZERO)).isNotNull();
        assertThatThrownBy(() -> PollPolicy.constant(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PollPolicy.State state(long updates, StatusUpdate update) {
        QueueTicket ticket = QueueTicket.of(EndpointId.of("owner/app"), "id", Instant.EPOCH);
        PollPolicy.Times times =
                new PollPolicy.Times(Duration.ofDays(1), Duration.ZERO, Duration.ZERO, Optional.empty());
        return new PollPolicy.State(ticket, updates, Duration.ofDays(1), update, times, 0.9);
    }

    @Test
    void whatCannotBeReachedIsTriedForALimitedTime() {
        RetryPolicy patient = POLICY.withMaxFailures(1_000).withMaxUnreachable(Duration.ofSeconds(10));
        assertThat(patient.verdict(Again.whenReachable(), 3, Duration.ofMillis(9_999), 0.5))
                .isInstanceOf(Verdict.After.class);
        assertThat(patient.verdict(Again.whenReachable(), 3, Duration.ofSeconds(10), 0.5))
                .isEqualTo(new Verdict.GiveUp());
        assertThat(patient.verdict(Again.backoff(), 3, Duration.ofHours(1), 0.5))
                .isInstanceOf(Verdict.After.class);
    }
}
