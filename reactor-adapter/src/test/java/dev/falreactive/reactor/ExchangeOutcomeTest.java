package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** What an exchange came to is told once, whatever came of it, and by a thread that has the time. */
class ExchangeOutcomeTest {

    private final TestPublisher<WireResponse> sent = TestPublisher.create();

    private Mono<Outcome<JobResult<String>>> outcome(Function<byte[], String> reading) {
        Endpoint<?, String> endpoint =
                Endpoint.of("fal-ai/flux-lora", Codec.map(), Codec.of(value -> new byte[0], reading));
        Exchange<JobResult<String>> exchange =
                new QueueProtocol(FalConfig.builder().build()).result(endpoint, Fixture.TICKET, false);
        return new ExchangeOutcome<>(sent.mono(), exchange);
    }

    private static WireResponse answer(int size) {
        return new WireResponse(200, WireHeaders.of(Map.of()), new byte[size], Instant.EPOCH);
    }

    private static String thread(byte[] bytes) {
        return Thread.currentThread().getName();
    }

    private static void isReadBy(Outcome<JobResult<String>> outcome, String thread) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(((JobResult<?>) success.value()).output())
                                .asString()
                                .startsWith(thread));
    }

    @Test
    void aSmallAnswerIsReadWhereItComes() {
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread))
                .then(() -> sent.emit(answer(Exchanges.LARGE_BODY - 1)))
                .assertNext(outcome -> isReadBy(outcome, Thread.currentThread().getName()))
                .verifyComplete();
    }

    @Test
    void aLargeOneIsReadElsewhere() {
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread))
                .then(() -> sent.emit(answer(Exchanges.LARGE_BODY)))
                .assertNext(outcome -> isReadBy(outcome, "parallel-"))
                .expectComplete()
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void whatKeptTheAnswerAwayIsAnOutcome() {
        TransportFault reset = new TransportFault(
                TransportFault.Kind.NO_ANSWER, "reset", Instant.EPOCH, new IllegalStateException("reset"));
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread))
                .then(() -> sent.error(new TransportException(reset)))
                .assertNext(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Failure.class,
                                failure -> assertThat(failure.error()).isInstanceOf(FalException.Unreachable.class)))
                .verifyComplete();
    }

    @Test
    void anyOtherErrorIsTold() {
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread))
                .then(() -> sent.error(new IllegalStateException("ours")))
                .verifyErrorMessage("ours");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, Exchanges.LARGE_BODY})
    void aMistakeInReadingIsTold(int size) {
        StepVerifier.create(outcome(bytes -> {
                    throw new AssertionError("ours");
                }))
                .then(() -> sent.emit(answer(size)))
                .expectErrorMessage("ours")
                .verify(Duration.ofSeconds(20));
    }

    @Test
    void nothingIsNothing() {
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread))
                .then(sent::complete)
                .verifyComplete();
    }

    @Test
    void itIsAskedForByDemandAndEndsWithItsSubscriber() {
        StepVerifier.create(outcome(ExchangeOutcomeTest::thread), 0)
                .then(sent::assertWasNotRequested)
                .thenRequest(1)
                .then(sent::assertWasRequested)
                .thenCancel()
                .verify();
        sent.assertCancelled();
    }

    @Test
    void aLargeOneIsNotToldToWhoHasGoneMeanwhile() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicBoolean gone = new AtomicBoolean();
        AtomicInteger wholes = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        Disposable subscriber = outcome(bytes -> {
                    reading.countDown();
                    boolean waiting = true;
                    while (waiting) {
                        waiting = !gone.get();
                    }
                    wholes.incrementAndGet();
                    return "read";
                })
                .doOnTerminate(told::incrementAndGet)
                .subscribe();
        sent.emit(answer(Exchanges.LARGE_BODY));
        reading.await();
        subscriber.dispose();
        gone.set(true);
        Eventually.holds("it was read", () -> wholes.get() == 1);
        // Behind it, on whichever of the threads it was.
        CountDownLatch later = new CountDownLatch(Schedulers.DEFAULT_POOL_SIZE);
        for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
            Schedulers.parallel().schedule(later::countDown);
        }
        later.await();
        assertThat(told).hasValue(0);
    }
}
