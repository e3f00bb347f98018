package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.BalanceState;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.RetryPolicy;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Direct runs and streams over sockets: paid once, whatever happens. */
class DirectSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).seed(7).build();

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .runTime(Duration.ofMillis(50))
            .lockedKeyIds("empty")
            .build());
    private final List<ReactorFalClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(ReactorFalClient::close);
        emulator.close();
    }

    private ReactorFalClient client(UnaryOperator<FalConfig.Builder> settings) {
        ReactorFalClient client = ReactorFalClient.create(settings.apply(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .directUrl(emulator.directUrl())
                        .credentials(emulator.credentials())
                        .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(5), Duration.ofMillis(20))))
                .build());
        clients.add(client);
        return client;
    }

    private ReactorDirect<FluxLoraRequest, FluxLoraResult> direct() {
        return client(config -> config).direct(FluxLora.TEXT_TO_IMAGE);
    }

    private List<LedgerEntry> posts() {
        return emulator.ledger().of(Phase.DIRECT);
    }

    private static FalException error(Mono<?> mono) {
        Throwable error = catchThrowable(() -> mono.block(PATIENCE));
        assertThat(error).isInstanceOf(FalException.class);
        return (FalException) error;
    }

    /** Both calls, each as one answer or error. */
    private List<Mono<?>> both(DirectOptions options) {
        ReactorDirect<FluxLoraRequest, FluxLoraResult> direct = direct();
        return List.of(direct.run(INPUT, options), direct.stream(INPUT, options).collectList());
    }

    @Test
    void aRunBringsTheOutputAndWhatItCost() {
        DirectResult<FluxLoraResult> result = Objects.requireNonNull(
                direct().runWithMetadata(INPUT, DirectOptions.defaults()).block(PATIENCE));

        assertThat(result.output().images()).hasSize(1);
        assertThat(result.output().seed())
                .hasValueSatisfying(seed -> assertThat(seed).isEqualTo(7));
        assertThat(result.billableUnits()).contains(new BigDecimal("0.00025600"));
        assertThat(posts()).singleElement().satisfies(post -> {
            assertThat(post.path()).isEqualTo("/fal-ai/flux-lora");
            assertThat(post.authScheme()).contains("Key");
            assertThat(post.requestId()).isEqualTo(result.requestId());
        });
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void aStreamBringsAPictureThatSharpens() {
        List<FluxLoraResult> outputs =
                Objects.requireNonNull(direct().stream(INPUT).collectList().block(PATIENCE));

        assertThat(outputs)
                .hasSize(5)
                .allSatisfy(output -> assertThat(output.images()).hasSize(1));
        assertThat(outputs.get(0).timings()).isEmpty();
        assertThat(outputs.get(0).images().get(0).url()).startsWith("data:image/");
        assertThat(outputs.get(4).timings()).containsKey("inference");
        assertThat(outputs.get(4).images().get(0).url()).startsWith(emulator.directUrl());
        assertThat(posts()).singleElement().satisfies(post -> {
            assertThat(post.path()).isEqualTo("/fal-ai/flux-lora/stream");
            assertThat(post.headers().get("accept")).contains("text/event-stream");
        });
    }

    @Test
    void R01_nothingIsSentBeforeSubscriptionAndEachSendsItsOwn() {
        List<Mono<?>> both = both(DirectOptions.defaults());
        assertThat(posts()).isEmpty();

        for (Mono<?> call : both) {
            call.block(PATIENCE);
            call.block(PATIENCE);
        }

        assertThat(posts()).hasSize(4).extracting(LedgerEntry::requestId).doesNotHaveDuplicates();
    }

    @Test
    void R02_invalidInputSendsNothing() {
        ReactorDirect<FluxLoraRequest, FluxLoraResult> direct = direct();
        FluxLoraRequest invalid = FluxLoraRequest.ofJson(Map.of("num_images", 9));

        assertThat(error(direct.run(invalid))).isInstanceOf(FalException.InvalidInput.class);
        assertThat(error(direct.stream(invalid).then())).isInstanceOf(FalException.InvalidInput.class);
        assertThat(posts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "direct:accept-then-drop, SubmitOutcomeUnknown",
        "direct:drop-before-handling, SubmitOutcomeUnknown",
        "direct:half-reply, SubmitOutcomeUnknown",
        "direct:edge-502, SubmitOutcomeUnknown",
        "direct:edge-503, SubmitOutcomeUnknown",
        "direct:edge-504, SubmitOutcomeUnknown",
        "direct:redirect(http://127.0.0.1:1/), SubmitOutcomeUnknown",
        "direct:app-500, JobFailed",
        "direct:app-503, JobFailed",
        "direct:user-timeout, JobFailed",
        "direct:stored-failure(422), JobFailed",
        "direct:garbage, Unreadable",
    })
    void R10_whatMayHaveRunIsPaidOnce(String rule, String leaf) {
        for (Mono<?> call : both(DirectOptions.defaults())) {
            int before = posts().size();
            emulator.inject(FaultRule.parse(rule));

            FalException error = error(call);

            assertThat(error.getClass().getSimpleName()).as(error.getMessage()).isEqualTo(leaf);
            assertThat(error.ticket()).isEmpty();
            if (!leaf.equals("JobFailed")) {
                assertThat(error).hasMessageContaining("may be billed");
            }
            assertThat(posts()).hasSize(before + 1);
        }
    }

    @Test
    void theWholeRunHasALimit() {
        for (Mono<?> call : both(DirectOptions.defaults().withTimeout(Duration.ofSeconds(2)))) {
            int before = posts().size();
            emulator.inject(Phase.DIRECT, Fault.stall());

            assertThat(error(call))
                    .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                    .hasMessageContaining("not over in the time for the whole run")
                    .hasMessageContaining("no ticket");
            assertThat(posts()).hasSize(before + 1);
            Eventually.holds("the server sees it go", () -> posts().get(before).aborted());
        }
    }

    @Test
    void aRunMayTakeLongerThanAnExchangeOfTheQueue() {
        emulator.nextJob(JobScript.timed(Duration.ZERO, Duration.ofMillis(900)));
        assertThat(client(config -> config.requestTimeout(Duration.ofMillis(200)))
                        .direct(FluxLora.TEXT_TO_IMAGE)
                        .run(INPUT)
                        .block(PATIENCE))
                .isNotNull();
    }

    @Test
    void R11_aRefusalIsTriedAgainAfterThePauseThatItNames() {
        for (Mono<?> call : both(DirectOptions.defaults())) {
            int before = posts().size();
            emulator.inject(FaultRule.parse("direct:rate-limited(1s)"));
            emulator.inject(FaultRule.parse("direct:concurrency-limit(20)"));

            assertThat(call.block(PATIENCE)).isNotNull();

            List<LedgerEntry> posts = posts().subList(before, posts().size());
            assertThat(posts).hasSize(3);
            assertThat(Duration.between(posts.get(0).at(), posts.get(1).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(posts.get(2).requestId()).isPresent();
        }
    }

    @Test
    void R11_aPauseThatIsTooLongFailsAtOnce() {
        for (Mono<?> call : both(DirectOptions.defaults())) {
            emulator.inject(FaultRule.parse("direct:rate-limited(2m)"));
            assertThat(error(call)).isInstanceOfSatisfying(FalException.Rejected.class, rejected -> {
                assertThat(rejected.reason()).isEqualTo(Reason.RATE_LIMITED);
                assertThat(rejected.retryAfter()).contains(Duration.ofMinutes(2));
            });
        }
        assertThat(posts()).hasSize(2);
    }

    @Test
    void aPauseThatDoesNotFitTheLimitIsNotWaitedFor() {
        emulator.inject(FaultRule.parse("direct:rate-limited(30s)"));
        assertThat(error(direct().run(INPUT, DirectOptions.defaults().withTimeout(Duration.ofSeconds(5)))))
                .isInstanceOf(FalException.Rejected.class);
    }

    @Test
    void cancellingClosesTheConnectionAtOnce() {
        emulator.nextJob(JobScript.neverEnding());
        Disposable run = direct().run(INPUT).subscribe();
        Eventually.holds("it has arrived", () -> posts().size() == 1);
        run.dispose();
        Eventually.holds("the server sees it go", () -> posts().get(0).aborted());

        emulator.inject(FaultRule.parse("direct:stream-silence(2)"));
        StepVerifier.create(direct().stream(INPUT))
                .expectNextCount(2)
                .thenCancel()
                .verify(PATIENCE);
        Eventually.holds("the server sees it go", () -> posts().get(1).aborted());
    }

    @Test
    void aStreamThatIsCutTellsSoAfterWhatWasRead() {
        emulator.inject(FaultRule.parse("direct:stream-cut(2)"));
        StepVerifier.create(direct().stream(INPUT))
                .expectNextCount(2)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                        .hasMessageContaining("may be billed"))
                .verify(PATIENCE);
        assertThat(posts()).hasSize(1);
    }

    @Test
    void anErrorInsideAStreamIsTheRunsFailure() {
        emulator.inject(FaultRule.parse("direct:stream-error(2)"));
        StepVerifier.create(direct().stream(INPUT))
                .expectNextCount(2)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.JobFailed.class)
                        .hasMessageContaining("GPU error"))
                .verify(PATIENCE);
    }

    @Test
    void aStreamThatFallsSilentIsGivenUp() {
        emulator.inject(FaultRule.parse("direct:stream-silence(1)"));
        StepVerifier.create(direct().stream(INPUT, DirectOptions.defaults().withIdleTimeout(Duration.ofMillis(300))))
                .expectNextCount(1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                        .hasMessageContaining("brought nothing for 0.3 s, behind 1 event"))
                .verify(PATIENCE);
        Eventually.holds("the server sees it go", () -> posts().get(0).aborted());
    }

    @Test
    void aStreamWithoutAnEventIsNoOutput() {
        emulator.inject(FaultRule.parse("direct:stream-end(0)"));
        assertThat(error(direct().stream(INPUT).then()))
                .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                .hasMessageContaining("ended without an event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lf", "cr", "crlf"})
    void anyFormOfEventsIsRead(String lineEnd) {
        emulator.inject(FaultRule.parse("direct:stream-form(" + lineEnd + ")"));
        assertThat(direct().stream(INPUT).count().block(PATIENCE)).isEqualTo(5);
    }

    @Test
    void anAnswerThatIsNoStreamIsTheOneOutput() {
        String output = "{\"images\":[],\"seed\":3}";
        emulator.inject(Phase.DIRECT, Fault.respond(200, Map.of("Content-Type", "application/json"), output));

        assertThat(direct().stream(INPUT).collectList().block(PATIENCE))
                .singleElement()
                .satisfies(only -> assertThat(only.seed())
                        .hasValueSatisfying(seed -> assertThat(seed).isEqualTo(3)));
    }

    @Test
    void anEmptyAccountHoldsBackDirectRunsAndSubmitsAlike() {
        ReactorFalClient client = client(config -> config.credentials(FalCredentials.key("empty:secret")));
        Mono<FluxLoraResult> run = client.direct(FluxLora.TEXT_TO_IMAGE).run(INPUT);

        assertThat(((FalException.Rejected) error(run)).reason()).isEqualTo(Reason.BALANCE_LOCKED);
        assertThat(client.balance().phase()).isEqualTo(BalanceState.Phase.LOCKED);
        assertThat(((FalException.Rejected) error(run)).reason()).isEqualTo(Reason.BALANCE_LOCKED);
        assertThat(error(client.direct(FluxLora.TEXT_TO_IMAGE).stream(INPUT).then()))
                .hasMessageContaining("held back");
        assertThat(error(client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT))).hasMessageContaining("held back");
        assertThat(posts()).hasSize(1);
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void aDirectUrlThatLeadsToAQueueIsToldAndNotTakenForAnOutput() {
        ReactorFalClient client = client(config -> config.directUrl(emulator.baseUrl()));

        FalException error = error(
                client.direct(dev.falreactive.Endpoint.json("fal-ai/flux-lora")).run(Map.of("prompt", "a tiger")));

        assertThat(error).hasMessageContaining("leads to a queue").hasMessageContaining("directUrl");
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void whereNobodyListensNothingIsSentAndItIsSaid() {
        ReactorFalClient client = client(config -> config.directUrl("http://127.0.0.1:1")
                .retryPolicy(RetryPolicy.DEFAULT.withMaxUnreachable(Duration.ofMillis(100))));

        assertThat(error(client.direct(FluxLora.TEXT_TO_IMAGE).run(INPUT)))
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("nothing is billed");
        assertThat(error(client.direct(FluxLora.TEXT_TO_IMAGE).stream(INPUT).then()))
                .isInstanceOf(FalException.Unreachable.class);
    }

    @Test
    void aClosedClientSendsNothing() {
        ReactorFalClient client = client(config -> config);
        client.closeLater().block(PATIENCE);

        assertThat(error(client.direct(FluxLora.TEXT_TO_IMAGE).run(INPUT)))
                .isInstanceOf(FalException.Unreachable.class);
        assertThat(posts()).isEmpty();
    }

    @Test
    void submitsDoNotWaitForDirectRuns() {
        ReactorFalClient client = client(config -> config.connections(dev.falreactive.Connections.DEFAULT.withMax(1))
                .requestTimeout(Duration.ofSeconds(10)));
        emulator.inject(Phase.DIRECT, Fault.stall());
        Disposable run = client.direct(FluxLora.TEXT_TO_IMAGE).run(INPUT).subscribe();
        Eventually.holds("it has arrived", () -> posts().size() == 1);

        assertThat(client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block(PATIENCE))
                .isNotNull();
        run.dispose();
    }

    @Test
    void R13_theKeyStaysWithTheConfiguredOriginAndOutOfErrors() {
        String secret = "canary-secret-of-direct";
        ReactorFalClient client = client(config -> config.credentials(FalCredentials.key("id:" + secret)));
        try (FalEmulator elsewhere = FalEmulator.start()) {
            emulator.inject(Phase.DIRECT, Fault.redirect(307, elsewhere.directUrl() + "/fal-ai/flux-lora"));
            emulator.inject(Phase.DIRECT, Fault.appError(500, "no, id:" + secret));
            emulator.inject(Phase.DIRECT, Fault.respond(200, Map.of(), "id:" + secret));
            emulator.inject(Phase.DIRECT, Fault.edgePage(502));
            for (int i = 0; i < 4; i++) {
                FalException error = error(client.direct(FluxLora.TEXT_TO_IMAGE).run(INPUT));
                for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                    assertThat(cause.toString()).doesNotContain(secret);
                }
                assertThat(error.bodySnippet()).doesNotContain(secret);
            }
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
        assertThat(URI.create(emulator.directUrl()).getPort())
                .isNotEqualTo(URI.create(emulator.baseUrl()).getPort());
    }

    @Test
    void manyRunsAtATimeAreAllAnswered() {
        ReactorDirect<FluxLoraRequest, FluxLoraResult> direct = direct();
        assertThat(Flux.range(0, 100)
                        .flatMap(i -> direct.run(INPUT), 100)
                        .count()
                        .block(PATIENCE))
                .isEqualTo(100);
        assertThat(posts()).hasSize(100);
    }
}
