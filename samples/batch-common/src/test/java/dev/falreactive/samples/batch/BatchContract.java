package dev.falreactive.samples.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.protocol.FieldNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What each batch program does, whatever it is written with. */
public interface BatchContract {

    /** {@return the program} */
    BatchProgram program();

    /** {@return the class whose {@code main} runs it as a command} */
    String mainClass();

    /** {@return an emulator whose jobs are soon over} */
    static FalEmulator emulator() {
        return FalEmulator.start(EmulatorConfig.builder()
                .runners(8)
                .queueTime(Duration.ofMillis(20))
                .runTime(Duration.ofMillis(20))
                .build());
    }

    private static String file(Path directory, String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines)).toString();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    default void everyPromptLeavesItsImage(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            Path out = dir.resolve("images");
            String prompts = file(
                    dir,
                    "prompts.txt",
                    "# three",
                    "a tiger",
                    "",
                    "  a fox  ",
                    "{\"prompt\": \"an owl\", \"num_images\": 2, \"output_format\": \"png\"}");
            Run run = Run.on(emulator, program(), out, "--prompts", prompts);

            assertThat(run.exit()).as(run.all()).isZero();
            assertThat(names(out)).containsExactly("002-1.jpg", "004-1.jpg", "005-1.png", "005-2.png");
            assertThat(ImageIO.read(out.resolve("004-1.jpg").toFile()).getWidth())
                    .isEqualTo(1024);
            assertThat(run.out.lines())
                    .contains("[1/3] submitted 'a tiger'", "[2/3] ended", "3 of 3 done")
                    .doesNotHaveDuplicates()
                    .noneMatch(line -> line.startsWith("resume: "));
            assertThat(run.err.text()).isEmpty();
            assertThat(run.all()).doesNotContain("canary");
            assertThat(emulator.ledger().submits())
                    .extracting(entry -> entry.body())
                    .anyMatch(body -> body.contains("\"a fox\"") && body.contains("\"seed\":4"));
        }
    }

    @Test
    default void aFailedPromptIsToldAndTheOthersGoOn(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            Path out = dir.resolve("images");
            String prompts = file(
                    dir,
                    "prompts.txt",
                    "a broken job [fault result:app-500]",
                    "{\"prompt\": \"too much\", \"num_inference_steps\": 99, \"num_images\": 0}",
                    "a fox");
            Run run = Run.on(emulator, program(), out, "--prompts", prompts, "--in-flight", "1");

            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            assertThat(names(out)).containsExactly("003-1.jpg");
            assertThat(run.err.lines())
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).startsWith("[1/3] failed: 'a broken job"))
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("[2/3] failed: ")
                            .contains("/num_inference_steps (maximum)", "/num_images (minimum)"));
            assertThat(run.out.lines()).contains("1 of 3 done, 2 failed");
            assertThat(emulator.ledger().submits()).hasSize(2);
        }
    }

    @Test
    default void anInterruptionDetachesFromTheJobsInFlightAndTheirTicketsGoOn(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            emulator.nextJob(JobScript.neverEnding());
            emulator.nextJob(JobScript.neverEnding());
            Path out = dir.resolve("images");
            String prompts = file(dir, "prompts.txt", "a tiger", "# not this", "a fox", "an owl", "a bear", "a cat");
            Run run = Run.on(emulator, program(), out, "--prompts", prompts, "--in-flight", "2");
            run.out.await("[1/5] running");
            run.out.await("[2/5] running");
            run.interrupt();

            assertThat(run.exit()).as(run.all()).isEqualTo(130);
            assertThat(emulator.ledger().submits()).hasSize(2);
            assertThat(emulator.ledger().of(Phase.CANCEL)).isEmpty();
            assertThat(run.out.lines()).contains("0 of 5 done", "nothing was sent from line 4 on");
            assertThat(run.err.text()).isEmpty();
            Path tickets = out.resolve("tickets.jsonl");
            assertThat(Files.readAllLines(tickets)).hasSize(2).containsExactlyElementsOf(run.out.tickets());
            assertThat(names(out)).containsExactly("tickets.jsonl");

            for (var entry : emulator.ledger().submits()) {
                emulator.steer(entry.requestId().orElseThrow(), JobScript.completed());
            }
            Run resumed = Run.on(emulator, program(), out, "--resume", tickets.toString());
            assertThat(resumed.exit()).as(resumed.all()).isZero();
            assertThat(names(out)).containsExactly("001-1.jpg", "003-1.jpg");
            assertThat(emulator.ledger().submits()).hasSize(2);
        }
    }

    @Test
    default void aTicketThatIsOnItsWayIsWaitedFor(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            CompletableFuture<Void> ctrlC = new CompletableFuture<>();
            emulator.inject(Phase.SUBMIT, Fault.rewrite(body -> {
                ctrlC.complete(null);
                return body;
            }));
            Path out = dir.resolve("images");
            String prompts = file(dir, "prompts.txt", "a tiger", "a fox");
            Run run = Run.on(emulator, program(), out, ctrlC, "--prompts", prompts, "--in-flight", "1");

            assertThat(run.exit()).as(run.all()).isEqualTo(130);
            assertThat(emulator.ledger().submits())
                    .singleElement()
                    .satisfies(entry -> assertThat(run.out.tickets())
                            .singleElement()
                            .asString()
                            .contains(entry.requestId().orElseThrow()));
        }
    }

    @Test
    default void aTicketIsKeptUnlessItsJobIsOver(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            emulator.inject(Phase.STATUS, Fault.appError(403, "not now"));
            Path out = dir.resolve("images");
            Run run = Run.on(emulator, program(), out, "--prompts", file(dir, "prompts.txt", "a tiger"));
            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            assertThat(run.out.tickets()).hasSize(1);

            String ticket = run.out.tickets().get(0);
            String missing = ticket.replaceAll("(\"" + FieldNames.REQUEST_ID + "\":\")[^\"]*", "$1gone")
                    .replaceAll("requests/[^/\"]*", "requests/gone");
            String tickets = file(dir, "tickets", ticket, missing, "{\"no\": \"ticket\"}");
            Run resumed = Run.on(emulator, program(), out, "--resume", tickets);
            assertThat(resumed.exit()).as(resumed.all()).isEqualTo(1);
            assertThat(names(out)).containsExactly("001-1.jpg", "tickets.jsonl");
            assertThat(resumed.err.lines()).hasSize(2);
            // It may be there again tomorrow: a 404 does not say that the job made nothing.
            assertThat(resumed.out.tickets()).singleElement().asString().contains("\"gone\"");
        }
    }

    @Test
    default void anAnswerThatAJobIsGoneCostsNoTicket(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            Fault gone = Fault.respond(410, Map.of(), "{\"detail\":\"gone\"}");
            emulator.inject(Phase.STATUS, gone, 1_000);
            emulator.inject(Phase.RESULT, gone, 1_000);
            Path out = dir.resolve("images");
            Run run = Run.on(emulator, program(), out, "--prompts", file(dir, "prompts.txt", "a tiger"));
            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            Path tickets = out.resolve("tickets.jsonl");
            assertThat(Files.readAllLines(tickets)).hasSize(1).isEqualTo(run.out.tickets());

            emulator.clearFaults();
            Run resumed = Run.on(emulator, program(), out, "--resume", tickets.toString());
            assertThat(resumed.exit()).as(resumed.all()).isZero();
            assertThat(names(out)).containsExactly("001-1.jpg");
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    default void aSubmitWhoseAnswerBreaksOffIsGoneOnWithByTheTicketOfItsError(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            emulator.inject(Phase.SUBMIT, Fault.halfReply());
            Path out = dir.resolve("images");
            Run run = Run.on(emulator, program(), out, "--prompts", file(dir, "prompts.txt", "# one", "a tiger"));
            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            assertThat(run.err.lines()).singleElement().asString().contains("may be billed", "try this error's ticket");
            Path tickets = out.resolve("tickets.jsonl");
            assertThat(Files.readAllLines(tickets)).hasSize(1).isEqualTo(run.out.tickets());

            Run resumed = Run.on(emulator, program(), out, "--resume", tickets.toString());
            assertThat(resumed.exit()).as(resumed.all()).isZero();
            assertThat(names(out)).containsExactly("002-1.jpg");
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    default void aSubmitWhoseAnswerIsLostLeavesNoTicketAndSaysSo(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
            Path out = dir.resolve("images");
            Run run = Run.on(emulator, program(), out, "--prompts", file(dir, "prompts.txt", "a tiger"));
            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            assertThat(run.err.lines()).singleElement().asString().contains("look at the account's requests");
            assertThat(run.out.tickets()).isEmpty();
            assertThat(names(out)).isEmpty();
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    default void aTicketIsInTheFileBeforeItsJobIsWatchedAndOutOfItWhenItIsOver(@TempDir Path dir) throws IOException {
        try (FalEmulator emulator = emulator()) {
            Path out = dir.resolve("images");
            Queue<List<String>> seen = new ConcurrentLinkedQueue<>();
            UnaryOperator<String> look = body -> {
                seen.add(lines(out.resolve("tickets.jsonl")));
                return body;
            };
            emulator.inject(Phase.STATUS, Fault.rewrite(look));
            String prompts = file(dir, "prompts.txt", "a tiger", "a fox");
            Run run = Run.on(emulator, program(), out, "--prompts", prompts, "--in-flight", "1");
            assertThat(run.exit()).as(run.all()).isZero();
            assertThat(seen).singleElement().asInstanceOf(LIST).hasSize(1);
            assertThat(names(out)).containsExactly("001-1.jpg", "002-1.jpg");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    default void aProcessThatIsKilledLosesNoTicketAndDoesNothingTwice(@TempDir Path dir) throws Exception {
        try (FalEmulator emulator = emulator()) {
            emulator.nextJob(JobScript.ordinary());
            emulator.nextJob(JobScript.neverEnding());
            Path out = dir.resolve("images");
            String prompts = file(dir, "prompts.txt", "a tiger", "a fox");
            Child child = Child.start(mainClass(), Run.args(emulator, out, "--prompts", prompts, "--in-flight", "1"));
            child.out().await("[2/2] running");
            child.kill();
            assertThat(names(out)).containsExactly("001-1.jpg", "tickets.jsonl");

            String second = emulator.ledger().submits().get(1).requestId().orElseThrow();
            emulator.steer(second, JobScript.completed());
            Path tickets = out.resolve("tickets.jsonl");
            assertThat(Files.readAllLines(tickets)).singleElement().asString().contains(second);
            Run resumed = Run.on(emulator, program(), out, "--resume", tickets.toString());
            assertThat(resumed.exit()).as(resumed.all()).isZero();
            assertThat(names(out)).containsExactly("001-1.jpg", "002-1.jpg");
            assertThat(emulator.ledger().submits()).hasSize(2);
            assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(2);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    default void ctrlCAtATerminalDetaches(@TempDir Path dir) throws Exception {
        try (FalEmulator emulator = emulator()) {
            emulator.nextJob(JobScript.neverEnding());
            Path out = dir.resolve("images");
            String prompts = file(dir, "prompts.txt", "a tiger", "a fox");
            Child child = Child.start(mainClass(), Run.args(emulator, out, "--prompts", prompts, "--in-flight", "1"));
            child.out().await("[1/2] running");
            child.interrupt();

            assertThat(child.exit()).as(child.out().text()).isIn(130, 143);
            assertThat(child.out().tickets()).hasSize(1).isEqualTo(Files.readAllLines(out.resolve("tickets.jsonl")));
            assertThat(emulator.ledger().submits()).hasSize(1);
            assertThat(emulator.ledger().of(Phase.CANCEL)).isEmpty();
        }
    }
}
