package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The process is told to end while its submit is under way. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class InterruptionTest {

    @TempDir
    Path out;

    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private FalEmulator emulator;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder().port(0).build());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    /** The submit is answered so many seconds after the process was told to end. */
    private void answerAfterTheEnd(int seconds, UnaryOperator<String> answer) {
        emulator.inject(Phase.SUBMIT, Fault.rewrite(body -> {
            started.join().destroy();
            late(seconds);
            return answer.apply(body);
        }));
    }

    private static void late(int seconds) {
        try {
            new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String output(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName(),
                "--base-url",
                emulator.baseUrl(),
                "--out",
                out.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Run.KEY);
        Process process = builder.start();
        started.complete(process);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(143);
        return output;
    }

    @Test
    void aTicketThatIsOnItsWayIsWaitedForAsLongAsItsExchangeMayTake() throws Exception {
        answerAfterTheEnd(11, body -> body);
        assertThat(output("x"))
                .contains("interrupted; the job goes on: --resume '{")
                .contains(emulator.ledger().submits().get(0).requestId().orElseThrow())
                .doesNotContain("unknown");
    }

    @Test
    void beyondThatTheOutcomeIsUnknown() throws Exception {
        answerAfterTheEnd(8, body -> body);
        assertThat(output("--request-timeout", "1s", "x"))
                .contains("interrupted while submitting", "may be billed")
                .doesNotContain("--resume");
    }

    @Test
    void aSubmitThatFailsIsToldAndNotWaitedForAnyLonger() throws Exception {
        answerAfterTheEnd(0, body -> "no ticket");
        assertThat(output("--request-timeout", "10m", "x"))
                .contains("interrupted while submitting", "may be billed")
                .doesNotContain("--resume");
    }
}
