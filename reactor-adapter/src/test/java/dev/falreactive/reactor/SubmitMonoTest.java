package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Never pay twice, never lose a job that was paid for. */
class SubmitMonoTest {

    private static final Duration SLOW = Duration.ofSeconds(5);

    private static final Map<String, String> NAMED = Map.of("x-fal-request-id", ScriptedTransport.ID);

    private final Fixture fal = new Fixture();

    private static void subscribeThenCancel(Mono<?> mono) {
        mono.subscribe().dispose();
    }

    @Test
    void R01_nothingIsSentBeforeSubscriptionAndEachSubscriptionSubmits() {
        fal.transport.then(200, Fixture.SUBMITTED);
        Mono<QueueTicket> submit = fal.queue.submit(Fixture.INPUT);
        assertThat(fal.transport.sent).isEmpty();
        submit.block();
        submit.block();
        assertThat(fal.transport.count(HttpMethod.POST)).isEqualTo(2);
    }

    @Test
    void R02_invalidInputSendsNothing() {
        FluxLoraRequest invalid = FluxLoraRequest.ofJson(Map.of("prompt", "x", "num_images", 9, "guidance_scale", 40));
        fal.transport.then(200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submit(invalid))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.InvalidInput.class,
                                e -> assertThat(e.violations())
                                        .extracting(violation -> violation.pointer())
                                        .containsExactly("/guidance_scale", "/num_images")));
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void theTicketWaitsForDemand() {
        fal.transport.then(200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT), 0)
                .expectSubscription()
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .thenRequest(1)
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.orphans).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 302, 408})
    void R10_anAnswerThatLeavesDoubtIsNotSentAgain(int status) {
        fal.transport.then(status, "<html>page</html>");
        StepVerifier.create(fal.queue.submit(Fixture.INPUT))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.SubmitOutcomeUnknown.class,
                                e -> assertThat(e.inputFingerprint()).hasSize(64)));
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R10_aResetIsNotSentAgain() {
        fal.transport.thenReset();
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).verifyError(FalException.SubmitOutcomeUnknown.class);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R10_whatWasNotSentAndWhatWasRefusedIsSentAgain() {
        fal.transport
                .thenNotSent()
                .then(429, "{}")
                .then(429, Map.of("Retry-After", "1"), "{}")
                .then(200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT))
                .then(() -> fal.pass(Duration.ofMinutes(1)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.sent).hasSize(3);
        assertThat(fal.transport.sentAt.get(2))
                .isGreaterThanOrEqualTo(fal.transport.sentAt.get(1).plusSeconds(1));
    }

    @Test
    void R10_theBackupHostIsAskedOnlyIfNoConnectionWasMade() {
        Fixture direct = new Fixture(FalConfig.builder());
        FalConfig config = FalConfig.builder().build();
        DefaultFalClient client = new DefaultFalClient(
                config,
                direct.transport,
                new NoFiles(),
                new DefaultWebhooks(config, direct.keys, direct.time),
                direct.time,
                direct.orphans::add,
                () -> 0.5);
        direct.transport.thenNotSent().then(200, Fixture.SUBMITTED);
        StepVerifier.create(client.queue(dev.falreactive.fluxlora.FluxLora.TEXT_TO_IMAGE)
                        .submit(Fixture.INPUT))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(direct.transport.sent)
                .singleElement()
                .satisfies(request -> assertThat(request.uri().getHost()).isEqualTo("queue.falrun.com"));
    }

    @Test
    void R16_cancelledBeforeItLeftNothingIsSent() {
        fal.transport.thenNotSent().then(200, Fixture.SUBMITTED);
        subscribeThenCancel(fal.queue.submit(Fixture.INPUT));
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).isEmpty();
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void R16_cancelledInsideOnSubscribeNothingIsSent() {
        fal.transport.then(200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).thenCancel().verify();
        assertThat(fal.transport.sent).isEmpty();
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void R16_cancelledAfterItLeftTheTicketIsToldOnce() {
        fal.transport.thenAfter(SLOW, 200, Fixture.SUBMITTED);
        subscribeThenCancel(fal.queue.submit(Fixture.INPUT));
        fal.pass(SLOW);
        assertThat(fal.orphans)
                .singleElement()
                .isInstanceOfSatisfying(
                        Orphan.Accepted.class,
                        orphan -> assertThat(orphan.ticket().requestId()).isEqualTo(ScriptedTransport.ID));
        assertThat(fal.transport.count(HttpMethod.POST)).isEqualTo(1);
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void R16_thenTheStopPolicyApplies() {
        fal.transport.thenAfter(SLOW, 200, Fixture.SUBMITTED).then(200, "{\"status\":\"OK\"}");
        subscribeThenCancel(
                fal.queue.submit(Fixture.INPUT, SubmitOptions.defaults().withOnStop(StopPolicy.CANCEL)));
        fal.pass(SLOW);
        assertThat(fal.orphans).hasSize(1);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
    }

    @Test
    void R16_cancelledAfterItLeftAnUnknownOutcomeIsTold() {
        fal.transport.thenAfter(SLOW, 502, "<html>page</html>");
        subscribeThenCancel(fal.queue.submit(Fixture.INPUT));
        fal.pass(SLOW);
        assertThat(fal.orphans).singleElement().isInstanceOf(Orphan.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"DETACH, 0", "CANCEL_IF_QUEUED, 1", "CANCEL, 1"})
    void R16_theStopPolicyAppliesToTheTicketOfAnUnknownOutcome(StopPolicy policy, int cancels) {
        fal.transport
                .thenAfter(SLOW, 200, NAMED, "{\"status\":\"IN_Q")
                .then(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
        subscribeThenCancel(
                fal.queue.submit(Fixture.INPUT, SubmitOptions.defaults().withOnStop(policy)));
        fal.pass(SLOW);
        assertThat(fal.orphans)
                .singleElement()
                .isInstanceOfSatisfying(
                        Orphan.Unknown.class,
                        orphan -> assertThat(orphan.error().ticket()).contains(Fixture.TICKET));
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(cancels);
    }

    @Test
    void R16_theCancelOfAnUnknownOutcomeIsGivenUpInTime() {
        fal.transport.thenAfter(SLOW, 200, NAMED, "").thenNothing();
        subscribeThenCancel(
                fal.queue.submit(Fixture.INPUT, SubmitOptions.defaults().withOnStop(StopPolicy.CANCEL)));
        fal.pass(SLOW);
        assertThat(fal.transport.inFlight).hasValue(1);
        fal.pass(fal.client.config().cancelTimeout());
        assertThat(fal.transport.inFlight).hasValue(0);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
    }

    @Test
    void R16_anUnknownOutcomeThatNamesNoJobIsNotCancelled() {
        fal.transport.thenAfter(SLOW, 502, NAMED, "<html>page</html>");
        subscribeThenCancel(
                fal.queue.submit(Fixture.INPUT, SubmitOptions.defaults().withOnStop(StopPolicy.CANCEL)));
        fal.pass(SLOW);
        assertThat(fal.orphans).singleElement().isInstanceOf(Orphan.Unknown.class);
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R16_cancelledAfterItLeftARefusalIsNoOrphanAndNotSentAgain() {
        fal.transport.thenAfter(SLOW, 429, "{}").then(200, Fixture.SUBMITTED);
        subscribeThenCancel(fal.queue.submit(Fixture.INPUT));
        fal.pass(Duration.ofHours(1));
        assertThat(fal.orphans).isEmpty();
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R16_cancelledWhileTheTicketWaitsForDemandItIsTold() {
        fal.transport.then(200, Fixture.SUBMITTED);
        BaseSubscriber<QueueTicket> idle = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}
        };
        fal.queue.submit(Fixture.INPUT).subscribe(idle);
        idle.cancel();
        assertThat(fal.orphans).hasSize(1);
    }

    /** Neither a raw error nor silence: the job may run, and be paid for. */
    @Test
    void R16_whateverGoesWrongBehindTheRequestIsAnUnknownOutcome() {
        fal.transport.thenEmpty();
        StepVerifier.create(fal.queue.submit(Fixture.INPUT))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                        .hasMessageContaining("could not be dealt with"));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R16_timeoutIsACancel() {
        fal.transport.thenAfter(SLOW, 200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT).timeout(Duration.ofSeconds(1), fal.time))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .verifyError(java.util.concurrent.TimeoutException.class);
        fal.pass(SLOW);
        assertThat(fal.orphans).hasSize(1);
    }

    @Test
    void R16_aHandlerThatThrowsDoesNoHarm() {
        DefaultFalClient client = new DefaultFalClient(
                fal.client.config(),
                fal.transport,
                new NoFiles(),
                new DefaultWebhooks(fal.client.config(), fal.keys, fal.time),
                fal.time,
                new SafeOrphans(orphan -> {
                    throw new IllegalStateException("handler");
                }),
                () -> 0.5);
        fal.transport.thenAfter(SLOW, 200, Fixture.SUBMITTED).then(200, "{\"status\":\"OK\"}");
        subscribeThenCancel(client.queue(dev.falreactive.fluxlora.FluxLora.TEXT_TO_IMAGE)
                .submit(Fixture.INPUT, SubmitOptions.defaults().withOnStop(StopPolicy.CANCEL)));
        fal.pass(SLOW);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
    }

    @Test
    void submitAndAwaitTellsTheTicketBeforeItWatches() {
        List<String> order = new ArrayList<>();
        fal.transport.then(200, Fixture.SUBMITTED).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        StepVerifier.create(fal.queue.submitAndAwait(
                        Fixture.INPUT,
                        SubmitOptions.defaults(),
                        WatchOptions.defaults(),
                        ticket ->
                                Mono.fromRunnable(() -> order.add("kept with " + fal.transport.sent.size() + " sent"))))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(order).containsExactly("kept with 1 sent");
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void submitAndAwaitWhoseTicketCouldNotBeKeptTellsTheOrphanHandlerAndDoesNotWatch() {
        fal.transport.then(200, Fixture.SUBMITTED);
        StepVerifier.create(fal.queue.submitAndAwait(
                        Fixture.INPUT,
                        SubmitOptions.defaults(),
                        WatchOptions.defaults(),
                        ticket -> Mono.error(new IllegalStateException("database"))))
                .verifyError(IllegalStateException.class);
        assertThat(fal.orphans).hasSize(1);
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R16_submitAndAwaitCancelledWhileWatchingTellsTheTicketThatNobodyHas() {
        fal.transport.then(200, Fixture.SUBMITTED).then(202, Fixture.RUNNING);
        subscribeThenCancel(fal.queue.submitAndAwait(Fixture.INPUT));
        assertThat(fal.orphans).hasSize(1);
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void R16_submitAndAwaitThatSucceedsLeavesNoOrphan() {
        fal.transport.then(200, Fixture.SUBMITTED).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        StepVerifier.create(fal.queue.submitAndAwait(Fixture.INPUT))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void R15_everyErrorAfterTheSubmitCarriesTheTicket() {
        fal.transport.then(200, Fixture.SUBMITTED).then(401, "{\"detail\":\"No user found\"}");
        StepVerifier.create(fal.queue.submitAndAwait(Fixture.INPUT))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.Rejected.class,
                                e -> assertThat(e.ticket()).isPresent()));
    }
}
