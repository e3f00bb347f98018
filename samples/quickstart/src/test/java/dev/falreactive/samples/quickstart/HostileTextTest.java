package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Text of a server's that is meant for the terminal, or for the shell. */
class HostileTextTest {

    private static final String STEERING =
            "a\u009b31mb\u009d0;title\u0007c\u202ed\u2028e\u2029f\u200bg\u0085h\u001b[2Ji\u2066j";
    private static final Pattern STEERS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
    private static final Pattern RESUME = Pattern.compile("--resume ('.*)");

    @TempDir
    Path out;

    private FalEmulator emulator;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(50))
                .build());
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private Run run(String... args) {
        String[] all = new String[args.length + 4];
        System.arraycopy(new String[] {"--base-url", emulator.baseUrl(), "--out", out.toString()}, 0, all, 0, 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return Run.of(Run.KEY, all);
    }

    private void nameNextJob(String id) {
        String json = id.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\u001b", "\\u001b")
                .replace("\u0007", "\\u0007");
        emulator.inject(
                Phase.SUBMIT,
                Fault.rewrite(body -> body.replaceFirst(
                        "\"request_id\":\"[^\"]*\"", Matcher.quoteReplacement("\"request_id\":\"" + json + "\""))));
    }

    @Test
    void logLinesAndStatusWordsDoNotSteerTheTerminal() {
        emulator.nextJob(JobScript.steps(
                JobScript.running("log " + STEERING), JobScript.word("WORD " + STEERING), JobScript.completed()));
        Run run = run("--logs", "x");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("log a 31mb", "'WORD a 31mb").doesNotContainPattern(STEERS);
    }

    @Test
    void theTicketAndTheErrorDoNotSteerTheTerminal() {
        nameNextJob(STEERING);
        Run run = run("x");
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).contains("ticket: {").doesNotContainPattern(STEERS);
        assertThat(run.err()).contains("--resume").doesNotContainPattern(STEERS);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theCommandToGoOnWithMayBePastedWhateverTheJobIsNamed() throws Exception {
        String id = "x'; touch " + out.resolve("PWNED") + "; echo '\"$(id)`id`\\";
        nameNextJob(id);
        Run run = run("x");
        assertThat(run.exit()).isEqualTo(3);
        Matcher command = RESUME.matcher(run.err());
        assertThat(command.find()).as(run.err()).isTrue();

        assertThat(QueueTicket.fromJson(pasted(command.group(1))).requestId()).isEqualTo(id);
        assertThat(out.resolve("PWNED")).doesNotExist();
    }

    /** What a program is given of it that a shell starts. */
    private static String pasted(String argument) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + argument).start();
        String given = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return given;
    }
}
