package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.webhook.WebhookDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Who is told what was delivered: each once, nobody twice, and those who come late too. */
class WebhookHubTest {

    private final Fixture fal = new Fixture();
    private final ReactorWebhooks webhooks = fal.client.webhooks();
    private final WebhookDelivery ok = Signer.delivery(Signer.OK);

    private static WebhookDelivery delivery(int number) {
        return Signer.delivery("job-" + number, Signer.body("job-" + number, "\"status\":\"OK\""));
    }

    private static QueueTicket ticket(int number) {
        return QueueTicket.of(FluxLora.ID, "job-" + number, Instant.EPOCH);
    }

    @Test
    void theFirstDeliveryOfAJobIsNewAndADuplicateIsNot() {
        assertThat(webhooks.received(ok)).isTrue();
        assertThat(webhooks.received(Signer.delivery(Signer.OK))).isFalse();
        assertThat(webhooks.received(delivery(1))).isTrue();
    }

    @Test
    void oneThatIsForgottenIsNewAgain() {
        webhooks.received(ok);
        webhooks.forget(ok);
        assertThat(webhooks.received(ok)).isTrue();
        assertThat(webhooks.received(ok)).isFalse();
    }

    @Test
    void ofSeveralThreadsOneIsFirst() {
        Long firsts = Flux.range(0, 100)
                .flatMap(i -> Flux.just(ok).publishOn(Schedulers.parallel()).filter(webhooks::received))
                .count()
                .block();
        assertThat(firsts).isEqualTo(1);
    }

    @Test
    void whoWaitsIsToldAndWhoWaitsForAnotherIsNot() {
        AtomicInteger others = new AtomicInteger();
        webhooks.of(ticket(1)).subscribe(delivery -> others.incrementAndGet());
        StepVerifier.create(webhooks.of(Fixture.TICKET))
                .then(() -> webhooks.received(ok))
                .expectNext(ok)
                .verifyComplete();
        assertThat(others).hasValue(0);
    }

    @Test
    void allWhoWaitAreTold() {
        StepVerifier.create(Flux.merge(webhooks.of(Fixture.TICKET), webhooks.of(Fixture.TICKET)))
                .then(() -> webhooks.received(ok))
                .expectNext(ok, ok)
                .verifyComplete();
    }

    @Test
    void whoComesLateIsToldToo() {
        webhooks.received(ok);
        webhooks.received(Signer.delivery(Signer.FAILED));
        StepVerifier.create(webhooks.of(Fixture.TICKET)).expectNext(ok).verifyComplete();
        StepVerifier.create(webhooks.of(Fixture.TICKET)).expectNext(ok).verifyComplete();
    }

    @Test
    void whoLeftIsNotTold() {
        AtomicInteger told = new AtomicInteger();
        Disposable waiting = webhooks.of(Fixture.TICKET).subscribe(delivery -> told.incrementAndGet());
        waiting.dispose();
        webhooks.received(ok);
        assertThat(told).hasValue(0);
    }

    @Test
    void theNewestThousandAreKept() {
        IntStream.rangeClosed(0, WebhookHub.MAX_KEPT).forEach(i -> webhooks.received(delivery(i)));
        StepVerifier.create(webhooks.of(ticket(1))).expectNextCount(1).verifyComplete();
        AtomicInteger oldest = new AtomicInteger();
        webhooks.of(ticket(0)).subscribe(delivery -> oldest.incrementAndGet());
        assertThat(oldest).hasValue(0);
        assertThat(webhooks.received(delivery(0))).isFalse();
    }

    @Test
    void fewerAreKeptOfLargeOnes() {
        WebhookHub hub = new WebhookHub(fal.time, 2L * delivery(0).size());
        IntStream.range(0, 3).forEach(i -> hub.received(delivery(i)));
        AtomicInteger told = new AtomicInteger();
        hub.of("job-0").subscribe(delivery -> told.incrementAndGet());
        assertThat(told).hasValue(0);
        hub.of("job-1").subscribe(delivery -> told.incrementAndGet());
        hub.of("job-2").subscribe(delivery -> told.incrementAndGet());
        assertThat(told).hasValue(2);
    }

    @Test
    void oneThatIsForgottenAndComesAgainCountsOnce() {
        WebhookHub hub = new WebhookHub(fal.time, 2L * delivery(0).size());
        for (int i = 0; i < 5; i++) {
            hub.received(delivery(0));
            hub.forget(delivery(0));
        }
        hub.received(delivery(1));
        StepVerifier.create(hub.of("job-0")).expectNextCount(1).verifyComplete();
    }

    @Test
    void theStreamTellsEachJobOnceFromNowOn() {
        webhooks.received(delivery(0));
        StepVerifier.create(webhooks.deliveries().map(WebhookDelivery::requestId))
                .then(() -> List.of(1, 1, 0, 2).forEach(i -> webhooks.received(delivery(i))))
                .expectNext("job-1", "job-2")
                .then(fal.client::close)
                .verifyComplete();
    }

    @Test
    void aSlowReaderHoldsBackNobodyAndMissesWhatIsBeyondTheBound() {
        AtomicInteger quick = new AtomicInteger();
        webhooks.deliveries().subscribe(delivery -> quick.incrementAndGet());
        int all = WebhookHub.MAX_BEHIND + 10;
        StepVerifier.create(webhooks.deliveries(), 0)
                .then(() -> IntStream.range(0, all).forEach(i -> webhooks.received(delivery(i))))
                .then(() -> assertThat(quick).hasValue(all))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(WebhookHub.MAX_BEHIND)
                .then(fal.client::close)
                .verifyComplete();
    }

    @Test
    void aClosedClientExpectsNothing() {
        StepVerifier.create(webhooks.of(Fixture.TICKET)).then(fal.client::close).verifyComplete();
        StepVerifier.create(webhooks.of(Fixture.TICKET)).verifyComplete();
        StepVerifier.create(webhooks.deliveries()).verifyComplete();
    }

    @Test
    void anOpenOneDoes() {
        AtomicInteger ended = new AtomicInteger();
        webhooks.of(Fixture.TICKET).doFinally(signal -> ended.incrementAndGet()).subscribe();
        webhooks.deliveries().doFinally(signal -> ended.incrementAndGet()).subscribe();
        fal.pass(Duration.ofHours(48));
        assertThat(ended).hasValue(0);
    }
}
