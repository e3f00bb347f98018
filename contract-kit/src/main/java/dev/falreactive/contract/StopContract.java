package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** R05, R06 and R11: how a watch stops before its job does. */
public interface StopContract extends ContractHooks {

    @Test
    default void R05_cancellingStopsTheCallsAndLeavesTheJobAlone() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Probe<StatusUpdate> watch =
                    Probe.on(bench.queue.watch(ticket, bench.eager)).request(Long.MAX_VALUE);
            watch.next();
            watch.cancel();
            bench.letThingsHappen();
            int calls = bench.statusCalls(ticket).size();
            bench.letThingsHappen();
            assertThat(bench.statusCalls(ticket)).hasSize(calls);
            assertThat(bench.cancelCalls()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void R05_goingAwayAbortsTheExchangeInFlightAndLeavesTheJobAlone(Read read) {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            bench.emulator.inject(read.phase(bench), Fault.stall());
            Probe<?> probe = Probe.on(read.open(bench, ticket)).request(1);
            Bench.until("the call", () -> read.calls(bench, ticket).size() == 1);
            bench.letThingsHappen();
            assertThat(read.calls(bench, ticket)).noneMatch(LedgerEntry::aborted);

            probe.cancel();
            Bench.until(
                    "the server sees that the client went",
                    () -> read.calls(bench, ticket).get(0).aborted());
            bench.letThingsHappen();
            assertThat(read.calls(bench, ticket)).hasSize(1);
            assertThat(bench.cancelCalls()).isEmpty();
            assertThat(probe.pending()).isEmpty();
            assertThat(probe.hasEnded()).isFalse();
            assertThat(Probe.one(bench.queue.status(ticket)).phase()).isEqualTo(StatusUpdate.Phase.IN_PROGRESS);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void R05_goingAwayBetweenTwoTriesStopsTheTimer(Read read) {
        RetryPolicy patient =
                RetryPolicy.DEFAULT.withMaxFailures(1_000).withPauses(Duration.ofMillis(10), Duration.ofMillis(10));
        try (Bench bench = Bench.open(this, config -> config.retryPolicy(patient))) {
            QueueTicket left = bench.submitEndless();
            QueueTicket kept = bench.submitEndless();
            read.strike(bench, Fault.edgePage(502), 10_000);
            Probe<?> leaves = Probe.on(read.open(bench, left)).request(1);
            Probe<?> stays = Probe.on(read.open(bench, kept)).request(1);
            Bench.until("a second try", () -> read.calls(bench, left).size() >= 2);

            leaves.cancel();
            // Who stays is the clock of who left: both pause for as long. A try that was under way arrives within the
            // first.
            read.awaitTries(bench, kept, 5);
            int tries = read.calls(bench, left).size();
            read.awaitTries(bench, kept, 10);
            assertThat(read.calls(bench, left)).hasSize(tries);
            assertThat(bench.cancelCalls()).isEmpty();
            stays.cancel();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DETACH, true, 0",
        "DETACH, false, 0",
        "CANCEL_IF_QUEUED, true, 1",
        "CANCEL_IF_QUEUED, false, 0",
        "CANCEL, true, 1",
        "CANCEL, false, 1"
    })
    default void R05_theStopPolicyDecidesAboutTheJob(StopPolicy policy, boolean queued, int cancels) {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(queued ? JobScript.queued(3) : JobScript.running()));
            Probe<StatusUpdate> watch = Probe.on(bench.queue.watch(ticket, bench.watch.withOnStop(policy)))
                    .request(1);
            watch.next();
            watch.cancel();
            if (cancels > 0) {
                Bench.until("the cancel call", () -> !bench.cancelCalls().isEmpty());
            }
            bench.letThingsHappen();
            assertThat(bench.cancelCalls()).hasSize(cancels);
        }
    }

    @Test
    default void R05_aJobThatEndedIsNotCancelled() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(JobScript.completed()));
            Probe.all(bench.queue.watch(ticket, bench.watch.withOnStop(StopPolicy.CANCEL)));
            bench.letThingsHappen();
            assertThat(bench.cancelCalls()).isEmpty();
        }
    }

    @Test
    default void R05_aCancelThatHangsNeitherHidesTheFirstErrorNorLastsForEver() {
        try (Bench bench = Bench.open(this, config -> config.cancelTimeout(Duration.ofSeconds(2)))) {
            QueueTicket ticket = bench.submitEndless();
            bench.emulator.inject(Phase.CANCEL, Fault.stall(), 10);
            WatchOptions options =
                    bench.watch.withDeadline(Duration.ofMillis(200)).withOnStop(StopPolicy.CANCEL);
            Throwable error = catchThrowable(() -> Probe.all(bench.queue.watch(ticket, options)));
            assertThat(error).isInstanceOf(FalException.WatchTimeout.class);
            assertThat(bench.cancelCalls()).hasSize(1);
        }
    }

    @Test
    default void R06_whatArrivesAfterCancellationIsReleasedAndTheClientGoesOn() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            for (int i = 1; i <= 100; i++) {
                int calls = i;
                bench.emulator.inject(
                        bench.statusPhase(), i % 2 == 0 ? Fault.stall() : Fault.delay(Duration.ofMillis(i % 7)));
                Probe<StatusUpdate> status =
                        Probe.on(bench.queue.status(ticket)).request(1);
                Bench.until("the call", () -> bench.statusCalls(ticket).size() == calls);
                status.cancel();
            }
            Bench.until(
                    "the server sees that the client went",
                    () -> bench.statusCalls(ticket).stream().anyMatch(call -> call.aborted()));
            bench.letThingsHappen();
        }
    }

    @Test
    default void R11_theWatchHasALimitOfItsOwnAndTheTicketGoesOn() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Throwable error = catchThrowable(
                    () -> Probe.all(bench.queue.watch(ticket, bench.watch.withDeadline(Duration.ofMillis(300)))));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.WatchTimeout.class,
                            e -> assertThat(e.ticket()).contains(ticket));
            assertThat(bench.cancelCalls()).isEmpty();
            assertThat(Probe.one(bench.queue.status(ticket)).isTerminal()).isFalse();
        }
    }

    @Test
    default void cancelSaysWhatCameOfIt() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket running = bench.submitEndless();
            QueueTicket ended = bench.submit(JobScript.steps(JobScript.completed()));
            Probe.all(bench.queue.watch(ended, bench.watch));
            assertThat(Probe.one(bench.queue.cancel(running))).isIn(CancelOutcome.REQUESTED, CancelOutcome.REMOVED);
            assertThat(Probe.one(bench.queue.cancel(ended))).isEqualTo(CancelOutcome.ALREADY_COMPLETED);
            QueueTicket unknown = QueueTicket.of(running.endpoint(), "nobody-knows-it", running.submittedAt());
            assertThat(Probe.one(bench.queue.cancel(unknown))).isEqualTo(CancelOutcome.NOT_FOUND);
        }
    }
}
