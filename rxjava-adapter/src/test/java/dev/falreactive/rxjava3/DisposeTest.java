package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Disposing is no error: nothing goes where errors go that nobody takes, neither RxJava's nor the engine's. */
@Isolated
class DisposeTest {

    private static final int ROUNDS = 20;

    private static final Duration LIMIT = Duration.ofMillis(700);

    private final List<Throwable> undeliverable = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        RxJavaPlugins.setErrorHandler(undeliverable::add);
        Hooks.onErrorDropped(undeliverable::add);
    }

    @AfterEach
    void leave() {
        RxJavaPlugins.setErrorHandler(null);
        Hooks.resetOnErrorDropped();
    }

    /** A verb, and where its first call arrives. */
    enum Verb {
        SUBMIT(Phase.SUBMIT) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.submit(Local.INPUT).toFlowable();
            }
        },
        STATUS(Phase.STATUS) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.status(ticket).toFlowable();
            }
        },
        WATCH(Phase.STATUS) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.watch(ticket, Local.EAGER);
            }
        },
        RESULT(Phase.RESULT) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.result(ticket).toFlowable();
            }
        },
        AWAIT(Phase.STATUS) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.await(ticket, Local.EAGER).toFlowable();
            }
        },
        SUBMIT_AND_AWAIT(Phase.SUBMIT) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.submitAndAwait(
                                Local.INPUT, SubmitOptions.defaults(), Local.EAGER, kept -> Completable.complete())
                        .toFlowable();
            }
        },
        CANCEL(Phase.CANCEL) {
            @Override
            Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket) {
                return queue.cancel(ticket).toFlowable();
            }
        };

        private final Phase phase;

        Verb(Phase phase) {
            this.phase = phase;
        }

        abstract Flowable<?> open(RxQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket);
    }

    /** A client whose calls fail for good within the limit, so that an error would come while the test looks. */
    private static RxFalClient impatient(Local local) {
        return RxFalClient.builder(Local.config(local.emulator)
                        .requestTimeout(LIMIT)
                        .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1))
                        .build())
                .onOrphan(local.orphans::add)
                .build();
    }

    /** A call that is made now and runs into its limit: those that were made before have run into theirs. */
    private static void outlastEveryLimit(Local local, RxQueue<FluxLoraRequest, FluxLoraResult> queue) {
        local.emulator.inject(Phase.SUBMIT, Fault.stall(), 1_000);
        queue.submit(Local.INPUT).test().awaitDone(30, TimeUnit.SECONDS).assertError(FalException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsLeftIsNoUndeliverableError(Verb verb) {
        try (Local local = new Local();
                RxFalClient client = impatient(local)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            QueueTicket ticket = local.submitEndless();
            for (int i = 0; i < ROUNDS; i++) {
                local.emulator.inject(verb.phase, i % 4 == 0 ? Fault.stall() : Fault.delay(Duration.ofMillis(i % 7)));
                int before = local.emulator.ledger().entries().size();
                AtomicBoolean ended = new AtomicBoolean();
                TestSubscriber<?> reader = verb.open(queue, ticket)
                        .doOnTerminate(() -> ended.set(true))
                        .test();
                if (i % 2 == 0) {
                    Local.until(
                            "the call, or its failure",
                            () -> ended.get()
                                    || local.emulator.ledger().entries().size() > before);
                }
                reader.cancel();
                local.emulator.clearFaults();
            }
            outlastEveryLimit(local, queue);
            assertThat(undeliverable).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void operatorsThatGiveUpLeaveQuietly(Verb verb) {
        try (Local local = new Local();
                RxFalClient client = impatient(local)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            QueueTicket ticket = local.submitEndless();
            local.emulator.inject(verb.phase, Fault.stall());
            verb.open(queue, ticket)
                    .timeout(100, TimeUnit.MILLISECONDS, Flowable.empty())
                    .test()
                    .awaitDone(30, TimeUnit.SECONDS)
                    .assertNoErrors()
                    .assertComplete();
            outlastEveryLimit(local, queue);
            assertThat(undeliverable).isEmpty();
        }
    }

    @Test
    void R16_aSubmitThatFailsAfterItWasLeftIsAnOrphanAndNoUndeliverableError() {
        try (Local local = new Local();
                RxFalClient client = impatient(local)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            local.emulator.inject(Phase.SUBMIT, Fault.stall());
            TestObserver<QueueTicket> submit = queue.submit(Local.INPUT).test();
            Local.until("the request", () -> !local.emulator.ledger().submits().isEmpty());
            submit.dispose();
            Local.until("the doubt is told", () -> !local.orphans.isEmpty());
            assertThat(local.orphans).singleElement().isInstanceOf(Orphan.Unknown.class);
            submit.assertEmpty();
            assertThat(undeliverable).isEmpty();
        }
    }

    @Test
    void anErrorThatSomebodyTakesIsDeliveredOnceAndOnlyThere() {
        try (Local local = new Local()) {
            QueueTicket ticket = local.submitEndless();
            AtomicReference<Throwable> taken = new AtomicReference<>();
            local.queue
                    .watch(ticket, WatchOptions.defaults().withDeadline(Duration.ofMillis(100)))
                    .blockingSubscribe(update -> {}, taken::set);
            assertThat(taken.get()).isInstanceOf(FalException.WatchTimeout.class);
            assertThat(undeliverable).isEmpty();
        }
    }

    /** A recorder that can be silently off is none. */
    @Test
    void anUndeliverableErrorWouldBeSeen() {
        AtomicReference<SingleEmitter<Object>> source = new AtomicReference<>();
        Single.create(source::set).test().dispose();
        source.get().onError(new IOException("too late"));
        Operators.onErrorDropped(new IOException("too late for the engine"), Context.empty());
        assertThat(undeliverable).hasSize(2);
    }
}
