package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.StartEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.WireCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

@StartEmulator
class InstrumentationTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final FluxLoraRequest REQUEST =
            FluxLoraRequest.builder("a canary prompt").build();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private ReactorFalClient client;
    private ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;

    @BeforeEach
    void open(FalEmulator emulator) {
        client = ReactorFalClient.builder(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .directUrl(emulator.directUrl())
                        .credentials(emulator.credentials())
                        .pollPolicy(PollPolicy.constant(Duration.ofMillis(5)))
                        .build())
                .instrumentation(new Telling())
                .build();
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aWholeJobIsToldInOrder(FalEmulator emulator) {
        emulator.nextJob(JobScript.steps(JobScript.queued(1), JobScript.running(), JobScript.completed()));
        queue.submitAndAwait(REQUEST).block(LIMIT);

        assertThat(told)
                .containsExactly(
                        "SUBMIT_AND_AWAIT begins",
                        "SUBMIT in SUBMIT_AND_AWAIT",
                        "SUBMIT answered 200",
                        "SUBMIT ended success",
                        "STATUS in SUBMIT_AND_AWAIT",
                        "STATUS answered 202",
                        "STATUS ended success",
                        "saw IN_QUEUE",
                        "STATUS in SUBMIT_AND_AWAIT",
                        "STATUS answered 202",
                        "STATUS ended success",
                        "saw IN_PROGRESS",
                        "STATUS in SUBMIT_AND_AWAIT",
                        "STATUS answered 200",
                        "STATUS ended success",
                        "saw COMPLETED",
                        "RESULT in SUBMIT_AND_AWAIT",
                        "RESULT answered 200",
                        "RESULT ended success",
                        "SUBMIT_AND_AWAIT ended success");
        assertThat(told.toString()).doesNotContain("canary");
    }

    @Test
    void aDirectRunIsToldAndEachTryOfIt(FalEmulator emulator) {
        emulator.inject(Phase.DIRECT, Fault.rateLimited(Duration.ZERO));
        client.direct(FluxLora.TEXT_TO_IMAGE).run(REQUEST).block(LIMIT);

        assertThat(told)
                .containsExactly(
                        "RUN begins",
                        "DIRECT in RUN",
                        "DIRECT answered 429",
                        "DIRECT ended success",
                        "retried Rejected",
                        "DIRECT in RUN",
                        "DIRECT answered 200",
                        "DIRECT ended success",
                        "RUN ended success");
        assertThat(told.toString()).doesNotContain("canary");
    }

    @Test
    void aDirectRunWhoseAnswerIsLostIsToldAsThat(FalEmulator emulator) {
        emulator.inject(Phase.DIRECT, Fault.acceptThenDrop());
        assertThatThrownBy(
                        () -> client.direct(FluxLora.TEXT_TO_IMAGE).run(REQUEST).block(LIMIT))
                .isInstanceOf(FalException.SubmitOutcomeUnknown.class);

        assertThat(told)
                .containsExactly(
                        "RUN begins", "DIRECT in RUN", "DIRECT ended no_answer", "RUN ended submit_outcome_unknown");
    }

    @Test
    void aDirectStreamIsToldToItsEndOrUntilItIsLeft() {
        client.direct(FluxLora.TEXT_TO_IMAGE).stream(REQUEST).blockLast(LIMIT);
        assertThat(told)
                .containsExactly(
                        "STREAM begins",
                        "DIRECT in STREAM",
                        "DIRECT answered 200",
                        "DIRECT ended success",
                        "STREAM ended success");

        told.clear();
        client.direct(FluxLora.TEXT_TO_IMAGE).stream(REQUEST).next().block(LIMIT);
        assertThat(told)
                .startsWith("STREAM begins", "DIRECT in STREAM", "DIRECT answered 200")
                .contains("DIRECT ended cancelled", "STREAM ended cancelled");
    }

    @Test
    void theSendingOfAFileIsToldOfItself(FalEmulator emulator) {
        emulator.inject(FaultRule.parse("upload:app-500"));
        client.files()
                .upload(FileSource.of(new byte[] {1}, "image/png").named("canary.png"))
                .block(LIMIT);

        assertThat(told)
                .containsExactly(
                        "UPLOAD in nothing",
                        "UPLOAD answered 200",
                        "UPLOAD ended success",
                        "UPLOAD in nothing",
                        "UPLOAD answered 500",
                        "UPLOAD ended success",
                        "retried Unreachable",
                        "UPLOAD in nothing",
                        "UPLOAD answered 200",
                        "UPLOAD ended success");
        assertThat(told.toString()).doesNotContain("canary");
    }

    @Test
    void aRepeatedTryIsAnExchangeOfItsOwn(FalEmulator emulator) {
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        told.clear();
        emulator.inject(Phase.STATUS, Fault.edgePage(502));
        queue.status(ticket).block(LIMIT);

        assertThat(told)
                .containsExactly(
                        "STATUS begins",
                        "STATUS in STATUS",
                        "STATUS answered 502",
                        "STATUS ended success",
                        "retried Unreachable",
                        "STATUS in STATUS",
                        "STATUS answered 202",
                        "STATUS ended success",
                        "STATUS ended success");
    }

    @Test
    void aLostAnswerIsToldAsSuch(FalEmulator emulator) {
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        assertThatThrownBy(() -> queue.submit(REQUEST).block(LIMIT))
                .isInstanceOf(FalException.SubmitOutcomeUnknown.class);

        assertThat(told)
                .containsExactly(
                        "SUBMIT begins",
                        "SUBMIT in SUBMIT",
                        "SUBMIT ended no_answer",
                        "SUBMIT ended submit_outcome_unknown");
    }

    @Test
    void leavingAWatchEndsItOnce(FalEmulator emulator) {
        emulator.nextJob(JobScript.neverEnding());
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        told.clear();
        queue.watch(ticket).take(1).blockLast(LIMIT);

        assertThat(told)
                .filteredOn(line -> line.startsWith("WATCH"))
                .containsExactly("WATCH begins", "WATCH ended cancelled");
        assertThat(told).filteredOn("STATUS in WATCH"::equals).hasSize(1);
    }

    @Test
    void aSharedWatchIsToldOfByItsFirstReader(FalEmulator emulator) {
        emulator.nextJob(JobScript.steps(JobScript.queued(1), JobScript.running(), JobScript.completed()));
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        told.clear();
        var shared = queue.watchShared(ticket);
        shared.mergeWith(shared).blockLast(LIMIT);

        assertThat(told).filteredOn("WATCH_SHARED begins"::equals).hasSize(2);
        assertThat(told).filteredOn("saw COMPLETED"::equals).hasSize(1);
        assertThat(told).filteredOn("STATUS in WATCH_SHARED"::equals).hasSize(3);
    }

    @Test
    void nothingIsToldOfWhatNobodySubscribedTo() {
        queue.submit(REQUEST);
        queue.submitAndAwait(REQUEST);

        assertThat(told).isEmpty();
        assertThatThrownBy(() -> queue.watch(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> queue.submit(null)).isInstanceOf(NullPointerException.class);
    }

    private final class Telling implements FalInstrumentation {

        @Override
        public Recording verb(FalVerb verb, EndpointId endpoint, Optional<QueueTicket> ticket, ContextView context) {
            told.add(verb + " begins");
            assertThat(endpoint).isEqualTo(FluxLora.ID);
            return new Lines(verb.toString()) {
                @Override
                public Context within(Context outer) {
                    return outer.put("verb", verb);
                }
            };
        }

        @Override
        public Recording exchange(WireCall call, ContextView context) {
            Object verb = context.getOrDefault("verb", (Object) "nothing");
            told.add(call.kind() + " in " + verb);
            assertThat(call.endpoint())
                    .isEqualTo(call.kind() == WireCall.Kind.UPLOAD ? "none" : FluxLora.ID.toString());
            return new Lines(call.kind().toString());
        }

        @Override
        public void retried(FalException failure) {
            told.add("retried " + failure.getClass().getSimpleName());
        }

        @Override
        public void orphaned(Orphan orphan) {
            told.add("orphaned");
        }
    }

    private class Lines implements FalInstrumentation.Recording {

        private final String name;

        Lines(String name) {
            this.name = name;
        }

        @Override
        public void saw(StatusUpdate update) {
            told.add("saw " + update.phase());
        }

        @Override
        public void answered(int status) {
            told.add(name + " answered " + status);
        }

        @Override
        public void ended(CallEnding ending) {
            told.add(name + " ended " + ending.outcome());
        }
    }
}
