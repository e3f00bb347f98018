package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Diagnosis;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through fal's own proxy, npm's {@code @fal-ai/server-proxy} under Express, to an emulator. */
class OfficialProxyTest {

    private static final Path SCRIPTS = Path.of(System.getProperty("fal.moduleDir", "."), "src/test/js");
    private static final String OURS = "our-id:our-secret-canary";
    private static final String THEIRS = "proxy-id:proxy-secret";
    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").seed(7).imageSize(64, 64).build();
    private static final WatchOptions EAGER =
            WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ofMillis(20)));

    @TempDir
    Path out;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private FalEmulator emulator;
    private Process node;
    private String url;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules")),
                "skipped: run 'npm ci' in reactor-adapter/src/test/js to test with fal's own proxy");
        assumeTrue(nodeIsThere(), "skipped: there is no 'node' on the PATH");
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ofMillis(50))
                .runTime(Duration.ofMillis(100))
                .acceptedSecrets(THEIRS, OURS)
                .build());
        ProcessBuilder builder = new ProcessBuilder(
                        "node", "server-proxy.mjs", emulator.baseUrl().replace("http://", ""))
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true);
        builder.environment().put("FAL_KEY", THEIRS);
        node = builder.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith("listening ")) {
            line = lines.readLine();
        }
        assertThat(line).as("the proxy did not start").isNotNull();
        url = "http://127.0.0.1:" + String.valueOf(line).substring("listening ".length());
        Thread reader = new Thread(() -> lines.lines().forEach(seen::add), "proxy-output");
        reader.setDaemon(true);
        reader.start();
    }

    private static boolean nodeIsThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve("node")));
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.destroy();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    private FalConfig.Builder config() {
        return FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(FalCredentials.key(OURS))
                .proxyUrl(url);
    }

    @Test
    void aPromptBecomesAnImageAndOurKeyStaysHere() {
        try (ReactorFalClient client = ReactorFalClient.create(config().build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            QueueTicket ticket = queue.submit(INPUT).block();
            FluxLoraResult result = queue.await(ticket, EAGER).block();
            Path file = out.resolve("tiger.jpg");
            client.media().save(ticket, result.images().get(0).url(), file).block();
            assertThat(file).isNotEmptyFile();

            List<LedgerEntry> calls = emulator.ledger().entries().stream()
                    .filter(call -> !call.phase().equals(java.util.Optional.of(Phase.MEDIA)))
                    .toList();
            assertThat(calls).hasSizeGreaterThanOrEqualTo(3).allSatisfy(call -> {
                assertThat(call.headers().get("x-fal-client-proxy")).contains("@fal-ai/server-proxy/express");
                assertThat(call.authScheme()).contains("Key");
            });
            assertThat(emulator.ledger().submits()).hasSize(1);
            assertThat(emulator.ledger().of(Phase.MEDIA)).singleElement().satisfies(call -> {
                assertThat(call.headers().get("x-fal-client-proxy")).isEmpty();
                assertThat(call.authScheme()).isEmpty();
            });
            // One line for each call, and none of them holds a key.
            Eventually.holds("a line for each call", () -> seen.size() >= calls.size());
            assertThat(seen)
                    .allMatch(line -> line.startsWith("call ") && line.endsWith(" none"))
                    .first()
                    .isEqualTo("call POST " + emulator.baseUrl() + "/fal-ai/flux-lora none");
        }
    }

    @Test
    void aKeyThatIsMeantForTheProxyIsPassedOn() {
        FalConfig config = config().proxyCredentials(FalCredentials.key(OURS)).build();
        try (ReactorFalClient client = ReactorFalClient.create(config)) {
            client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block();
            Eventually.holds("the line of the call", () -> !seen.isEmpty());
            assertThat(seen).singleElement().asString().endsWith(" Key " + OURS);
        }
        FalConfig wrong =
                config().proxyCredentials(FalCredentials.key("nobody:knows-it")).build();
        try (ReactorFalClient client = ReactorFalClient.create(wrong)) {
            Throwable error = catchThrowable(
                    () -> client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block());
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.Rejected.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHENTICATED));
            assertThat(error).hasMessageNotContaining("knows-it");
        }
    }

    /** This proxy answers 200 to everything: what an answer means is read off its body. */
    @Test
    void failuresAreToldThoughTheProxyForgetsTheirCodes() {
        try (ReactorFalClient client = ReactorFalClient.create(config().build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            Throwable invalid = catchThrowable(() -> queue.submitAndAwait(
                            INPUT.toBuilder().raw("num_images", 99).build())
                    .block());
            assertThat(invalid)
                    .isInstanceOfSatisfying(
                            FalException.JobFailed.class,
                            e -> assertThat(e.failure().fieldErrors())
                                    .anySatisfy(
                                            field -> assertThat(field.path()).isEqualTo("body.num_images")));

            QueueTicket endless = submit(queue, JobScript.steps(JobScript.running()));
            assertThat(reason(() -> queue.result(endless).block())).isEqualTo(Reason.NOT_READY);
            assertThat(queue.cancel(endless).block()).isEqualTo(CancelOutcome.REQUESTED);
            assertThat(queue.cancel(endless).block()).isEqualTo(CancelOutcome.ALREADY_COMPLETED);
            assertThat(catchThrowable(() -> queue.await(endless, EAGER).block()))
                    .isInstanceOf(FalException.JobFailed.class)
                    .hasMessageContaining("cancelled");

            QueueTicket unknown = QueueTicket.of(FluxLora.ID, "nobody-knows-it", Instant.now());
            assertThat(reason(() -> queue.status(unknown).block())).isEqualTo(Reason.GONE);
            assertThat(queue.cancel(unknown).block()).isEqualTo(CancelOutcome.NOT_FOUND);
            assertThat(reason(() -> client.queue(Endpoint.json("fal-ai/no-such-app"))
                            .submit(Map.of())
                            .block()))
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    private QueueTicket submit(ReactorQueue<FluxLoraRequest, FluxLoraResult> queue, JobScript script) {
        emulator.nextJob(script);
        return queue.submit(INPUT).block();
    }

    private static Reason reason(Runnable call) {
        Throwable error = catchThrowable(call::run);
        assertThat(error).isInstanceOf(FalException.Rejected.class);
        return ((FalException.Rejected) error).reason();
    }

    @Test
    void whatTheProxyDoesNotAllowIsRejected() {
        FalConfig elsewhere = config().baseUrl("http://127.0.0.1:9/").build();
        try (ReactorFalClient client = ReactorFalClient.create(elsewhere)) {
            assertThat(reason(() ->
                            client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block()))
                    .isEqualTo(Reason.BAD_REQUEST);
        }
    }

    @Test
    void aWatchByStreamsComesToItsEnd() {
        try (ReactorFalClient client = ReactorFalClient.create(config().build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            QueueTicket ticket = queue.submit(INPUT).block();
            FluxLoraResult result =
                    queue.await(ticket, EAGER.withMode(WatchMode.STREAMING)).block();
            assertThat(result.images()).hasSize(1);
        }
    }

    @Test
    void theDiagnosisNamesTheProxyAndSendsNoKey() {
        try (ReactorFalClient client = ReactorFalClient.create(config().build())) {
            Diagnosis diagnosis = client.diagnose().block();
            assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
            assertThat(diagnosis.toString())
                    .contains("every call goes to " + url)
                    .doesNotContain("canary");
            assertThat(emulator.ledger().submits()).isEmpty();
            Eventually.holds("the lines of the calls", () -> seen.size() >= 2);
            assertThat(seen).hasSize(2).allMatch(line -> line.startsWith("call GET ") && line.endsWith(" none"));
        }
    }
}
