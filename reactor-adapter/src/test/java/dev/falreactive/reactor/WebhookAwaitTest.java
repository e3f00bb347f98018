package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Whichever comes first, webhook or poll, ends the waiting; polls are few while a webhook is expected. */
class WebhookAwaitTest {

    private static final Duration SLOW = Duration.ofSeconds(15);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Fixture fal = new Fixture();
    private final TestPublisher<WebhookDelivery> webhook = TestPublisher.create();

    private StepVerifier.FirstStep<FluxLoraResult> await(WatchOptions options) {
        return StepVerifier.create(fal.queue.await(Fixture.TICKET, options, webhook.mono()));
    }

    private StepVerifier.FirstStep<FluxLoraResult> await() {
        return await(WatchOptions.defaults());
    }

    @Test
    void anOutputOfTheWebhookEndsItWithoutAnotherCall() {
        fal.transport.then(202, Fixture.RUNNING);
        await().then(() -> fal.pass(Duration.ofSeconds(5)))
                .then(() -> webhook.next(Signer.delivery(Signer.OK)))
                .expectNextMatches(result -> result.seed().orElseThrow().intValueExact() == 42)
                .verifyComplete();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void aPollThatIsSoonerEndsItAndTheSourceIsLeft() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        await().then(() -> fal.pass(SLOW)).expectNextCount(1).verifyComplete();
        assertThat(fal.transport.sent).hasSize(3);
        webhook.assertCancelled();
    }

    @Test
    void aWebhookBehindAPollThatEndedItTellsNothingMore() {
        fal.transport.then(200, Fixture.COMPLETED).thenAfter(Duration.ofSeconds(1), 200, Fixture.RESULT);
        await().then(() -> webhook.next(Signer.delivery(Signer.FAILED)))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .expectNextCount(1)
                .verifyComplete();
        webhook.assertCancelled();
    }

    @Test
    void aJobThatIsOverIsNoticedAtOnce() {
        fal.transport.then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        await().expectNextCount(1).verifyComplete();
        assertThat(fal.transport.sentAt).containsOnly(Duration.ZERO);
    }

    @Test
    void aDeliveryThatIsThereNeedsNoCallAtAll() {
        fal.client.webhooks().received(Signer.delivery(Signer.OK));
        StepVerifier.create(fal.queue.await(
                        Fixture.TICKET,
                        WatchOptions.defaults(),
                        fal.client.webhooks().of(Fixture.TICKET)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void pollsAreFewWhileItIsExpected() {
        fal.transport.then(202, Fixture.RUNNING);
        await().then(() -> fal.pass(SLOW.multipliedBy(2).minus(MOMENT)))
                .then(() -> assertThat(fal.transport.sentAt).containsExactly(Duration.ZERO, SLOW))
                .thenCancel()
                .verify();
    }

    @Test
    void withoutAWebhookTheyAreNot() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.await(Fixture.TICKET))
                .then(() -> fal.pass(Fixture.PAUSE.multipliedBy(3)))
                .then(() -> assertThat(fal.transport.sent).hasSize(4))
                .thenCancel()
                .verify();
    }

    @Test
    void thePolicyOfTheOptionsHoldsWhileItIsExpected() {
        fal.transport.then(202, Fixture.RUNNING);
        await(WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ofSeconds(2))))
                .then(() -> fal.pass(Duration.ofSeconds(4)))
                .then(() -> assertThat(fal.transport.sent).hasSize(3))
                .then(() -> webhook.complete())
                .then(() -> fal.pass(Duration.ofSeconds(4)))
                .then(() -> assertThat(fal.transport.sent).hasSize(5))
                .thenCancel()
                .verify();
    }

    private void goesOnAtTheUsualPace(Runnable event) {
        fal.transport
                .then(202, Fixture.RUNNING)
                .then(202, Fixture.RUNNING)
                .then(202, Fixture.RUNNING)
                .then(200, Fixture.COMPLETED)
                .then(200, Fixture.RESULT);
        Duration gone = Duration.ofSeconds(5);
        await().then(() -> fal.pass(gone))
                .then(event)
                .then(() -> fal.pass(Fixture.PAUSE.multipliedBy(3)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.sentAt.subList(0, 4))
                .containsExactly(
                        Duration.ZERO,
                        gone.plus(Fixture.PAUSE),
                        gone.plus(Fixture.PAUSE.multipliedBy(2)),
                        gone.plus(Fixture.PAUSE.multipliedBy(3)));
    }

    @Test
    void aSourceThatFailsGoesBackToTheUsualPace() {
        goesOnAtTheUsualPace(() -> webhook.error(new IllegalStateException("gone")));
    }

    @Test
    void aSourceThatCompletesDoesToo() {
        goesOnAtTheUsualPace(() -> webhook.complete());
    }

    @Test
    void aDeliveryAboutAnotherJobIsNotBelieved() {
        goesOnAtTheUsualPace(
                () -> webhook.next(Signer.delivery("another", Signer.body("another", "\"status\":\"OK\""))));
    }

    @Test
    void aClientThatIsClosedExpectsNoMore() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.await(
                        Fixture.TICKET,
                        WatchOptions.defaults(),
                        fal.client.webhooks().of(Fixture.TICKET)))
                .then(fal.client::close)
                .then(() -> fal.pass(Fixture.PAUSE))
                .then(() -> assertThat(fal.transport.sent).hasSize(2))
                .thenCancel()
                .verify();
    }

    @Test
    void aClientThatPollsMoreSlowlyIsNotMadeQuicker() {
        Fixture slow = new Fixture(FalConfig.builder(), PollPolicy.constant(Duration.ofMinutes(1)));
        slow.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(slow.queue.await(Fixture.TICKET, WatchOptions.defaults(), Mono.never()))
                .then(() -> slow.pass(Duration.ofMinutes(1)))
                .then(() -> assertThat(slow.transport.sent).hasSize(2))
                .thenCancel()
                .verify();
    }

    @Test
    void aFailureOfTheWebhookIsTheJobs() {
        fal.transport.then(202, Fixture.RUNNING);
        await().then(() -> webhook.next(Signer.delivery(Signer.FAILED)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.JobFailed.class, failed -> {
                            assertThat(failed.ticket()).contains(Fixture.TICKET);
                            assertThat(failed.failure().detail()).isEqualTo("no such thing");
                            assertThat(failed.failure().httpStatus()).hasValue(422);
                            assertThat(failed.timeline().orElseThrow().statusCalls())
                                    .isEqualTo(1);
                        }));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void aWebhookWithoutOutputHasTheResultRead() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.RESULT);
        await().then(() -> webhook.next(Signer.delivery(Signer.WITHOUT_OUTPUT)))
                .expectNextMatches(result -> result.seed().orElseThrow().intValueExact() == 42)
                .verifyComplete();
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void aPollUnderWayIsAbortedByTheWebhook() {
        fal.transport.thenNothing();
        await().then(() -> webhook.next(Signer.delivery(Signer.OK)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.inFlight).hasValue(0);
        assertThat(fal.transport.aborted).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(StopPolicy.class)
    void R05_aJobThatTheWebhookEndedIsNotCancelled(StopPolicy policy) {
        fal.transport.then(202, Fixture.QUEUED);
        await(WatchOptions.defaults().withOnStop(policy))
                .then(() -> webhook.next(Signer.delivery(Signer.OK)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void R05_cancellingAppliesTheStopPolicyAndLeavesTheSource() {
        fal.transport.then(202, Fixture.RUNNING).then(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
        await(WatchOptions.defaults().withOnStop(StopPolicy.CANCEL))
                .then(() -> fal.pass(MOMENT))
                .thenCancel()
                .verify();
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        webhook.assertCancelled();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
        assertThat(fal.orphans).isEmpty();
    }

    @Test
    void R05_byDefaultItLeavesTheJobAlone() {
        fal.transport.then(202, Fixture.RUNNING);
        await().then(() -> fal.pass(MOMENT)).thenCancel().verify();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void theDeadlineHolds() {
        fal.transport.then(202, Fixture.RUNNING).then(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
        await(WatchOptions.defaults().withDeadline(Duration.ofSeconds(4)).withOnStop(StopPolicy.CANCEL))
                .then(() -> fal.pass(Duration.ofSeconds(4)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        webhook.assertCancelled();
    }

    @Test
    void theDeadlineHoldsForTheReadingAfterTheWebhook() {
        fal.transport.then(202, Fixture.RUNNING).thenNothing();
        await(WatchOptions.defaults().withDeadline(Duration.ofSeconds(4)).withOnStop(StopPolicy.CANCEL))
                .then(() -> fal.pass(Duration.ofSeconds(3)))
                .then(() -> webhook.next(Signer.delivery(Signer.WITHOUT_OUTPUT)))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void aWebhookOfTheCancelThatTheDeadlineMadeIsNoFailure() {
        fal.transport.then(202, Fixture.RUNNING).thenAfter(Duration.ofSeconds(1), 202, "{\"status\":\"OK\"}");
        await(WatchOptions.defaults().withDeadline(Duration.ofSeconds(4)).withOnStop(StopPolicy.CANCEL))
                .then(() -> fal.pass(Duration.ofSeconds(4)))
                .then(() -> webhook.next(Signer.delivery(Signer.FAILED)))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        assertThat(fal.transport.aborted).isZero();
    }

    @Test
    void aPollThatIsRefusedEndsItThoughAWebhookIsExpected() {
        fal.transport.then(401, "{\"detail\":\"no\"}");
        await().verifyError(FalException.Rejected.class);
        webhook.assertCancelled();
    }

    @Test
    void aTicketOfAnotherEndpointIsRefusedAndNothingIsWaitedFor() {
        QueueTicket foreign = QueueTicket.of(EndpointId.of("fal-ai/other"), "some-job", Instant.EPOCH);
        StepVerifier.create(fal.queue.await(foreign, WatchOptions.defaults(), webhook.mono()))
                .verifyError(FalException.InvalidInput.class);
        webhook.assertWasNotSubscribed();
        assertThat(fal.transport.sent).isEmpty();
    }
}
