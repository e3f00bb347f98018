package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** A watch over a stream that is good, in a time of its own. */
class StreamingWatchTest {

    private static final WatchOptions STREAMING = WatchOptions.defaults().withMode(WatchMode.STREAMING);

    private final Fixture fal = new Fixture();
    private final Sinks.Many<String> server = Sinks.many().unicast().onBackpressureBuffer();

    StreamingWatchTest() {
        fal.transport.stream(server.asFlux()).then(202, Fixture.RUNNING);
    }

    private void says(String... pieces) {
        for (String piece : pieces) {
            server.emitNext(piece, Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    private Flux<StatusUpdate> watch(WatchOptions options) {
        return fal.queue.watch(Fixture.TICKET, options);
    }

    private static List<String> lines(StatusUpdate update) {
        return update.logs().stream().map(LogLine::message).toList();
    }

    @Test
    void eachEventIsAnUpdateAndTheTerminalOneEndsIt() {
        StepVerifier.create(watch(STREAMING))
                .then(() -> says(Sse.QUEUED))
                .expectNextMatches(update -> update.phase() == Phase.IN_QUEUE)
                .then(() -> says(Sse.KEEP_ALIVE, Sse.RUNNING))
                .expectNextMatches(update -> update.phase() == Phase.IN_PROGRESS)
                .then(() -> says(Sse.COMPLETED))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
        assertThat(fal.transport.sent.get(0).uri().getQuery()).isEqualTo("logs=0");
        assertThat(fal.transport.openStreams).hasValue(0);
    }

    @Test
    void pollingIsTheDefaultAndOpensNoStream() {
        StepVerifier.create(watch(WatchOptions.defaults()), 1)
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(fal.transport.streamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ERROR", "CANCELLED", "CANCELED"})
    void R07_theWordsOfRelaysEndItAndTheResultIsNotAsked(String word) {
        StepVerifier.create(fal.queue.await(Fixture.TICKET, STREAMING))
                .then(() -> says(Sse.event("{\"status\":\"" + word + "\",\"error\":{\"message\":\"upstream broke\"}}")))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.JobFailed.class)
                        .hasMessageContaining("upstream broke"));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R07_whatComesBehindTheTerminalUpdateIsNotDelivered() {
        StepVerifier.create(watch(STREAMING))
                .then(() -> says(Sse.COMPLETED + Sse.RUNNING + Sse.COMPLETED))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void R03_theFirstDemandOpensTheStreamAndNoOtherDoes() {
        StepVerifier.create(watch(STREAMING), 0)
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofHours(1)))
                .then(() -> assertThat(fal.transport.sent).isEmpty())
                .thenRequest(1)
                .then(() -> assertThat(fal.transport.streamCalls()).isEqualTo(1))
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .thenRequest(2)
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .thenCancel()
                .verify();
    }

    @Test
    void R01_eachSubscriptionOpensItsOwn() {
        Fixture silent = new Fixture();
        silent.transport.stream(Flux.never());
        Flux<StatusUpdate> watch = silent.queue.watch(Fixture.TICKET, STREAMING);
        assertThat(silent.transport.sent).isEmpty();
        watch.subscribe();
        watch.subscribe();
        assertThat(silent.transport.openStreams).hasValue(2);
    }

    @Test
    void R03_whoLeftBeforeAskingOpensNothing() {
        StepVerifier.create(watch(STREAMING), 0)
                .expectSubscription()
                .thenCancel()
                .verify();
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void R03_aRequestAfterCancelOpensNothing() {
        AtomicInteger opened = new AtomicInteger();
        BaseSubscriber<StatusUpdate> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
                subscription.request(1);
            }
        };
        new StreamedUpdates(Flux.defer(() -> {
                    opened.incrementAndGet();
                    return Flux.empty();
                }))
                .subscribe(reader);
        assertThat(opened).hasValue(0);
    }

    @Test
    void R14_aReaderThatStallsFindsTheNewestStateAndTheNewestLines() {
        WatchOptions logs = STREAMING.withLogs(true);
        StepVerifier.create(watch(logs), 1)
                .then(() -> says(Sse.running("0")))
                .expectNextCount(1)
                .then(() -> {
                    for (int i = 1; i <= 10_000; i++) {
                        says(Sse.running(String.valueOf(i - 1), String.valueOf(i)));
                    }
                })
                .thenRequest(1)
                .assertNext(update -> {
                    assertThat(update.phase()).isEqualTo(Phase.IN_PROGRESS);
                    assertThat(lines(update))
                            .hasSize(ConflatedSubscription.MAX_LINES)
                            .startsWith("9001")
                            .endsWith("9999", "10000");
                })
                .then(() -> fal.pass(Duration.ofSeconds(40)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> says(Sse.running("10000"), Sse.QUEUED, Sse.running("x"), Sse.COMPLETED))
                .thenRequest(5)
                .assertNext(update -> {
                    assertThat(update.isTerminal()).isTrue();
                    assertThat(lines(update)).containsExactly("x");
                })
                .verifyComplete();
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R08_aReaderWhoKeepsUpIsToldEachStateAndEachLineOnce() {
        List<List<String>> told = new ArrayList<>();
        watch(STREAMING.withLogs(true)).subscribe(update -> told.add(lines(update)));
        says(Sse.running("a"), Sse.running("a", "b"), Sse.QUEUED, Sse.running("b", "c"), Sse.running("c"));
        assertThat(told).containsExactly(List.of("a"), List.of("b"), List.of(), List.of("c"), List.of());
        assertThat(fal.transport.sent.get(0).uri().getQuery()).isEqualTo("logs=1");
    }

    @Test
    void anEventInPiecesIsOneUpdate() {
        StepVerifier.create(watch(STREAMING))
                .then(() -> says("\uFEFFid: 7\r", "\ndata: {\"status\":\r\nda", "ta: \"IN_QUEUE\"}\r\n"))
                .expectNoEvent(Duration.ZERO)
                .then(() -> says("\r\n"))
                .expectNextMatches(update -> update.phase() == Phase.IN_QUEUE)
                .thenCancel()
                .verify();
    }

    @Test
    void aCommentIsNoUpdateAndResetsTheIdleLimit() {
        StepVerifier.create(watch(STREAMING))
                .then(() -> {
                    for (int i = 0; i < 20; i++) {
                        fal.pass(Duration.ofSeconds(44));
                        says(Sse.KEEP_ALIVE);
                    }
                })
                .then(() -> says(Sse.COMPLETED))
                .thenConsumeWhile(update -> update.phase() == Phase.IN_PROGRESS)
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
    }

    @Test
    void R05_cancelEndsTheStreamAtOnceAndLeavesTheJobAlone() {
        StepVerifier.create(watch(STREAMING))
                .then(() -> says(Sse.RUNNING))
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(fal.transport.openStreams).hasValue(0);
        assertThat(fal.transport.abortedStreams).isEqualTo(1);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DETACH, IN_QUEUE, 0",
        "CANCEL_IF_QUEUED, IN_QUEUE, 1",
        "CANCEL_IF_QUEUED, IN_PROGRESS, 0",
        "CANCEL, IN_PROGRESS, 1",
        "CANCEL, COMPLETED, 0"
    })
    void R05_theStopPolicyGoesByTheNewestStateReadOrNot(StopPolicy policy, String state, int cancels) {
        StepVerifier.create(watch(STREAMING.withOnStop(policy)), 1)
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .then(() -> says(Sse.event("{\"status\":\"" + state + "\"}")))
                .thenCancel()
                .verify();
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(cancels);
    }

    @Test
    void R11_theDeadlineHoldsForAStreamAndTheTimelineTellsOfIt() {
        StepVerifier.create(watch(STREAMING.withDeadline(Duration.ofSeconds(3))))
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .then(() -> says(Sse.RUNNING))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMillis(1_999)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.WatchTimeout.class, e -> {
                            assertThat(e.lastUpdate().orElseThrow().phase()).isEqualTo(Phase.IN_PROGRESS);
                            assertThat(e.timeline().orElseThrow().statusCalls()).isEqualTo(1);
                            assertThat(e.timeline()
                                            .orElseThrow()
                                            .firstRunningAt()
                                            .orElseThrow())
                                    .hasToString("1970-01-01T00:00:01Z");
                        }));
        assertThat(fal.transport.abortedStreams).isEqualTo(1);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R11_anEndThatArrivedInTimeIsDeliveredToALateReader() {
        StepVerifier.create(watch(STREAMING.withDeadline(Duration.ofSeconds(3))), 1)
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .then(() -> says(Sse.COMPLETED))
                .then(() -> fal.pass(Duration.ofMinutes(1)))
                .thenRequest(1)
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void theListenerIsToldWhatIsDeliveredBeforeItIs() {
        List<Object> order = new ArrayList<>();
        WatchOptions options = STREAMING.withOnUpdate(update -> order.add("told " + update.phase()));
        StepVerifier.create(watch(options).doOnNext(update -> order.add("got " + update.phase())), 1)
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .then(() -> says(Sse.QUEUED, Sse.RUNNING))
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(order).containsExactly("told IN_QUEUE", "got IN_QUEUE", "told IN_PROGRESS", "got IN_PROGRESS");
    }

    @Test
    void aListenerThatThrowsEndsTheWatchAndTheStream() {
        WatchOptions options = STREAMING.withOnUpdate(update -> {
            throw new IllegalStateException("listener");
        });
        StepVerifier.create(watch(options)).then(() -> says(Sse.QUEUED)).verifyErrorMessage("listener");
        assertThat(fal.transport.openStreams).hasValue(0);
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R04_aStreamIsOneCallOfTheBudget() {
        Fixture narrow = new Fixture(FalConfig.builder().statusCallsPerSecond(2));
        narrow.transport.stream(Flux.never());
        for (int i = 0; i < 5; i++) {
            narrow.queue.watch(Fixture.TICKET, STREAMING).subscribe();
        }
        assertThat(narrow.transport.streamCalls()).isEqualTo(2);
        narrow.pass(Duration.ofSeconds(1));
        assertThat(narrow.transport.streamCalls()).isEqualTo(4);
        narrow.pass(Duration.ofSeconds(1));
        assertThat(narrow.transport.sent).hasSize(5);
    }

    @Test
    void readersThatShareAWatchShareItsStream() {
        List<Phase> fast = new ArrayList<>();
        fal.queue
                .watchShared(Fixture.TICKET, STREAMING)
                .map(StatusUpdate::phase)
                .subscribe(fast::add);
        StepVerifier.create(fal.queue.watchShared(Fixture.TICKET), 1)
                .then(() -> says(Sse.QUEUED))
                .expectNextCount(1)
                .then(() -> says(Sse.RUNNING, Sse.COMPLETED))
                .thenRequest(1)
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        assertThat(fast).containsExactly(Phase.IN_QUEUE, Phase.IN_PROGRESS, Phase.COMPLETED);
        assertThat(fal.transport.sent).hasSize(1);
    }
}
