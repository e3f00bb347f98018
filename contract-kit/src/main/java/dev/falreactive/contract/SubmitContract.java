package dev.falreactive.contract;

import static dev.falreactive.contract.Bench.INPUT;
import static dev.falreactive.contract.Bench.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.SubmitOptions;
import dev.falreactive.Violation;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

/** R01, R02, R10 and R16: what a submit does, and what it never does. */
public interface SubmitContract extends ContractHooks {

    @Test
    default void R01_nothingIsSentBeforeSubscription() {
        try (Bench bench = Bench.open(this)) {
            QueueTicket ticket = QueueTicket.of(dev.falreactive.fluxlora.FluxLora.ID, "some-id", Instant.EPOCH);
            bench.queue.submit(INPUT, SUBMIT);
            bench.queue.status(ticket);
            bench.queue.watch(ticket, bench.watch);
            bench.queue.result(ticket);
            bench.queue.await(ticket, bench.watch);
            bench.queue.submitAndAwait(INPUT, SUBMIT, bench.watch);
            bench.queue.cancel(ticket);
            bench.letThingsHappen();
            assertThat(bench.posts()).as("the one of letThingsHappen").isEqualTo(1);
            assertThat(bench.emulator.ledger().entries())
                    .noneMatch(entry -> entry.path().contains("some-id"));
        }
    }

    @Test
    default void R01_eachSubscriptionSendsItsOwnRequest() {
        try (Bench bench = Bench.open(this)) {
            Publisher<QueueTicket> submit = bench.queue.submit(INPUT, SUBMIT);
            QueueTicket first = Probe.one(submit);
            QueueTicket second = Probe.one(submit);
            assertThat(first.requestId()).isNotEqualTo(second.requestId());
            assertThat(bench.posts()).isEqualTo(2);
        }
    }

    @Test
    default void R02_invalidInputSendsNothingAndNamesEveryViolation() {
        try (Bench bench = Bench.open(this)) {
            FluxLoraRequest invalid =
                    FluxLoraRequest.ofJson(Map.of("num_inference_steps", 99, "guidance_scale", 40, "num_images", 9));
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.submit(invalid, SUBMIT)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.InvalidInput.class,
                            e -> assertThat(e.violations())
                                    .extracting(Violation::pointer)
                                    .containsExactlyInAnyOrder(
                                            "/num_inference_steps", "/guidance_scale", "/num_images", "/prompt"));
            assertThat(bench.emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    default void R02_validInputIsSentAsItIs() {
        try (Bench bench = Bench.open(this)) {
            bench.submit();
            assertThat(bench.emulator.ledger().submits())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.body())
                            .contains("\"prompt\":\"a tiger\"")
                            .contains("\"seed\":7")
                            .doesNotContain("num_images"));
        }
    }

    /** Each leaves it open whether the job was accepted. */
    static Stream<Arguments> doubtful() {
        return Stream.of(
                Arguments.of("reset after the request was read", Fault.acceptThenDrop()),
                Arguments.of("half a reply", Fault.halfReply()),
                Arguments.of("no reply", Fault.stall()),
                Arguments.of("502 page", Fault.edgePage(502)),
                Arguments.of("503 page", Fault.edgePage(503)),
                Arguments.of("504 page", Fault.edgePage(504)),
                Arguments.of("500 of the app", Fault.appError(500, "Internal Server Error")),
                Arguments.of("garbage", Fault.garbage()),
                Arguments.of("nothing in a 200", Fault.respond(200, Map.of(), "")),
                Arguments.of("redirect", Fault.redirect("https://elsewhere.example/")),
                Arguments.of("a body without end", Fault.hugeBody(8_000_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.falreactive.contract.SubmitContract#doubtful")
    default void R10_aSubmitInDoubtIsSentOnceAndItsOutcomeIsUnknown(String name, Fault fault) {
        try (Bench bench = Bench.open(this, config -> config.requestTimeout(Duration.ofSeconds(2)))) {
            bench.emulator.inject(Phase.SUBMIT, fault, 3);
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.submit(INPUT, SUBMIT)));
            assertThat(error).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            assertThat(bench.posts()).isEqualTo(1);
        }
    }

    @Test
    default void R10_aSubmitThatWasRefusedAtTheDoorIsSentAgain() {
        try (Bench bench = Bench.open(this)) {
            bench.emulator.inject(Phase.SUBMIT, Fault.rateLimited(), 2);
            bench.submit();
            assertThat(bench.posts()).isEqualTo(3);
        }
    }

    @Test
    default void R10_aRefusalForGoodIsNotSentAgain() {
        try (Bench bench = Bench.open(this)) {
            bench.emulator.inject(
                    Phase.SUBMIT,
                    Fault.respond(403, Map.of(), "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"),
                    3);
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.submit(INPUT, SUBMIT)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            Rejected.class, e -> assertThat(e.reason()).isEqualTo(Rejected.Reason.BALANCE_LOCKED))
                    .hasMessageContaining("Exhausted balance");
            assertThat(bench.posts()).isEqualTo(1);
        }
    }

    @Test
    default void R10_whereNobodyListensNothingIsSubmitted() {
        ClosedPort.check(this);
    }

    @Test
    default void R11_aSubmitFailsAtOnceOnALongRetryAfter() {
        try (Bench bench = Bench.open(this)) {
            bench.emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofHours(1)), 2);
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.submit(INPUT, SUBMIT)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            Rejected.class, e -> assertThat(e.reason()).isEqualTo(Rejected.Reason.RATE_LIMITED));
            assertThat(bench.posts()).isEqualTo(1);
        }
    }

    @Test
    default void R11_theStartLimitIsSentAndKeptByTheServer() {
        try (Bench bench = Bench.open(
                this, Bench.emulator().queueTime(Duration.ofSeconds(3)).build(), config -> config)) {
            SubmitOptions options = SUBMIT.withStartTimeout(Duration.ofMillis(200));
            Throwable error = catchThrowable(() -> Probe.one(bench.queue.submitAndAwait(INPUT, options, bench.watch)));
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.JobFailed.class,
                            e -> assertThat(e.failure().httpStatus()).hasValue(504));
        }
    }

    @Test
    default void R16_aSubmitLeftByItsSubscriberIsReadToItsEndAndTold() {
        try (Bench bench = Bench.open(this)) {
            bench.emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(300)));
            Probe<QueueTicket> submit =
                    Probe.on(bench.queue.submit(INPUT, SUBMIT)).request(1);
            Bench.until("the request arrives", () -> bench.posts() == 1);
            submit.cancel();
            Bench.until("the ticket is told", () -> !bench.orphans.isEmpty());
            assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Accepted.class);
            assertThat(submit.pending()).isEmpty();
            QueueTicket ticket = ((Orphan.Accepted) bench.orphans.get(0)).ticket();
            assertThat(Probe.one(bench.queue.await(ticket, bench.watch)).images())
                    .hasSize(1);
            assertThat(bench.posts()).isEqualTo(1);
            assertThat(bench.cancelCalls()).isEmpty();
        }
    }

    @Test
    default void R16_thenTheStopPolicyApplies() {
        try (Bench bench = Bench.open(this)) {
            bench.emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(300)));
            Probe<QueueTicket> submit = Probe.on(bench.queue.submit(INPUT, SUBMIT.withOnStop(StopPolicy.CANCEL)))
                    .request(1);
            Bench.until("the request arrives", () -> bench.posts() == 1);
            submit.cancel();
            Bench.until("the job is cancelled", () -> bench.cancelCalls().size() == 1);
            assertThat(bench.orphans).hasSize(1);
        }
    }

    @Test
    default void R16_anOutcomeThatNobodyWillKnowIsTold() {
        // Long enough for the subscriber to leave before it ends the submit by itself.
        try (Bench bench = Bench.open(this, config -> config.requestTimeout(Duration.ofSeconds(3)))) {
            bench.emulator.inject(Phase.SUBMIT, Fault.stall());
            Probe<QueueTicket> submit =
                    Probe.on(bench.queue.submit(INPUT, SUBMIT)).request(1);
            Bench.until("the request arrives", () -> bench.posts() == 1);
            submit.cancel();
            Bench.until("the doubt is told", () -> !bench.orphans.isEmpty());
            assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Unknown.class);
            assertThat(bench.posts()).isEqualTo(1);
        }
    }

    @Test
    default void R16_aSubmitThatNobodyLeftIsNoOrphan() {
        try (Bench bench = Bench.open(this)) {
            bench.submit();
            bench.letThingsHappen();
            assertThat(bench.orphans).isEqualTo(List.of());
        }
    }
}
