package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R03, R04, R07, R08 and R09: what a watch asks, and what it tells. */
public interface WatchContract extends ContractHooks {

    @Test
    default void R03_takeOneThenStall_oneStatusCall() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Probe<StatusUpdate> watch =
                    Probe.on(bench.queue.watch(ticket, bench.eager)).request(1);
            watch.next();
            bench.letThingsHappen();
            assertThat(bench.statusCalls(ticket)).hasSize(1);
            watch.cancel();
        }
    }

    @Test
    default void R03_withoutDemandNoStatusCall() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Probe<StatusUpdate> watch = Probe.on(bench.queue.watch(ticket, bench.eager));
            bench.letThingsHappen();
            assertThat(bench.statusCalls(ticket)).isEmpty();
            watch.cancel();
        }
    }

    @Test
    default void R03_noElementIsOlderThanItsRequest() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            Probe<StatusUpdate> watch =
                    Probe.on(bench.queue.watch(ticket, bench.eager)).request(1);
            watch.next();
            bench.letThingsHappen();
            Instant asked = Instant.now().minusMillis(1);
            watch.request(1).next();
            List<LedgerEntry> calls = bench.statusCalls(ticket);
            assertThat(calls).hasSize(2);
            assertThat(calls.get(1).at()).isAfterOrEqualTo(asked);
            watch.cancel();
        }
    }

    @Test
    default void R04_neverTwoPollsOfOneWatchInFlight() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            bench.emulator.inject(bench.watchPhase(), Fault.stall());
            Probe<StatusUpdate> watch =
                    Probe.on(bench.queue.watch(ticket, bench.eager)).request(100);
            Bench.until("the first call", () -> !bench.statusCalls(ticket).isEmpty());
            bench.letThingsHappen();
            assertThat(bench.statusCalls(ticket)).hasSize(1);
            watch.cancel();
        }
    }

    @Test
    default void R04_neverMoreStatusCallsThanTheBudgetOverAllWatches() {
        int budget = 20;
        try (Bench bench = Bench.open(this, config -> config.statusCallsPerSecond(budget))) {
            List<Probe<StatusUpdate>> watches = new ArrayList<>();
            List<QueueTicket> tickets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                QueueTicket ticket = bench.submitEndless();
                tickets.add(ticket);
                watches.add(Probe.on(bench.queue.watch(ticket, bench.eager)).request(Long.MAX_VALUE));
            }
            Bench.until(
                    "calls of three seconds",
                    () -> tickets.stream()
                                    .mapToInt(
                                            ticket -> bench.statusCalls(ticket).size())
                                    .sum()
                            >= 3 * budget);
            watches.forEach(Probe::cancel);
            List<Instant> at = tickets.stream()
                    .flatMap(ticket -> bench.statusCalls(ticket).stream())
                    .map(LedgerEntry::at)
                    .sorted()
                    .toList();
            // Two budgets take two seconds, whichever call is the first. One call's way to the server may take longer.
            for (int i = 2 * budget; i < at.size(); i++) {
                assertThat(Duration.between(at.get(i - 2 * budget), at.get(i))).isGreaterThan(Duration.ofMillis(1_400));
            }
        }
    }

    @Test
    default void R07_theTerminalUpdateIsDeliveredOnceAndEndsTheStream() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket =
                    bench.submit(JobScript.steps(JobScript.queued(0), JobScript.running(), JobScript.completed()));
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.eager));
            assertThat(updates)
                    .extracting(StatusUpdate::phase)
                    .containsExactly(Phase.IN_QUEUE, Phase.IN_PROGRESS, Phase.COMPLETED);
            assertThat(bench.statusCalls(ticket)).hasSize(bench.isStreaming() ? 1 : 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ERROR", "CANCELLED", "CANCELED"})
    default void R07_theWordsOfRelaysEndTheStreamAndTheResultIsNotAsked(String word) {
        try (Bench bench = Bench.open(this)) {
            JobScript script = JobScript.steps(
                    JobScript.running(), JobScript.word(word, "{\"message\":\"the upstream gave up\"}"));
            QueueTicket ticket = bench.submit(script);
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.eager));
            assertThat(updates.get(updates.size() - 1))
                    .isInstanceOfSatisfying(
                            StatusUpdate.Completed.class,
                            end -> assertThat(
                                            end.reportedFailure().orElseThrow().detail())
                                    .isEqualTo("the upstream gave up"));
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.await(ticket, bench.eager)));
            assertThat(error).isInstanceOf(FalException.JobFailed.class).hasMessageContaining("the upstream gave up");
            // Two of the watch and one of await, where it is the result that they ask for.
            assertThat(bench.resultCalls(ticket)).hasSize(bench.byResult ? 3 : 0);
        }
    }

    @Test
    default void R07_anyOtherWordIsDeliveredAndDoesNotEndTheStream() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(
                    JobScript.steps(JobScript.word("PROCESSING"), JobScript.word("PENDING"), JobScript.completed()));
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.eager));
            assertThat(updates.get(0)).isEqualTo(new StatusUpdate.Unrecognized("PROCESSING", List.of()));
            assertThat(updates).hasSize(3);
        }
    }

    @Test
    default void R08_aJobMayGoBackAndPositionsMayRise() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(
                    JobScript.queued(1),
                    JobScript.running(),
                    JobScript.queued(5),
                    JobScript.running(),
                    JobScript.completed()));
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.eager));
            assertThat(updates).hasSize(5);
            assertThat(updates.get(2)).isEqualTo(new StatusUpdate.InQueue(OptionalInt.of(5), List.of()));
        }
    }

    @Test
    default void R08_eachLogLineIsDeliveredOnceHoweverSlowTheReader() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(
                    JobScript.running("one"),
                    JobScript.running("one", "two"),
                    JobScript.running("one", "two", "three"),
                    JobScript.completed()));
            Probe<StatusUpdate> watch = Probe.on(bench.queue.watch(ticket, bench.eager.withLogs(true)));
            List<String> lines = new ArrayList<>();
            StatusUpdate update;
            do {
                update = watch.request(1).next();
                update.logs().stream().map(LogLine::message).forEach(lines::add);
            } while (!update.isTerminal());
            assertThat(lines).containsExactly("one", "two", "three");
        }
    }

    @Test
    default void R09_aFailureThatTheStatusReportsEndsTheWatchNormally() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket =
                    bench.submit(JobScript.steps(JobScript.completedWithError("it broke", "runner_server_error"))
                            .withResult(500, "{\"detail\":\"it broke badly\"}"));
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.eager));
            assertThat(updates)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            StatusUpdate.Completed.class,
                            end -> assertThat(
                                            end.reportedFailure().orElseThrow().errorType())
                                    .contains("runner_server_error"));
        }
    }

    @Test
    default void R09_noReportedFailureDoesNotProveSuccess() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(JobScript.completed())
                    .withResult(
                            422,
                            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"too rude\","
                                    + "\"type\":\"content_policy_violation\",\"input\":\"private words\"}]}"));
            assertThat(Probe.all(bench.queue.watch(ticket, bench.eager))).hasSize(1);
            for (Throwable error : List.of(
                    catchThrowable(() -> Probe.one(bench.queue.result(ticket))),
                    catchThrowable(() -> Probe.one(bench.queue.await(ticket, bench.eager))))) {
                assertThat(error)
                        .isInstanceOf(FalException.JobFailed.class)
                        .hasMessageContaining("too rude")
                        .hasMessageContaining("content_policy_violation")
                        .hasMessageContaining("prompt")
                        .hasMessageNotContaining("private words");
            }
        }
    }
}
