package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Calls that take their time, one connection and so four of them at a time. */
class AdmittedCallTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StatusBudget budget = new StatusBudget(1_000, Connections.DEFAULT.withMax(1), time);
    private final List<TestPublisher<String>> made = new ArrayList<>();
    private final List<String> got = new ArrayList<>();

    private Disposable call() {
        return new AdmittedCall<>(budget, () -> 0, () -> {
                    TestPublisher<String> source = TestPublisher.create();
                    made.add(source);
                    return source.mono();
                })
                .subscribe(got::add, error -> got.add("failed"), () -> {});
    }

    private void calls(int count) {
        for (int i = 0; i < count; i++) {
            call();
        }
        time.advanceTimeBy(Duration.ofSeconds(1));
    }

    @Test
    void theNextIsMadeWhenOneIsOver() {
        calls(6);
        assertThat(made).hasSize(4);
        made.get(0).emit("answer");
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(made).hasSize(5);
        assertThat(got).containsExactly("answer");
    }

    @Test
    void theNextIsMadeWhenOneHasFailed() {
        calls(5);
        made.get(3).error(new IllegalStateException());
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(made).hasSize(5);
        assertThat(got).containsExactly("failed");
    }

    @Test
    void theNextIsMadeWhenOneIsCancelled() {
        Disposable first = call();
        calls(4);
        assertThat(made).hasSize(4);
        first.dispose();
        time.advanceTimeBy(Duration.ofSeconds(1));
        made.get(0).assertCancelled();
        assertThat(made).hasSize(5);
    }

    @Test
    void whoLeavesTheLineIsNeverCalledAndHoldsNoPlace() {
        calls(4);
        Disposable waiting = call();
        call();
        waiting.dispose();
        waiting.dispose();
        made.get(0).emit("answer");
        made.get(1).emit("answer");
        calls(2);
        assertThat(made).hasSize(6);
        calls(1);
        assertThat(made).hasSize(6);
    }

    @Test
    void aSourceThatCannotBeMadeFailsTheCallAlone() {
        for (int i = 0; i < 10; i++) {
            new AdmittedCall<String>(budget, () -> 0, () -> {
                        throw new IllegalStateException();
                    })
                    .subscribe(got::add, error -> got.add("failed"), () -> {});
        }
        assertThat(got).hasSize(10).containsOnly("failed");
    }

    @Test
    void aPolicyThatThrowsFailsItsOwnCallAlone() {
        calls(4);
        new AdmittedCall<String>(
                        budget,
                        () -> {
                            throw new IllegalStateException();
                        },
                        Mono::never)
                .subscribe(got::add, error -> got.add("failed"), () -> {});
        assertThat(got).containsExactly("failed");
        calls(1);
        made.get(0).emit("answer");
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(made).hasSize(5);
    }

    @Test
    void noMoreAreUnderWayThanMayWaitForAConnection() {
        StatusBudget narrow =
                new StatusBudget(1_000, Connections.DEFAULT.withMax(10).withMaxWaiting(4), time);
        int[] begun = new int[1];
        for (int i = 0; i < 100; i++) {
            new AdmittedCall<>(narrow, () -> 0, () -> {
                        begun[0]++;
                        return Mono.never();
                    })
                    .subscribe();
        }
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(begun[0]).isEqualTo(12);
    }

    @Test
    void withoutDemandItDoesNotStandInLine() {
        Mono<String> call = new AdmittedCall<>(budget, () -> 0, Mono::never);
        call.subscribe(new NoDemand<>());
        calls(5);
        assertThat(made).hasSize(4);
    }

    /** Their calls would take twenty times as long as a call may wait for a connection. */
    @Test
    void moreWatchesThanASlowServerAnswersInTimeAllLiveToTheEnd() {
        Fixture fal = new Fixture(FalConfig.builder().connections(Connections.DEFAULT.withMax(4)));
        for (int i = 0; i < 2_000; i++) {
            fal.transport.thenAfter(Duration.ofSeconds(5), 202, Fixture.RUNNING);
        }
        fal.transport.thenAfter(Duration.ofSeconds(5), 200, Fixture.COMPLETED);
        List<StatusUpdate> ends = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            QueueTicket ticket = QueueTicket.of(FluxLora.ID, "job-" + i, Instant.EPOCH);
            fal.queue.watch(ticket, WatchOptions.defaults()).last().subscribe(ends::add);
        }
        fal.pass(Duration.ofSeconds(5 * 2_000 / 16));
        assertThat(fal.transport.sent).hasSizeBetween(1_800, 2_016);
        fal.pass(Duration.ofSeconds(5 * 2_000 / 16 + 60));
        assertThat(ends).hasSize(2_000).allMatch(StatusUpdate::isTerminal);
        // A call that has its answer is over for the budget before it is over for the transport.
        assertThat(fal.transport.mostInFlight).isBetween(16, 17);
    }
}
