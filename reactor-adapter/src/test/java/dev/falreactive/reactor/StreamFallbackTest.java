package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A stream that is no good costs a watch nothing: it goes on by polls. */
class StreamFallbackTest {

    private static final WatchOptions STREAMING = WatchOptions.defaults().withMode(WatchMode.STREAMING);
    private static final Map<String, String> EVENTS = Map.of("Content-Type", "text/event-stream");

    private final Fixture fal = new Fixture();

    private Flux<StatusUpdate> watch(WatchOptions options) {
        return fal.queue.watch(Fixture.TICKET, options);
    }

    private static Arguments broken(String name, Consumer<ScriptedTransport> stream) {
        return Arguments.of(name, stream);
    }

    /** None of them brings an update. */
    static Stream<Arguments> brokenFromTheStart() {
        return Stream.of(
                broken(
                        "503 page",
                        t -> t.stream(503, Map.of("Content-Type", "text/html"), Flux.just("<html>x</html>"))),
                broken("404", t -> t.stream(404, Map.of(), Flux.just("{\"detail\":\"Not Found\"}"))),
                broken("404 as a stream", t -> t.stream(404, EVENTS, Flux.just(Sse.COMPLETED))),
                broken("401", t -> t.stream(401, Map.of(), Flux.empty())),
                broken("302", t -> t.stream(302, Map.of("Location", "https://evil.example/"), Flux.empty())),
                broken(
                        "a status in place of a stream",
                        t -> t.stream(200, Map.of("Content-Type", "application/json"), Flux.just(Fixture.COMPLETED))),
                broken("no content type", t -> t.stream(200, Map.of(), Flux.just(Sse.COMPLETED))),
                broken(
                        "another content type",
                        t -> t.stream(200, Map.of("Content-Type", "text/event-stream-x"), Flux.just(Sse.COMPLETED))),
                broken("202", t -> t.stream(202, EVENTS, Flux.just(Sse.COMPLETED))),
                broken(
                        "an endless refusal",
                        t -> t.stream(
                                503, Map.of(), Flux.just("x".repeat(9_000)).repeat())),
                broken("no head", ScriptedTransport::streamWithoutHead),
                broken("no connection", ScriptedTransport::streamNotSent),
                broken("reset", t -> t.stream(Flux.error(ScriptedTransport.reset()))),
                broken("ended", t -> t.stream(Flux.empty())),
                broken("only a comment", t -> t.stream(Flux.just(Sse.KEEP_ALIVE))),
                broken("an event that the end cuts off", t -> t.stream(Flux.just("data: " + Fixture.COMPLETED + "\n"))),
                broken("no JSON", t -> t.stream(Flux.just("data: <<<\n\n").concatWith(Flux.never()))),
                broken("no status", t -> t.stream(Flux.just("data: {}\n\n").concatWith(Flux.never()))),
                broken(
                        "too deep",
                        t -> t.stream(Flux.just(Sse.event("[".repeat(20_000))).concatWith(Flux.never()))),
                broken(
                        "too large",
                        t -> t.stream(
                                Flux.just("data: " + "x".repeat(2_000_000)).concatWith(Flux.never()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFromTheStart")
    void pollsTakeOverAtOnceAndGoOnByTheirPolicy(String name, Consumer<ScriptedTransport> stream) {
        stream.accept(fal.transport);
        fal.transport.then(202, Fixture.QUEUED).then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING))
                .expectNextMatches(update -> update.phase() == Phase.IN_QUEUE)
                .then(() -> assertThat(fal.time.now(java.util.concurrent.TimeUnit.NANOSECONDS))
                        .isZero())
                .then(() -> fal.pass(Fixture.PAUSE.minusMillis(1)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .expectNextMatches(update -> update.phase() == Phase.IN_PROGRESS)
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        assertThat(fal.transport.polls()).isEqualTo(3);
        assertThat(fal.transport.openStreams).hasValue(0);
    }

    static Stream<Arguments> brokenLater() {
        return Stream.of(
                Arguments.of("cut", Flux.error(ScriptedTransport.reset())),
                Arguments.of("ended", Flux.empty()),
                Arguments.of("garbage", Flux.just("data: <<<\n\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenLater")
    void R08_eachLogLineIsToldOnceAlsoAcrossTheFallback(String name, Flux<String> end) {
        fal.transport.stream(Flux.just(Sse.running("a"), Sse.running("a", "b")).concatWith(end))
                .then(202, Sse.runningJson("a", "b", "c"))
                .then(200, "{\"status\":\"COMPLETED\",\"logs\":[{\"message\":\"c\",\"timestamp\":\"c\"}]}");
        StepVerifier.create(watch(STREAMING.withLogs(true))
                        .map(update -> update.phase()
                                + update.logs().stream()
                                        .map(LogLine::message)
                                        .toList()
                                        .toString()))
                .expectNext("IN_PROGRESS[a]", "IN_PROGRESS[b]", "IN_PROGRESS[c]")
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNext("COMPLETED[]")
                .verifyComplete();
        assertThat(fal.transport.sent).hasSize(3);
        assertThat(fal.transport.sent.get(1).uri().getQuery()).isEqualTo("logs=1");
    }

    @Test
    void silenceForLongerThanTheIdleLimitIsNoStream() {
        fal.transport.stream(Flux.just(Sse.RUNNING).concatWith(Flux.never()))
                .then(202, Fixture.RUNNING)
                .then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING))
                .expectNextCount(1)
                // A check, which says nothing about the stream.
                .then(() -> fal.pass(Duration.ofSeconds(30)))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMillis(14_999)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        assertThat(fal.transport.abortedStreams).isEqualTo(1);
    }

    @Test
    void theIdleLimitIsTheConfiguredOneAndRunsFromTheHead() {
        Fixture hasty = new Fixture(FalConfig.builder().streamIdleTimeout(Duration.ofSeconds(2)));
        hasty.transport.stream(Flux.never()).then(200, Fixture.COMPLETED);
        StepVerifier.create(hasty.queue.watch(Fixture.TICKET, STREAMING))
                .then(() -> hasty.pass(Duration.ofMillis(1_999)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> hasty.pass(Duration.ofMillis(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void bytesThatNeverBecomeAnEventAreSilence() {
        fal.transport.stream(Flux.interval(Duration.ofSeconds(1), fal.time).map(i -> "x"))
                .then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING))
                .then(() -> fal.pass(Duration.ofSeconds(45)))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void R03_afterTheFallbackPollsWaitForDemand() {
        fal.transport.stream(Flux.just(Sse.QUEUED, Sse.RUNNING)).then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING), 1)
                .expectNextMatches(update -> update.phase() == Phase.IN_QUEUE)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .thenRequest(1)
                .expectNextMatches(update -> update.phase() == Phase.IN_PROGRESS)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .then(() -> assertThat(fal.transport.polls()).isZero())
                .thenRequest(1)
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void R05_cancelAfterTheFallbackStopsTheCallsAndTheTimer() {
        fal.transport.stream(Flux.empty()).then(202, Fixture.RUNNING);
        StepVerifier.create(watch(STREAMING)).expectNextCount(1).thenCancel().verify();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void R10_pollsAfterAFallbackFailAsPollsDo() {
        fal.transport.streamNotSent().then(404, "{\"status\":\"NOT_FOUND\"}");
        StepVerifier.create(watch(STREAMING))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.Rejected.class, e -> {
                            assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.GONE);
                            assertThat(e.ticket()).contains(Fixture.TICKET);
                        }));
    }

    @Test
    void theTimelineTellsWhyTheStreamWasNoGood() {
        fal.transport.stream(503, Map.of(), Flux.just("<html>")).then(404, "{\"status\":\"NOT_FOUND\"}");
        StepVerifier.create(watch(STREAMING)).verifyErrorSatisfies(error -> {
            var timeline = ((FalException) error).timeline().orElseThrow();
            assertThat(timeline.statusCalls()).isEqualTo(2);
            assertThat(timeline.lastError()).contains("Unreachable, HTTP 503");
        });
    }

    @Test
    void R11_retryAfterOfAStreamIsKept() {
        fal.transport.stream(429, Map.of("Retry-After", "2"), Flux.empty()).then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING))
                .then(() -> fal.pass(Duration.ofMillis(1_999)))
                .then(() -> assertThat(fal.transport.polls()).isZero())
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void R11_ALongRetryAfterOfAStreamLosesNoWatchUnlessThePollIsToldTheSame() {
        Map<String, String> anHour = Map.of("Retry-After", "3600");
        fal.transport.stream(503, anHour, Flux.empty()).then(200, Fixture.COMPLETED);
        StepVerifier.create(watch(STREAMING)).expectNextCount(1).verifyComplete();

        Fixture limited = new Fixture();
        limited.transport.stream(429, anHour, Flux.empty()).then(429, anHour, "{}");
        StepVerifier.create(limited.queue.watch(Fixture.TICKET, STREAMING))
                .verifyErrorSatisfies(error -> assertThat(((FalException.Rejected) error).reason())
                        .isEqualTo(FalException.Rejected.Reason.RATE_LIMITED));
        assertThat(limited.transport.sent).hasSize(2);
    }

    @Test
    void aLargeEventIsReadToo() {
        String large = "{\"status\":\"COMPLETED\",\"padding\":\"" + "x".repeat(100_000) + "\"}";
        fal.transport.stream(Flux.concat(
                Mono.just(Sse.RUNNING + Sse.event(large.replace("COMPLETED", "IN_QUEUE")) + Sse.COMPLETED)));
        StepVerifier.create(watch(STREAMING).map(StatusUpdate::phase))
                .expectNext(Phase.IN_PROGRESS, Phase.IN_QUEUE, Phase.COMPLETED)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        assertThat(fal.transport.sent).hasSize(1);
    }
}
