package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.PollPolicy;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class StatusBudgetTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StatusBudget budget = new StatusBudget(10, time);
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
}
