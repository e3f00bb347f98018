package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.StreamFault;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

/** Status streams over sockets: good ones, bad ones, and what becomes of them. */
class StatusStreamSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();
    private static final WatchOptions STREAMING =
            WatchOptions.defaults().withMode(WatchMode.STREAMING).withLogs(true);

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .port(0)
            .queueTime(Duration.ofMillis(50))
            .runTime(Duration.ofMillis(400))
            .build());
    private final List<ReactorFalClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(ReactorFalClient::close);
        emulator.close();
    }

    private ReactorFalClient client(UnaryOperator<FalConfig.Builder> settings, UnaryOperator<HttpClient> hook) {
        FalConfig.Builder config = FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .pollPolicy(PollPolicy.constant(Duration.ofMillis(10)))
                .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(5), Duration.ofMillis(20)));
        ReactorFalClient client = ReactorFalClient.builder(
                        settings.apply(config).build())
                .httpClient(hook)
                .build();
        clients.add(client);
        return client;
    }

    private ReactorQueue<FluxLoraRequest, FluxLoraResult> queue(UnaryOperator<FalConfig.Builder> settings) {
        return client(settings, UnaryOperator.identity()).queue(FluxLora.TEXT_TO_IMAGE);
    }

    private QueueTicket submit(ReactorQueue<FluxLoraRequest, FluxLoraResult> queue, JobScript script) {
        emulator.nextJob(script);
        return Objects.requireNonNull(queue.submit(INPUT).block(PATIENCE));
    }

    private static List<StatusUpdate> all(
            ReactorQueue<FluxLoraRequest, FluxLoraResult> queue, QueueTicket ticket, WatchOptions options) {
        return Objects.requireNonNull(queue.watch(ticket, options).collectList().block(PATIENCE));
    }

    private static List<String> lines(List<StatusUpdate> updates) {
        return updates.stream()
                .flatMap(update -> update.logs().stream())
                .map(LogLine::message)
                .toList();
    }

    private List<LedgerEntry> streams() {
        return emulator.ledger().of(dev.falreactive.emulator.Phase.STREAM);
    }

    private List<LedgerEntry> polls() {
        return emulator.ledger().of(dev.falreactive.emulator.Phase.STATUS);
    }

    private static JobScript story() {
        return JobScript.steps(
                JobScript.queued(1),
                JobScript.running("one"),
                JobScript.running("one", "Größe 🐅"),
                JobScript.running("one", "Größe 🐅", "three"),
                JobScript.completed());
    }

    @Test
    void aGoodServerIsAskedOnceForAllOfIt() {
        var queue = queue(config -> config);
        List<StatusUpdate> updates = all(queue, submit(queue, story()), STREAMING);

        assertThat(updates)
                .extracting(StatusUpdate::phase)
                .containsExactly(
                        Phase.IN_QUEUE, Phase.IN_PROGRESS, Phase.IN_PROGRESS, Phase.IN_PROGRESS, Phase.COMPLETED);
        assertThat(lines(updates)).containsExactly("one", "Größe 🐅", "three");
        assertThat(streams()).singleElement().satisfies(call -> {
            assertThat(call.query()).contains("logs=1");
            assertThat(call.authScheme()).contains("Key");
            assertThat(call.headers().get("accept")).contains("text/event-stream");
        });
        assertThat(polls()).isEmpty();
    }

    @Test
    void awaitStreamsToo() {
        var queue = queue(config -> config);
        assertThat(queue.submitAndAwait(INPUT, dev.falreactive.SubmitOptions.defaults(), STREAMING)
                        .block(PATIENCE))
                .isNotNull();
        assertThat(streams()).hasSize(1);
        assertThat(polls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lf", "cr", "crlf"})
    void anyFormOfEventsIsReadToTheLastLetter(String lineEnd) {
        var queue = queue(config -> config);
        QueueTicket ticket = submit(queue, story());
        emulator.inject(dev.falreactive.emulator.Phase.STREAM, StreamFault.form(lineEnd));

        List<StatusUpdate> updates = all(queue, ticket, STREAMING);

        assertThat(updates)
                .extracting(StatusUpdate::phase)
                .containsExactly(
                        Phase.IN_QUEUE, Phase.IN_PROGRESS, Phase.IN_PROGRESS, Phase.IN_PROGRESS, Phase.COMPLETED);
        assertThat(lines(updates)).containsExactly("one", "Größe 🐅", "three");
        assertThat(polls()).isEmpty();
    }

    static Stream<Arguments> badStreams() {
        return Stream.of(
                Arguments.of("503 page", Fault.edgePage(503)),
                Arguments.of("404", Fault.respond(404, Map.of(), "{\"detail\":\"Not Found\"}")),
                Arguments.of("429", Fault.rateLimited()),
                Arguments.of("JSON", Fault.respond(200, Map.of("Content-Type", "application/json"), "{}")),
                Arguments.of("dropped", Fault.dropBeforeHandling()),
                Arguments.of("no answer", Fault.stall()),
                Arguments.of("endless header", Fault.endlessHeader()),
                Arguments.of("cut after two", StreamFault.cut(2)),
                Arguments.of("ended at once", StreamFault.end(0)),
                Arguments.of("ended after three", StreamFault.end(3)),
                Arguments.of("silent from the start", StreamFault.silence(0)),
                Arguments.of("silent after one", StreamFault.silence(1)),
                Arguments.of("too slow", Fault.slowDrip(Duration.ofMillis(50))),
                Arguments.of("garbage", Fault.garbage()),
                Arguments.of("garbage later", Fault.rewrite(json -> json.contains("three") ? "{\"status\"" : json)),
                Arguments.of("too large", Fault.rewrite(json -> "x".repeat(20_000))),
                Arguments.of("huge", Fault.hugeBody(50_000_000)),
                Arguments.of("too deep", Fault.deepNesting(4_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badStreams")
    void aBadStreamCostsTheWatchNothing(String name, Fault fault) {
        Duration limit = Duration.ofSeconds(1);
        QueueTicket ticket = submit(queue(config -> config), story());
        var queue = queue(
                config -> config.requestTimeout(limit).streamIdleTimeout(limit).maxStatusBytes(10_000));
        emulator.inject(dev.falreactive.emulator.Phase.STREAM, fault);

        List<StatusUpdate> updates = all(queue, ticket, STREAMING);

        assertThat(updates.stream().filter(StatusUpdate::isTerminal)).hasSize(1);
        assertThat(updates.get(updates.size() - 1).isTerminal()).isTrue();
        assertThat(lines(updates)).containsExactly("one", "Größe 🐅", "three");
        assertThat(streams())
                .singleElement()
                .satisfies(call -> assertThat(call.fault()).contains(fault.name()));
        assertThat(polls()).isNotEmpty();
    }

    @Test
    void R12_aRedirectOfAStreamIsNotFollowed() {
        try (FalEmulator elsewhere = FalEmulator.start()) {
            var queue = queue(config -> config);
            QueueTicket ticket = submit(queue, story());
            emulator.inject(
                    dev.falreactive.emulator.Phase.STREAM,
                    Fault.redirect(elsewhere.baseUrl() + ticket.statusPath() + "/stream"));
            assertThat(all(queue, ticket, STREAMING)).last().matches(StatusUpdate::isTerminal);
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
    }

    @Test
    void R05_cancelAbortsTheStreamAndTheJobGoesOn() {
        var queue = queue(config -> config);
        QueueTicket ticket = submit(queue, JobScript.steps(JobScript.running("one")));
        StepVerifier.create(queue.watch(ticket, STREAMING))
                .expectNextCount(1)
                .then(() -> assertThat(streams()).noneMatch(LedgerEntry::aborted))
                .thenCancel()
                .verify(PATIENCE);
        Eventually.holds("the server sees it", () -> streams().get(0).aborted());
        assertThat(polls()).isEmpty();
        assertThat(Objects.requireNonNull(queue.status(ticket).block(PATIENCE)).phase())
                .isEqualTo(Phase.IN_PROGRESS);
        assertThat(emulator.ledger().of(dev.falreactive.emulator.Phase.CANCEL)).isEmpty();
    }

    @Test
    void whenAllStreamsAreInUseTheNextWatchPollsAndOtherCallsGoOn() {
        var queue = queue(
                config -> config.connections(Connections.DEFAULT.withMax(1).withMaxStreams(2)));
        List<Disposable> streaming = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            QueueTicket endless = submit(queue, JobScript.steps(JobScript.running()));
            streaming.add(queue.watch(endless, STREAMING).subscribe(update -> {}, error -> {}));
        }
        Eventually.holds("both stream", () -> streams().size() == 2);

        assertThat(all(queue, submit(queue, story()), STREAMING)).last().matches(StatusUpdate::isTerminal);
        assertThat(streams()).hasSize(2);
        assertThat(polls()).isNotEmpty();

        streaming.get(0).dispose();
        Eventually.holds("one is over", () -> streams().get(0).aborted());
        int polled = polls().size();
        assertThat(all(queue, submit(queue, story()), STREAMING)).last().matches(StatusUpdate::isTerminal);
        assertThat(streams()).hasSize(3);
        assertThat(polls()).hasSize(polled);
    }

    @Test
    void aStreamThatCouldNotEvenBeAskedForTakesUpNoPlace() {
        AtomicInteger asked = new AtomicInteger();
        var queue = queue(config -> config.connections(Connections.DEFAULT.withMaxStreams(1))
                .credentials(FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> {
                    // The first is for the stream.
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("the vault is closed");
                    }
                    return "id:secret-of-the-vault";
                })));
        QueueTicket ticket = submit(queue(config -> config), story());
        assertThat(all(queue, ticket, STREAMING)).last().matches(StatusUpdate::isTerminal);
        assertThat(streams()).isEmpty();
        assertThat(all(queue, submit(queue, story()), STREAMING)).last().matches(StatusUpdate::isTerminal);
        assertThat(streams()).hasSize(1);
    }

    @Test
    void closingTheClientEndsItsStreams() {
        ReactorFalClient client = client(config -> config, UnaryOperator.identity());
        var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        QueueTicket ticket = submit(queue, JobScript.steps(JobScript.running()));
        StepVerifier.create(queue.watch(ticket, STREAMING))
                .expectNextCount(1)
                .then(client::close)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.Unreachable.class, e -> {
                            assertThat(e).hasMessageContaining("the client is closed");
                            assertThat(e.ticket()).contains(ticket);
                        }))
                .verify(PATIENCE);
        Eventually.holds("the server sees it", () -> streams().get(0).aborted());
        client.closeLater().block(PATIENCE);
        assertThat(streams()).hasSize(1);
        assertThat(polls()).isEmpty();
    }

    @Test
    void aHooksLimitForReadsIsForCallsAndDoesNotCutAStream() {
        QueueTicket ticket =
                submit(queue(config -> config), JobScript.timed(Duration.ofMillis(900), Duration.ofMillis(10)));
        var queue = client(config -> config, http -> http.responseTimeout(Duration.ofMillis(400)))
                .queue(FluxLora.TEXT_TO_IMAGE);
        assertThat(all(queue, ticket, STREAMING)).last().matches(StatusUpdate::isTerminal);
        assertThat(streams()).hasSize(1);
        assertThat(polls()).isEmpty();
    }

    @Test
    void commentsKeepAQuietStreamAlive() {
        try (FalEmulator quiet = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .keepAlive(Duration.ofMillis(50))
                .build())) {
            var queue = client(
                            config -> config.baseUrl(quiet.baseUrl()).streamIdleTimeout(Duration.ofSeconds(1)),
                            UnaryOperator.identity())
                    .queue(FluxLora.TEXT_TO_IMAGE);
            quiet.nextJob(JobScript.timed(Duration.ofMillis(2_200), Duration.ofMillis(10)));
            QueueTicket ticket = Objects.requireNonNull(queue.submit(INPUT).block(PATIENCE));
            assertThat(all(queue, ticket, STREAMING)).last().matches(StatusUpdate::isTerminal);
            assertThat(quiet.ledger().of(dev.falreactive.emulator.Phase.STATUS)).isEmpty();
        }
    }

    @Test
    void autoRemembersThatStreamsAreNoGoodHere() {
        var queue = queue(config -> config);
        WatchOptions auto = STREAMING.withMode(WatchMode.AUTO);
        emulator.inject(dev.falreactive.emulator.Phase.STREAM, Fault.edgePage(503));
        for (int i = 0; i < 3; i++) {
            assertThat(all(queue, submit(queue, story()), auto)).last().matches(StatusUpdate::isTerminal);
        }
        assertThat(streams()).hasSize(1);

        var other = queue(config -> config);
        for (int i = 0; i < 3; i++) {
            assertThat(all(other, submit(other, story()), auto)).last().matches(StatusUpdate::isTerminal);
        }
        assertThat(streams()).hasSize(4);
    }

    @Test
    void readersThatShareAWatchShareItsStream() {
        var queue = queue(config -> config);
        QueueTicket ticket = submit(queue, JobScript.steps(JobScript.running("one")));
        var first = queue.watchShared(ticket, STREAMING);
        List<StatusUpdate> late = new ArrayList<>();
        StepVerifier.create(first)
                .expectNextCount(1)
                .then(() -> queue.watchShared(ticket).subscribe(late::add))
                .then(() -> emulator.steer(ticket.requestId(), JobScript.completed()))
                .thenConsumeWhile(update -> !update.isTerminal())
                .expectNextMatches(StatusUpdate::isTerminal)
                .expectComplete()
                .verify(PATIENCE);
        Eventually.holds("the late one sees the end", () -> late.stream().anyMatch(StatusUpdate::isTerminal));
        assertThat(streams()).hasSize(1);
        assertThat(polls()).isEmpty();
    }
}
