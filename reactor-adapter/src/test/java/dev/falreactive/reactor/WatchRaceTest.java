package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

/** What meets inside a watch: cancel and delivery, demand and delivery, deadline and answer. */
class WatchRaceTest {

    private static final WatchOptions EAGER =
            WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));

    private final Fixture fal = new Fixture();

    @Test
    void whoAsksForOneMoreWithinEachElementGetsEachOnce() {
        fal.transport.then(202, Fixture.RUNNING);
        List<StatusUpdate> seen = new ArrayList<>();
        fal.queue.watch(Fixture.TICKET, EAGER).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(StatusUpdate update) {
                seen.add(update);
                if (seen.size() < 300) {
                    request(1);
                }
            }
        });
        assertThat(seen).hasSize(300);
        assertThat(fal.transport.sent).hasSize(300);
        assertThat(fal.transport.mostInFlight).isEqualTo(1);
    }

    @Test
    void R05_aCancelActsAtOnceThoughTheSubscriberIsStillAtItsElement() throws InterruptedException {
        fal.transport.then(202, Fixture.RUNNING);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger elements = new AtomicInteger();
        BaseSubscriber<StatusUpdate> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(StatusUpdate update) {
                elements.incrementAndGet();
                inside.countDown();
                await(goOn);
            }
        };
        Thread delivering = new Thread(() -> fal.queue
                .watch(Fixture.TICKET, EAGER.withOnStop(StopPolicy.CANCEL))
                .subscribe(reader));
        delivering.start();
        await(inside);
        reader.cancel();
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        goOn.countDown();
        delivering.join();
        fal.pass(Duration.ofHours(1));
        assertThat(elements).hasValue(1);
        assertThat(fal.transport.count(HttpMethod.GET)).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeadlineThatIsOverBeforeTheFirstDemandIsToldWithoutACall() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET, EAGER.withDeadline(Duration.ofSeconds(1))), 0)
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void afterTheEndNoTimerOfTheWatchIsLeft() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        StepVerifier.create(
                        fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withDeadline(Duration.ofHours(1))))
                .expectNextCount(1)
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNextCount(1)
                .verifyComplete();
        long tasks = fal.time.getScheduledTaskCount();
        fal.pass(Duration.ofHours(2));
        assertThat(fal.transport.sent).hasSize(2);
        assertThat(fal.time.getScheduledTaskCount()).isEqualTo(tasks);
    }

    @Test
    void aListenerThatThrowsEndsTheWatchWithWhatItThrewAndLeavesTheJobAlone() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(
                        Fixture.TICKET, EAGER.withOnStop(StopPolicy.CANCEL).withOnUpdate(update -> {
                            throw new IllegalStateException("mine");
                        })))
                .verifyErrorMessage("mine");
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void aPolicyThatThrowsEndsTheWatchAfterItsElement() {
        fal.transport.then(202, Fixture.RUNNING);
        PollPolicy broken = state -> {
            throw new IllegalStateException("mine");
        };
        StepVerifier.create(
                        fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withPollPolicy(broken)))
                .expectNextCount(1)
                .verifyErrorMessage("mine");
    }
}
