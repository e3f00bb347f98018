package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.protocol.HttpMethod;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuickstartTest {

    @TempDir
    Path out;

    private FalEmulator emulator;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ofMillis(50))
                .runTime(Duration.ofMillis(200))
                .build());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("--base-url", emulator.baseUrl(), "--out", out.toString()));
        all.addAll(List.of(args));
        return Run.of(Run.KEY, all.toArray(String[]::new));
    }

    private long posts() {
        return emulator.ledger().entries().stream()
                .filter(entry -> entry.method() == HttpMethod.POST)
                .count();
    }

    @Test
    void thePromptBecomesAnImage() throws IOException {
        Run run = run("--image-size", "640x480", "--output-format", "png", "--seed", "5", "a tiger");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("ticket: {").contains("640x480").contains("seed 5");
        assertThat(files()).singleElement().satisfies(file -> {
            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(640);
            assertThat(file.toString()).endsWith(".png");
        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.toList();
        }
    }

    @Test
    void jsonIsOneObjectALineInTheOrderOfTheJob() {
        Run run = run("--json", "--logs", "--num-images", "2", "a tiger");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.events())
                .extracting(event -> event.get("event"))
                .startsWith("ticket", "status")
                .endsWith("result");
        assertThat(ticket(run)).containsKey("request_id");
        Map<String, Object> first = run.events("status").get(0);
        assertThat(first)
                .containsEntry("status", "IN_QUEUE")
                .containsKey("queue_position")
                .containsKey("logs");
        Map<String, Object> result = run.events("result").get(0);
        assertThat((List<?>) result.get("files"))
                .hasSize(2)
                .allSatisfy(file -> assertThat(Path.of((String) file)).exists());
        assertThat(object(result, "result")).containsKeys("images", "seed", "timings", "has_nsfw_concepts");
        assertThat(lines(run)).isNotEmpty().doesNotHaveDuplicates();
    }

    private static List<Object> lines(Run run) {
        return run.events("status").stream()
                .flatMap(status -> ((List<?>) status.get("logs")).stream())
                .<Object>map(line -> ((Map<?, ?>) line).get("message") + "@" + ((Map<?, ?>) line).get("timestamp"))
                .toList();
    }

    @Test
    void byStreamingTheJobIsWatchedOverOneStream() {
        Run run = run("--json", "--logs", "--watch", "streaming", "a tiger");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.events()).extracting(event -> event.get("event")).endsWith("result");
        assertThat(lines(run)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(emulator.ledger().of(Phase.STREAM)).hasSize(1);
        assertThat(emulator.ledger().of(Phase.STATUS)).isEmpty();
    }

    @Test
    void whereStreamsAreRefusedItPolls() {
        emulator.inject(Phase.STREAM, Fault.edgePage(503));
        Run run = run("--json", "--logs", "--watch", "streaming", "a tiger");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(lines(run)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(emulator.ledger().of(Phase.STREAM)).hasSize(1);
        assertThat(emulator.ledger().of(Phase.STATUS)).isNotEmpty();
    }

    @Test
    void itPollsUnlessItIsToldToStream() {
        assertThat(run("a tiger").exit()).isZero();
        assertThat(emulator.ledger().of(Phase.STREAM)).isEmpty();
    }

    @Test
    void invalidInputSendsNothingAndNamesEveryField() {
        Run run = run("--steps", "99", "--guidance-scale", "40", "--num-images", "9", "x");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .contains("num_inference_steps")
                .contains("guidance_scale")
                .contains("num_images");
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    static Stream<Arguments> badUsage() {
        return Stream.of(
                Arguments.of(Run.NO_KEY, List.of()),
                Arguments.of(Run.NO_KEY, List.of("--base-url", "http://127.0.0.1:1", "x")),
                Arguments.of(Run.NO_KEY, List.of("--detach", "x")),
                Arguments.of(Run.NO_KEY, List.of("--resume", "{}")),
                Arguments.of(Run.KEY, List.of("--resume", "no ticket")),
                Arguments.of(Run.KEY, List.of("--base-url", "http://relay.example", "x")),
                Arguments.of(Run.KEY, List.of("--base-url", "https://user:password@relay.example", "x")),
                Arguments.of(Run.KEY, List.of("--watch", "guessing", "x")),
                Arguments.of(Run.KEY, List.of("--steps", "many", "x")),
                Arguments.of(Run.KEY, List.of("--watch-timeout", "soon", "x")),
                Arguments.of(Run.KEY, List.of("--unknown", "x")),
                Arguments.of(Run.KEY, List.of("--image-size", "enormous", "x")),
                Arguments.of(Run.KEY, List.of("two", "prompts")));
    }

    @ParameterizedTest
    @MethodSource("badUsage")
    void badUsageIsExit2(Map<String, String> environment, List<String> args) {
        Run run = Run.of(environment, args.toArray(String[]::new));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void everyOptionReachesTheWire() {
        Run run = run(
                "--detach",
                "--image-size",
                "square pro",
                "--steps",
                "20",
                "--guidance-scale",
                "2.5",
                "--num-images",
                "2",
                "--no-safety-checker",
                "--output-format",
                "png",
                "--seed",
                "12345678901234567890",
                "--lora",
                "a/b@0.8",
                "--lora",
                "https://x.example/me@home.safetensors",
                "--acceleration",
                "regular",
                "it's a \"tiger\"");
        assertThat(run.exit()).as(run.err()).isZero();
        String body = emulator.ledger().submits().get(0).body();
        assertThat(Codec.map().read(body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Codec.map().read("""
                        {"prompt": "it's a \\"tiger\\"", "image_size": "square_hd", "num_inference_steps": 20,
                         "guidance_scale": 2.5, "num_images": 2, "enable_safety_checker": false, "output_format": "png",
                         "seed": 12345678901234567890, "acceleration": "regular",
                         "loras": [{"path": "a/b", "scale": 0.8}, {"path": "https://x.example/me@home.safetensors"}]}
                        """.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsNotGivenIsNotSent() {
        run("--detach", "x");
        assertThat(emulator.ledger().submits().get(0).body()).isEqualTo("{\"prompt\":\"x\"}");
    }

    @Test
    void aPromptThatLooksLikeAnArgumentFileIsAPrompt() {
        run("@/etc/passwd");
        assertThat(emulator.ledger().submits())
                .singleElement()
                .satisfies(entry -> assertThat(entry.body()).contains("@/etc/passwd"));
    }

    @Test
    void detachPrintsATicketThatResumeGoesOnWith() throws IOException {
        Run detached = run("--json", "--detach", "a tiger");
        assertThat(detached.exit()).isZero();
        String ticket = new String(Codec.map().write(ticket(detached)), StandardCharsets.UTF_8);
        Run resumed = run("--resume", ticket);
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(files()).hasSize(1);
        assertThat(posts()).isEqualTo(1);
    }

    private static Map<String, Object> ticket(Run run) {
        return object(run.events("ticket").get(0), "ticket");
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private static Map<String, Object> object(Map<String, Object> event, String name) {
        return (Map<String, Object>) event.get(name);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        3,
                        Fault.respond(401, Map.of(), "{\"detail\":\"No user found for Key ID and Secret\"}"),
                        "No user found"),
                Arguments.of(
                        3,
                        Fault.respond(403, Map.of(), "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"),
                        "Exhausted balance"),
                Arguments.of(
                        3,
                        Fault.respond(404, Map.of(), "{\"detail\":\"Application not found\"}"),
                        "Application not found"),
                Arguments.of(3, Fault.rateLimited(Duration.ofHours(1)), "3600"),
                Arguments.of(6, Fault.acceptThenDrop(), "unknown"),
                Arguments.of(6, Fault.halfReply(), "unknown"),
                Arguments.of(6, Fault.edgePage(502), "502"),
                Arguments.of(6, Fault.garbage(), "unknown"),
                Arguments.of(6, Fault.respond(200, Map.of(), ""), "unknown"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSubmitThatFailsHasItsExitCodeAndIsSentOnce(int exit, Fault fault, String text) {
        emulator.inject(Phase.SUBMIT, fault, 5);
        Run run = run("--json", "a tiger");
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.events("error")).singleElement().satisfies(error -> {
            assertThat((String) error.get("message")).contains(text);
            assertThat(error).containsKeys("type", "request_id", "ticket");
        });
        assertThat(posts()).isEqualTo(1);
        assertThat(run.out() + run.err()).doesNotContain("test-secret-canary");
    }

    @Test
    void aJobThatFailsIsExit4WithTheServersWords() {
        emulator.nextJob(
                JobScript.steps(JobScript.completed())
                        .withResult(
                                422,
                                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"too rude\",\"type\":\"content_policy_violation\"}]}"));
        Run run = run("--json", "x");
        assertThat(run.exit()).isEqualTo(4);
        assertThat((String) run.events("error").get(0).get("message"))
                .contains("too rude")
                .contains("content_policy_violation")
                .contains("prompt");
        assertThat(run.events("error").get(0).get("ticket")).isNotNull();
    }

    @Test
    void aRelaysFailedIsExit4() {
        emulator.nextJob(JobScript.steps(JobScript.word("FAILED", "\"upstream gave up\"")));
        Run run = run("x");
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("upstream gave up");
    }

    @Test
    void whatAJobMadeIsToldBeforeAFileThatFails() {
        emulator.nextJob(JobScript.steps(JobScript.completed())
                .withResult(
                        200,
                        "{\"images\":[{\"url\":\"data:image/png;base64,AAAA\"},{\"url\":\"" + emulator.baseUrl()
                                + "/_emulator/images/nobody/0.jpeg\"}],\"seed\":7}"));
        Run run = run("--json", "x");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.events()).extracting(event -> event.get("event")).endsWith("result", "error");
        assertThat((List<?>) run.events("result").get(0).get("files")).hasSize(1);
    }

    @Test
    void anImageThatIsNotThereCostsNoneOfTheOthers() throws IOException {
        String gone = "{\"url\":\"" + emulator.baseUrl() + "/_emulator/images/nobody/0.jpeg\"}";
        emulator.nextJob(JobScript.steps(JobScript.completed())
                .withResult(
                        200,
                        "{\"images\":[" + gone + ",{\"url\":\"data:image/png;base64,AAAA\"}," + gone
                                + ",\"data:image/png;base64,AAAB\"],\"has_nsfw_concepts\":[false,true,false,false]}"));
        Run run = run("x");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(files().stream().map(Path::toString).sorted())
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("-2.png"),
                        second -> assertThat(second).endsWith("-4.png"));
        assertThat(run.out().lines().filter(line -> line.startsWith("saved ")))
                .satisfiesExactly(
                        blanked -> assertThat(blanked).contains("-2.png").endsWith("blanked by the service)"),
                        clean -> assertThat(clean).contains("-4.png").endsWith("bytes"));
        assertThat(run.err().lines().filter(line -> line.startsWith("go on with")))
                .hasSize(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDirectoryThatCannotBeWrittenToCostsNothing() {
        Run run = Run.of(Run.KEY, "--base-url", emulator.baseUrl(), "--out", "/proc", "x");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @Test
    void aWaitThatEndsIsExit5AndTheJobGoesOn() {
        emulator.nextJob(JobScript.neverEnding());
        Run run = run("--watch-timeout", "1s", "x");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("--resume");
        assertThat(emulator.ledger().count(HttpMethod.PUT, "/cancel")).isZero();
    }

    @Test
    void aWaitThatEndsCancelsIfAsked() {
        emulator.nextJob(JobScript.neverEnding());
        Run run = run("--watch-timeout", "1s", "--cancel-on-timeout", "x");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(emulator.ledger().count(HttpMethod.PUT, "/cancel")).isEqualTo(1);
    }

    @Test
    void whereNobodyListensIsExit7() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Run run = Run.of(Run.KEY, "--base-url", "http://127.0.0.1:" + port, "--out", out.toString(), "x");
        assertThat(run.exit()).isEqualTo(7);
    }

    @Test
    void withoutAKeyItSaysThatItRunsOnAnEmulator() throws IOException {
        Run run = Run.of(Run.NO_KEY, "--out", out.toString(), "--image-size", "64x64", "x");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("emulator");
        assertThat(files()).hasSize(1);
    }
}
