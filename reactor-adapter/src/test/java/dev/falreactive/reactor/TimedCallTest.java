package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.ContextView;

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
                TimedCall.leaves(context, Disposables.disposed());
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
    void itSaysSoThoughTheSourceCannotBeCancelled() {
        Subscription stubborn = new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                throw new RejectedExecutionException("the event loop has ended");
            }
        };
        Mono<String> call = new TimedCall<>(
                subscriber -> subscriber.onSubscribe(stubborn), Duration.ofSeconds(1), timers, (error, left) -> error);
        StepVerifier.create(call)
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .expectError(TimeoutException.class)
                .verify(Duration.ofSeconds(20));
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

    private Mono<String> leaving(Disposable unread) {
        Flux<String> left = Flux.deferContextual(context -> {
            TimedCall.leaves(context, unread);
            return source.flux();
        });
        return new TimedCall<>(left, Duration.ofSeconds(1), timers, (error, hasLeft) -> error);
    }

    @Test
    void whatIsToComeIsLetGoOfUnlessItIsTold() {
        Disposable.Swap cancelled = Disposables.swap();
        StepVerifier.create(leaving(cancelled))
                .then(source::assertWasSubscribed)
                .thenCancel()
                .verify();
        assertThat(cancelled.isDisposed()).isTrue();

        Disposable.Swap late = Disposables.swap();
        StepVerifier.create(leaving(late))
                .then(() -> time.advanceTimeBy(Duration.ofSeconds(1)))
                .verifyError(TimeoutException.class);
        assertThat(late.isDisposed()).isTrue();

        Disposable.Swap empty = Disposables.swap();
        StepVerifier.create(leaving(empty)).then(source::complete).verifyError();
        assertThat(empty.isDisposed()).isTrue();
    }

    @Test
    void whatIsToldIsNot() {
        Disposable.Swap told = Disposables.swap();
        StepVerifier.create(leaving(told))
                .then(() -> source.next("answer"))
                .expectNext("answer")
                .verifyComplete();
        assertThat(told.isDisposed()).isFalse();
    }

    @Test
    void whatLeavesThoughItsSubscriberHasGoneIsLetGoOfAtOnce() {
        Disposable.Swap gone = Disposables.swap();
        AtomicReference<ContextView> context = new AtomicReference<>();
        Flux<String> left = Flux.deferContextual(seen -> {
            context.set(seen);
            return source.flux();
        });
        StepVerifier.create(new TimedCall<>(left, Duration.ofSeconds(1), timers, (error, hasLeft) -> error))
                .then(source::assertWasSubscribed)
                .thenCancel()
                .verify();
        TimedCall.leaves(context.get(), gone);
        assertThat(gone.isDisposed()).isTrue();
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
