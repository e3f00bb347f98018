package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** R10, R11 and R14: a bad network and a broken server are normal. */
public interface FailureContract extends ContractHooks {

    /** Each is passed by asking again. */
    static Stream<Arguments> transientFaults() {
        return Stream.of(
                Arguments.of("502 page", Fault.edgePage(502)),
                Arguments.of("503 page", Fault.edgePage(503)),
                Arguments.of("504 page", Fault.edgePage(504)),
                Arguments.of("503 of the app", Fault.appError(503, "GPU error")),
                Arguments.of("reset before", Fault.dropBeforeHandling()),
                Arguments.of("reset after", Fault.acceptThenDrop()),
                Arguments.of("half a reply", Fault.halfReply()),
                Arguments.of("garbage", Fault.garbage()),
                Arguments.of("too large", Fault.hugeBody(20_000_000)),
                Arguments.of("too deep", Fault.deepNesting(100_000)),
                Arguments.of("stall", Fault.stall()),
                Arguments.of("drip", Fault.slowDrip(Duration.ofMillis(100))),
                Arguments.of("429", Fault.rateLimited()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.falreactive.contract.FailureContract#transientFaults")
    default void R10_aStatusCallThatFailsForNowIsRepeated(String name, Fault fault) {
        Duration limit = Duration.ofMillis(700);
        try (Bench bench =
                Bench.open(this, config -> config.requestTimeout(limit).streamIdleTimeout(limit))) {
            QueueTicket ticket = bench.submit(JobScript.steps(JobScript.running(), JobScript.completed()));
            bench.strikeWatch(fault, 2);
            List<StatusUpdate> updates = Probe.all(bench.queue.watch(ticket, bench.watch));
            assertThat(updates.get(updates.size() - 1).isTerminal()).isTrue();
            // As a result, what the app answered is no passing failure of the call but how the job ended.
            boolean passes = !(bench.byResult && name.equals("503 of the app"));
            assertThat(bench.statusCalls(ticket)).hasSizeGreaterThanOrEqualTo(passes ? 3 : 1);
        }
    }

    @Test
    default void R10_afterTooManyFailuresInARowTheWatchEndsWithATypedError() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            bench.strikeWatch(Fault.garbage(), 100);
            Throwable error = catchThrowable(() -> Probe.all(bench.queue.watch(ticket, bench.watch)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.Unreadable.class,
                            e -> assertThat(e.ticket()).contains(ticket));
            assertThat(bench.statusCalls(ticket)).hasSizeBetween(5, 20);
        }
    }

    @Test
    default void R11_retryAfterIsKept() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submit(JobScript.steps(JobScript.completed()));
            bench.emulator.inject(bench.watchPhase(), Fault.rateLimited(Duration.ofSeconds(1)));
            Probe.all(bench.queue.watch(ticket, bench.watch));
            List<LedgerEntry> calls = bench.statusCalls(ticket);
            assertThat(calls).hasSize(2);
            assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(990));
        }
    }

    @Test
    default void R11_aWatchFailsAtOnceOnALongRetryAfter() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = bench.submitEndless();
            bench.strikeWatch(Fault.rateLimited(Duration.ofHours(1)), 1);
            Throwable error = catchThrowable(() -> Probe.all(bench.queue.watch(ticket, bench.watch)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.Rejected.class,
                            e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.RATE_LIMITED));
            // What a stream was told is no word about polls; the first of them is told the same.
            assertThat(bench.statusCalls(ticket)).hasSize(bench.isStreaming() ? 2 : 1);
        }
    }

    @Test
    default void R14_aResultBeyondEveryBoundIsAnErrorWithTheTicket() {
        try (Bench bench = Bench.open(this, config -> config.maxResultBytes(100_000))) {
            QueueTicket ticket = bench.submit();
            Probe.all(bench.queue.watch(ticket, bench.watch));
            for (Fault fault : List.of(Fault.hugeBody(200_000_000), Fault.deepNesting(40_000))) {
                bench.emulator.inject(Phase.RESULT, fault, 20);
                Throwable error = catchThrowable(() -> Probe.one(bench.queue.result(ticket)));
                assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.Unreadable.class,
                                e -> assertThat(e.ticket()).contains(ticket));
                bench.emulator.clearFaults();
            }
        }
    }
}
