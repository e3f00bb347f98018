package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.PollPolicy;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class StatusBudgetTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StatusBudget budget = new StatusBudget(10, Connections.DEFAULT, time);
    private final List<Long> admitted = new ArrayList<>();

    private Disposable come() {
        return budget.turn(() -> 0).subscribe(null, null, () -> admitted.add(time.now(TimeUnit.MILLISECONDS)));
    }

    @Test
    void R04_neverMoreInAnySecond() {
        for (int i = 0; i < 95; i++) {
            come();
        }
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(admitted).hasSize(95);
        for (int i = 10; i < admitted.size(); i++) {
            assertThat(admitted.get(i) - admitted.get(i - 10)).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void whoComesWithinTheBudgetDoesNotWait() {
        for (int i = 0; i < 10; i++) {
            come();
        }
        assertThat(admitted).hasSize(10);
    }

    @Test
    void whoLeavesTheLineTakesNothing() {
        for (int i = 0; i < 10; i++) {
            come();
        }
        List<Disposable> leaving = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            leaving.add(come());
        }
        come();
        leaving.forEach(Disposable::dispose);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(admitted).hasSize(11);
    }

    @Test
    void R04_holdsOverAllWatchesOfAClient() {
        Fixture fal = new Fixture(FalConfig.builder().statusCallsPerSecond(10));
        fal.transport.then(202, Fixture.RUNNING);
        WatchOptions eager = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));
        List<Disposable> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(fal.queue.watch(Fixture.TICKET, eager).subscribe());
        }
        fal.pass(Duration.ofSeconds(20));
        watches.forEach(Disposable::dispose);
        List<Duration> at = fal.transport.sentAt;
        assertThat(at).hasSizeBetween(200, 211);
        for (int i = 10; i < at.size(); i++) {
            assertThat(at.get(i).minus(at.get(i - 10))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void R04_aRefusalForTooManyCallsNarrowsItAndSuccessWidensItAgain() {
        Fixture fal = new Fixture(FalConfig.builder().statusCallsPerSecond(10));
        fal.transport.then(429, Map.of("Retry-After", "1"), "{}").then(202, Fixture.RUNNING);
        WatchOptions eager = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));
        List<Disposable> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(fal.queue.watch(Fixture.TICKET, eager).subscribe());
        }
        fal.pass(Duration.ofSeconds(60));
        watches.forEach(Disposable::dispose);
        List<Duration> at = fal.transport.sentAt;
        for (int i = 10; i < at.size(); i++) {
            assertThat(at.get(i).minus(at.get(i - 10))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        assertThat(callsIn(at, 1)).isBetween(4L, 5L);
        assertThat(callsIn(at, 2)).isBetween(4L, 6L);
        assertThat(callsIn(at, 50)).isBetween(9L, 10L);
    }

    @Test
    void otherFailuresDoNotNarrowIt() {
        Fixture fal = new Fixture(FalConfig.builder().statusCallsPerSecond(10));
        fal.transport.then(502, "<html>").then(502, "<html>").then(202, Fixture.RUNNING);
        WatchOptions eager = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));
        List<Disposable> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(fal.queue.watch(Fixture.TICKET, eager).subscribe());
        }
        fal.pass(Duration.ofSeconds(5));
        watches.forEach(Disposable::dispose);
        assertThat(callsIn(fal.transport.sentAt, 2)).isEqualTo(10);
    }

    private static long callsIn(List<Duration> at, int second) {
        return at.stream().filter(when -> when.toSeconds() == second).count();
    }

    @Test
    void aClockThatIsTurnedBackHoldsNobodyUp() {
        ShiftedTimer shifted = new ShiftedTimer(time);
        StatusBudget turned = new StatusBudget(10, Connections.DEFAULT, shifted);
        List<Integer> through = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            turned.turn(() -> 0).subscribe(null, null, () -> through.add(1));
        }
        shifted.putForward(Duration.ofHours(-1));
        turned.turn(() -> 0).subscribe(null, null, () -> through.add(2));
        time.advanceTimeBy(Duration.ofMillis(1_001));
        assertThat(through).hasSize(11);
    }

    @Test
    void theUsefulCallGoesFirst() {
        for (int i = 0; i < 10; i++) {
            come();
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            budget.turn(() -> 0).subscribe(null, null, () -> order.add("queued"));
        }
        budget.turn(() -> 1).subscribe(null, null, () -> order.add("ended"));
        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(order).hasSize(6).startsWith("queued", "ended");
    }
}
