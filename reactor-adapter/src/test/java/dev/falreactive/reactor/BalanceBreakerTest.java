package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.BalanceState;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException.Rejected;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** One empty account does not burn ten thousand calls. */
class BalanceBreakerTest {

    private static final String LOCKED = "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}";
    private static final Duration PROBE = Duration.ofSeconds(30);

    private final Fixture fal = new Fixture();

    private void refused(Fixture on) {
        StepVerifier.create(on.queue.submit(Fixture.INPUT))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Rejected.class, e -> assertThat(e.reason()).isEqualTo(Rejected.Reason.BALANCE_LOCKED)));
    }

    @Test
    void oneRefusalHoldsBackTenThousand() {
        fal.transport.then(403, LOCKED);
        for (int i = 0; i < 10_000; i++) {
            refused(fal);
        }
        assertThat(fal.transport.sent).hasSize(1);
        assertThat(fal.client.balance().phase()).isEqualTo(BalanceState.Phase.LOCKED);
        assertThat(fal.client.balance().heldBack()).isEqualTo(9_999);
    }

    @Test
    void whatIsHeldBackSaysSoAndWhenToTry() {
        fal.transport.then(403, LOCKED);
        refused(fal);
        fal.pass(Duration.ofSeconds(10));
        StepVerifier.create(fal.queue.submit(Fixture.INPUT))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .hasMessageContaining("nothing was sent")
                        .hasMessageContaining("Top up")
                        .isInstanceOfSatisfying(
                                Rejected.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(20))));
    }

    @Test
    void afterAWhileOneTriesAndItsSuccessLetsAllThrough() {
        fal.transport.then(403, LOCKED).then(200, Fixture.SUBMITTED);
        refused(fal);
        fal.pass(PROBE);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).expectNextCount(1).verifyComplete();
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).expectNextCount(1).verifyComplete();
        assertThat(fal.client.balance()).isEqualTo(BalanceState.ok());
    }

    @Test
    void whileOneTriesTheOthersAreHeldBack() {
        fal.transport.then(403, LOCKED).thenAfter(Duration.ofSeconds(5), 403, LOCKED);
        refused(fal);
        fal.pass(PROBE);
        Disposable probe = fal.queue.submit(Fixture.INPUT).subscribe(ticket -> {}, error -> {});
        refused(fal);
        assertThat(fal.client.balance().phase()).isEqualTo(BalanceState.Phase.PROBING);
        fal.pass(Duration.ofSeconds(5));
        assertThat(probe.isDisposed()).isTrue();
        refused(fal);
        assertThat(fal.transport.sent).hasSize(2);
        assertThat(fal.client.balance().phase()).isEqualTo(BalanceState.Phase.LOCKED);
    }

    @Test
    void aTryThatIsCancelledBeforeItLeavesDoesNotHoldTheOthersBackForEver() {
        fal.transport.then(403, LOCKED).thenNotSent().then(200, Fixture.SUBMITTED);
        refused(fal);
        fal.pass(PROBE);
        fal.queue.submit(Fixture.INPUT).subscribe(ticket -> {}, error -> {}).dispose();
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).expectNextCount(1).verifyComplete();
    }

    @Test
    void aTryOfUnknownOutcomeLetsTheNextOneTry() {
        fal.transport.then(403, LOCKED).thenReset().then(200, Fixture.SUBMITTED);
        refused(fal);
        fal.pass(PROBE);
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).verifyError();
        StepVerifier.create(fal.queue.submit(Fixture.INPUT)).expectNextCount(1).verifyComplete();
    }

    @Test
    void otherRefusalsHoldNothingBack() {
        fal.transport.then(403, "{\"detail\":\"no access\"}");
        for (int i = 0; i < 3; i++) {
            StepVerifier.create(fal.queue.submit(Fixture.INPUT)).verifyError(Rejected.class);
        }
        assertThat(fal.transport.sent).hasSize(3);
        assertThat(fal.client.balance()).isEqualTo(BalanceState.ok());
    }

    @Test
    void aJobThatWasPaidForIsWatchedAllTheSame() {
        fal.transport.then(403, LOCKED).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        refused(fal);
        StepVerifier.create(fal.queue.await(Fixture.TICKET)).expectNextCount(1).verifyComplete();
    }

    @Test
    void withoutTheBreakerEachSubmitIsSent() {
        Fixture open = new Fixture(FalConfig.builder().noBalanceBreaker());
        open.transport.then(403, LOCKED);
        for (int i = 0; i < 3; i++) {
            refused(open);
        }
        assertThat(open.transport.sent).hasSize(3);
    }
}
