package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class TimedCallTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Timers timers = new Timers(time);
    private final TestPublisher<String> source = TestPublisher.create();

    private int subscriptions;

    private Mono<String> call() {
        return new TimedCall<>(
                source.flux(),
                Duration.ofSeconds(1),
                timers,
                (error, left) -> new IllegalStateException(left ? "left" : "not left", error));
    }

    @Test
    void eachSubscriptionIsToldOnlyOfWhatLeftForItself() {
        Flux<String> leavesOnce = Flux.deferContextual(context -> {
            if (subscriptions++ == 0) {
                TimedCall.leaves(context);
            }
            return Flux.error(new IllegalArgumentException());
        });
        Mono<String> call = new TimedCall<>(
                leavesOnce, Duration.ofSeconds(1), timers, (error, left) -> new IllegalStateException(left + ""));
        StepVerifier.create(call).verifyErrorMessage("true");
        StepVerifier.create(call).verifyErrorMessage("false");
    }

    @Test
    void anAnswerInTimeIsDeliveredAndTheLimitIsTakenBack() {
        StepVerifier.create(call())
                .then(() -> source.next("answer"))
                .expectNext("answer")
                .verifyComplete();
        assertThat(timers.size()).isZero();
    }

    @Test
    void whenTheLimitIsOverTheSourceIsCancelledAndTheErrorSaysSo() {
        StepVerifier.create(call())
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .verifyErrorSatisfies(error -> assertThat(error).hasCauseInstanceOf(TimeoutException.class));
        source.assertCancelled();
    }

    @Test
    void aMomentBeforeItIsNot() {
        StepVerifier.create(call())
                .then(() -> time.advanceTimeBy(Duration.ofMillis(999)))
                .then(() -> source.next("late"))
                .expectNext("late")
                .verifyComplete();
    }

    @Test
    void whatGoesWrongIsTold() {
        StepVerifier.create(call())
                .then(() -> source.error(new IllegalArgumentException("reset")))
                .verifyErrorSatisfies(error -> assertThat(error).hasRootCauseMessage("reset"));
        assertThat(timers.size()).isZero();
    }

    @Test
    void anAnswerThatNeverBeganIsAnError() {
        StepVerifier.create(call())
                .then(source::complete)
                .verifyErrorSatisfies(
                        error -> assertThat(error).hasRootCauseMessage("the answer ended before it began"));
    }

    @Test
    void whoCancelsIsToldNothingAndTheErrorBehindItIsDropped() {
        StepVerifier.create(call())
                .then(() -> assertThat(timers.size()).isEqualTo(1))
                .thenCancel()
                .verifyThenAssertThat()
                .hasNotDroppedErrors();
        source.assertCancelled();
        assertThat(timers.size()).isZero();
    }

    @Test
    void nothingBeginsBeforeItIsAskedFor() {
        StepVerifier.create(call(), 0)
                .expectSubscription()
                .then(source::assertWasNotSubscribed)
                .thenRequest(1)
                .then(source::assertWasSubscribed)
                .thenCancel()
                .verify();
    }

    @Test
    void aBodyIsPutTogetherUpToItsLimit() {
        Flux<byte[]> chunks = Flux.just("ab".getBytes(), "cd".getBytes(), "e".getBytes());
        StepVerifier.create(new WholeBody<>(chunks, 5, String::new))
                .expectNext("abcde")
                .verifyComplete();
        StepVerifier.create(new WholeBody<>(chunks, 4, String::new)).verifyError(WholeBody.TooLargeException.class);
        StepVerifier.create(new WholeBody<>(Flux.<byte[]>empty(), 4, String::new))
                .expectNext("")
                .verifyComplete();
    }
}
