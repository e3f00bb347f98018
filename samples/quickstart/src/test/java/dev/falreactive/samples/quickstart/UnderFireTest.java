package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.protocol.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line against a server that misbehaves: what it costs, and how it ends. */
class UnderFireTest {

    @TempDir
    Path out;

    private FalEmulator emulator;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ofMillis(20))
                .runTime(Duration.ofMillis(50))
                .build());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private List<String> args(String... args) {
        List<String> all = new ArrayList<>(List.of("--base-url", emulator.baseUrl(), "--out", out.toString()));
        all.addAll(List.of(args));
        return all;
    }

    private Run run(String... args) {
        return Run.of(Run.KEY, args(args).toArray(String[]::new));
    }

    private List<LedgerEntry> posts() {
        return emulator.ledger().submits();
    }

    private List<LedgerEntry> statusCalls() {
        return emulator.ledger().entries().stream()
                .filter(entry -> entry.path().endsWith("/status"))
                .toList();
    }

    static Stream<Fault> doubtful() {
        return Stream.of(
                Fault.acceptThenDrop(),
                Fault.dropBeforeHandling(),
                Fault.halfReply(),
                Fault.stall(),
                Fault.edgePage(502),
                Fault.edgePage(503),
                Fault.edgePage(504),
                Fault.garbage(),
                Fault.empty(),
                Fault.endlessHeader());
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void R10_aSubmitInDoubtCostsOnePostAndIsExit6(Fault fault) {
        emulator.inject(Phase.SUBMIT, fault, 5);
        Run run = run("--request-timeout", "1s", "x");
        assertThat(run.exit()).isEqualTo(6);
        assertThat(posts()).hasSize(1);
        assertThat(run.err()).contains("may be billed").contains("was not sent again");
    }

    @Test
    void R11_aSubmitThatIsRefusedTwiceIsSentThreeTimesASecondApart() {
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofSeconds(1)), 2);
        assertThat(run("x").exit()).isZero();
        assertThat(posts()).hasSize(3);
        for (int i = 1; i < 3; i++) {
            assertThat(Duration.between(posts().get(i - 1).at(), posts().get(i).at()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(990));
        }
    }

    @Test
    void R11_aStatusThatAsksToWaitIsNotAskedForSoLong() {
        emulator.inject(Phase.STATUS, Fault.rateLimited(Duration.ofSeconds(2)));
        assertThat(run("x").exit()).isZero();
        assertThat(Duration.between(
                        statusCalls().get(0).at(), statusCalls().get(1).at()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(1_990));
    }

    @Test
    void R11_aServerThatAsksForAnHourIsNotWaitedFor() {
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofHours(1)));
        Run run = run("x");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("asks to wait 3600 s");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void R10_garbageResetsAndPagesOnStatusAreOnlyPassed() {
        emulator.inject(Phase.STATUS, Fault.garbage());
        emulator.inject(Phase.STATUS, Fault.acceptThenDrop(), 2);
        emulator.inject(Phase.STATUS, Fault.edgePage(502), 3);
        assertThat(run("x").exit()).isZero();
        assertThat(posts()).hasSize(1);
    }

    @Test
    void R05_aCancelThatHangsIsBounded() {
        emulator.nextJob(JobScript.neverEnding());
        emulator.inject(Phase.CANCEL, Fault.stall(), 5);
        Run run = run("--watch-timeout", "1s", "--cancel-on-timeout", "x");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("did not end within 1.0 s");
        assertThat(emulator.ledger().count(HttpMethod.PUT, "/cancel")).isEqualTo(1);
    }

    @Test
    void anErrorTellsHowFarTheJobCame() {
        emulator.nextJob(JobScript.steps(JobScript.running()));
        emulator.inject(Phase.STATUS, Fault.edgePage(502));
        Run run = run("--watch-timeout", "2s", "x");
        assertThat(run.err())
                .containsPattern("\\(submitted .*Z, first seen running .*Z, \\d+ status calls, last error: .*502\\)");
    }

    static Stream<Arguments> extremeBodies() {
        return Stream.of(
                Arguments.of("256 MB", Fault.hugeBody(256L * 1024 * 1024)),
                Arguments.of("100,000 nested arrays", Fault.deepNesting(100_000)),
                Arguments.of("a header that never ends", Fault.endlessHeader()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("extremeBodies")
    @Timeout(120)
    void R14_inASmallHeapAnExtremeAnswerIsAnErrorInTime(String name, Fault fault) throws Exception {
        emulator.inject(Phase.STATUS, fault, 1_000);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName()));
        command.addAll(args("--watch-timeout", "5s", "x"));
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isIn(5, 7);
        assertThat(output).contains("--resume").doesNotContain("OutOfMemoryError", "StackOverflowError");
        assertThat(statusCalls()).isNotEmpty();
        assertThat(posts()).hasSize(1);
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FAL_KEY", "test-id:test-secret-canary");
        return builder.start();
    }
}
