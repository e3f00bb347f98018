package dev.falreactive.samples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCommandTest {

    private static final BatchProgram NEVER = batch -> {
        throw new AssertionError("must not run");
    };
    private static final Map<String, String> KEY = Map.of("FAL_KEY", Run.KEY);
    private static final Map<String, String> NO_KEY = Map.of("FAL_KEY", " ");
    private static final String TICKET =
            "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"%s\",\"submitted_at\":\"2026-11-01T00:00:00Z\"}";

    @TempDir
    Path dir;

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private static void refused(Map<String, String> environment, String why, String... args) {
        Run run = Run.bare(NEVER, environment, args);
        assertThat(run.exit()).as(run.all()).isEqualTo(2);
        assertThat(run.err.text()).contains(why).doesNotContain("canary", "\tat ");
    }

    @Test
    void badUsageRunsNothing() throws IOException {
        String out = dir.resolve("images").toString();
        String prompts = file("prompts", "a tiger\n");
        String bad =
                Files.write(dir.resolve("bad"), new byte[] {'a', (byte) 0xff}).toString();
        refused(KEY, "--prompts", "--out", out);
        refused(KEY, "mutually exclusive", "--out", out, "--prompts", prompts, "--resume", prompts);
        refused(KEY, "--out", "--prompts", prompts);
        refused(KEY, "from 1 to 1000", "--out", out, "--prompts", prompts, "--in-flight", "0");
        refused(NO_KEY, "set FAL_KEY", "--out", out, "--prompts", prompts, "--base-url", "http://127.0.0.1:1");
        refused(NO_KEY, "set FAL_KEY", "--out", out, "--resume", prompts);
        refused(KEY, "The base URL", "--out", out, "--prompts", prompts, "--base-url", "http://relay.example");
        refused(KEY, "cannot read", "--out", out, "--prompts", prompts + "-missing");
        refused(KEY, "cannot read", "--out", out, "--prompts", bad);
        refused(KEY, "nothing to do", "--out", out, "--prompts", file("empty", "# only this\n\n"));
        refused(KEY, "cannot write", "--out", prompts, "--prompts", prompts);
    }

    @Test
    void aProgramIsToldWhatToDo() throws IOException {
        String prompts = file("prompts", "\uFEFFa tiger\r\n\r\n# no\n{\"prompt\": \"a fox\", \"seed\": 7}\n");
        Run run = Run.bare(
                batch -> {
                    assertThat(batch.inFlight()).isEqualTo(3);
                    assertThat(batch.config().baseUrl()).hasHost("queue.fal.run");
                    assertThat(batch.jobs())
                            .allSatisfy(job -> assertThat(job.ticket()).isEmpty());
                    assertThat(batch.jobs())
                            .extracting(job -> batch.request(job).toJson())
                            .containsExactly(
                                    Map.of("prompt", "a tiger", "seed", BigInteger.ONE),
                                    Map.of("prompt", "a fox", "seed", 7));
                    batch.jobs().forEach(batch::succeeded);
                },
                KEY,
                "--out",
                dir.resolve("images").toString(),
                "--prompts",
                prompts,
                "--in-flight",
                "3");
        assertThat(run.exit()).as(run.all()).isZero();
    }

    @Test
    void withoutAKeyThereIsAnEmulatorAsLongAsTheProgramRuns() throws IOException {
        List<URI> seen = new ArrayList<>();
        Run run = Run.bare(
                batch -> {
                    seen.add(batch.config().baseUrl());
                    assertThat(reachable(batch.config().baseUrl())).isTrue();
                    batch.jobs().forEach(batch::succeeded);
                },
                NO_KEY,
                "--out",
                dir.resolve("images").toString(),
                "--prompts",
                file("prompts", "a tiger\n"));
        assertThat(run.exit()).as(run.all()).isZero();
        assertThat(run.out.text()).contains("embedded emulator at " + seen.get(0));
        assertThat(reachable(seen.get(0))).isFalse();
    }

    private static boolean reachable(URI url) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aSubmitWhoseTicketNeverCameIsTold() throws IOException {
        Run run = Run.bare(
                batch -> batch.request(batch.jobs().get(0)),
                KEY,
                "--out",
                dir.resolve("images").toString(),
                "--prompts",
                file("prompts", "a tiger\na fox\n"));
        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.err.lines()).singleElement().asString().startsWith("line 1: interrupted while submitting");
        assertThat(run.out.lines()).contains("nothing was sent from line 2 on");
    }

    @Test
    void anInterruptionWaitsForATicketAsLongAsItsExchangeMayTake() {
        FalConfig config = FalConfig.builder()
                .credentials(FalCredentials.key(Run.KEY))
                .requestTimeout(Duration.ofSeconds(40))
                .build();
        assertThat(Interruption.patience(config)).isBetween(Duration.ofSeconds(41), Duration.ofSeconds(45));
    }

    @Test
    void textOfAServersDoesNotSteerTheTerminal() throws IOException {
        String id = "x\u009b31m\u202e\u2028'";
        QueueTicket ticket = QueueTicket.of(EndpointId.of("fal-ai/flux-lora"), id, Instant.EPOCH);
        Run run = Run.bare(
                batch -> {
                    BatchJob job = batch.jobs().get(0);
                    batch.request(job);
                    batch.accepted(job, ticket);
                    batch.watching(job).onUpdate().accept(new StatusUpdate.Unrecognized("W\u009b2J\u2066", List.of()));
                    batch.failed(job, new IllegalStateException("no\u202e\u2029\u009d0;way"));
                },
                KEY,
                "--out",
                dir.resolve("images").toString(),
                "--prompts",
                file("prompts", "a tiger\n"));
        assertThat(run.exit()).as(run.all()).isEqualTo(1);
        assertThat(run.all())
                .contains("'W 2J'", "no 0;way", "resume: {")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]");
        assertThat(run.out.tickets()).singleElement().asString().doesNotContain("'");
        assertThat(QueueTicket.fromJson(run.out.tickets().get(0)).requestId()).isEqualTo(id);
    }

    @Test
    void whatAnEarlierBatchLeftIsKept() throws IOException {
        Path file = dir.resolve(TicketFile.NAME);
        Files.write(file, List.of(TICKET.formatted("r1"), TICKET.formatted("r2"), "no ticket"));

        TicketFile.update(file, List.of(TICKET.formatted("r3")), Set.of("r2", "r3", "r4"));
        assertThat(Files.readString(file, StandardCharsets.UTF_8).lines())
                .containsExactly(TICKET.formatted("r1"), "no ticket", TICKET.formatted("r3"));

        TicketFile.update(file, List.of(), Set.of("r1", "r3"));
        assertThat(Files.readString(file).lines()).containsExactly("no ticket");

        Files.delete(file);
        TicketFile.update(file, List.of(), Set.of("r1"));
        assertThat(file).doesNotExist();
    }
}
