package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.samples.gallery.Gallery.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@GalleryTest
class JobsTest {

    @Autowired
    FalEmulator emulator;

    @Autowired
    JobStore store;

    @Autowired
    GalleryProperties properties;

    private Gallery gallery;

    @BeforeEach
    void open(@LocalServerPort int port) {
        gallery = Gallery.on(port);
        emulator.ledger().clear();
    }

    @AfterEach
    void nothingRuns() {
        emulator.clearFaults();
        store.in(Job.State.ACCEPTED)
                .doOnNext(job -> emulator.steer(job.requireTicket().requestId(), JobScript.completed()))
                .blockLast();
        Until.isTrue(() -> store.running().block() == 0, "all jobs to end");
    }

    private Job await(String id, Job.State state) {
        Until.isTrue(
                () -> store.find(id).block().state() == state,
                () -> state + ", not " + store.find(id).block());
        return store.find(id).block();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    @Test
    void aJobComesToItsImageWithoutAnybodyWatching() throws Exception {
        String id = newId();
        Answer taken = gallery.submit(id, Map.of("prompt", "a tiger", "num_images", 2, "output_format", "png"));
        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.json()).containsEntry("id", id).containsEntry("running", true);

        Job done = await(id, Job.State.DONE);
        assertThat(done.endedAt()).isPresent();
        assertThat(done.outcome().seed()).isPresent();
        assertThat(done.outcome().pictures())
                .extracting(Job.Picture::file)
                .containsExactly(id + "-1.png", id + "-2.png");
        for (Job.Picture picture : done.outcome().pictures()) {
            Answer image = gallery.get("/images/" + picture.file());
            assertThat(image.status()).isEqualTo(200);
            assertThat(image.header("Content-Type")).isEqualTo("image/png");
            assertThat(image.header("Cache-Control")).contains("immutable");
            assertThat(image.raw().body())
                    .hasSize((int) picture.bytes())
                    .isEqualTo(Files.readAllBytes(images().resolve(picture.file())));
        }
    }

    private Path images() {
        return properties.directory().resolve("images");
    }

    @Test
    void theSameRequestTwentyTimesAtOnceIsOneJob() {
        String id = newId();
        List<CompletableFuture<Answer>> all = Stream.generate(() -> Gallery.sendAsync(
                        gallery.post("/api/jobs", Map.of("id", id, "input", Map.of("prompt", "a fox", "seed", 5)))))
                .limit(20)
                .toList();
        List<Integer> codes = all.stream().map(answer -> answer.join().status()).toList();
        assertThat(codes).containsOnly(200, 202);
        assertThat(codes).filteredOn(code -> code == 202).hasSize(1);
        await(id, Job.State.DONE);
        assertThat(gallery.submit(id, Map.of("prompt", "a fox", "seed", 5)).status())
                .isEqualTo(200);
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void anotherRequestUnderTheSameIdIsRefused() {
        String id = gallery.submitted("a fox");
        Answer other = gallery.submit(id, Map.of("prompt", "a fox"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        await(id, Job.State.DONE);
        assertThat(emulator.ledger().submits()).hasSize(1);
        // And under another id the same request is another job.
        await(gallery.submitted("a fox"), Job.State.DONE);
        assertThat(emulator.ledger().submits()).hasSize(2);
    }

    @Test
    void aSubmitWhoseAnswerIsLostIsNotSentAgain() {
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        String id = gallery.submitted("a fox");
        Job unknown = await(id, Job.State.UNKNOWN);
        assertThat(unknown.trouble().orElseThrow().text())
                .contains("may be billed")
                .contains("not sent again");
        assertThat(gallery.resubmitted(id, "a fox").status()).isEqualTo(200);
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void anEmptyAccountAndALimitAreToldInPlainWords() {
        emulator.inject(Phase.SUBMIT, Fault.rateLimited(Duration.ofSeconds(120)));
        Job limited = await(gallery.submitted("a fox"), Job.State.REFUSED);
        assertThat(limited.trouble().orElseThrow().text()).contains("2 minutes").contains("Nothing was billed");
        emulator.inject(
                Phase.SUBMIT,
                Fault.appError(403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai."));
        Job locked = await(gallery.submitted("a fox"), Job.State.REFUSED);
        assertThat(locked.trouble().orElseThrow().title()).contains("run out of balance");
        assertThat(locked.trouble().orElseThrow().kind()).isEqualTo("balance-locked");
    }

    @Test
    void invalidInputSendsNothingAndKeepsNothing() {
        String id = newId();
        Map<String, Object> input =
                Map.of("num_images", 9, "seed", "x", "loras", List.of(Map.of("path", "a/b"), Map.of("scale", 7)));
        assertThat(pointers(id, input))
                .containsExactlyInAnyOrder("/prompt", "/num_images", "/seed", "/loras/1/path", "/loras/1/scale");
        assertThat(store.find(id).blockOptional()).isEmpty();
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void whatThePageAddsToTheSchemaIsToldInTheSameWay() {
        assertThat(pointers(Map.of("prompt", "x".repeat(InputLimits.PROMPT + 1))))
                .containsExactly("/prompt");
        assertThat(pointers(Map.of("prompt", "  "))).containsExactly("/prompt");
        List<Map<String, String>> many =
                Stream.generate(() -> Map.of("path", "a/b")).limit(9).toList();
        assertThat(pointers(Map.of("prompt", "a", "loras", many))).containsExactly("/loras");
        assertThat(pointers(Map.of("prompt", "a", "loras", List.of(Map.of("path", "x".repeat(501))))))
                .containsExactly("/loras/0/path");
        assertThat(pointers(Map.of("prompt", "a", "webhook", "http://evil"))).containsExactly("");
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    private List<Object> pointers(Map<String, Object> input) {
        return pointers(newId(), input);
    }

    private List<Object> pointers(String id, Map<String, Object> input) {
        Answer refused = gallery.submit(id, input);
        assertThat(refused.status()).isEqualTo(422);
        return refused.list("violations").stream()
                .<Object>map(each -> ((Map<?, ?>) each).get("pointer"))
                .toList();
    }

    @Test
    void aRequestThatIsNoneIsRefused() {
        assertThat(gallery.submit("../../etc", Map.of("prompt", "a")).status()).isEqualTo(422);
        assertThat(Gallery.send(gallery.post("/api/jobs", Map.of("id", newId())))
                        .status())
                .isEqualTo(422);
        Answer large = gallery.submit(newId(), Map.of("prompt", "x".repeat(100_000)));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void aSeedOfAnySizeKeepsItsDigits() {
        String id = newId();
        String body = "{\"id\":\"" + id + "\",\"input\":{\"prompt\":\"a\",\"seed\":123456789012345678901234567890}}";
        Map<String, Object> order = Codec.map().read(body.getBytes(StandardCharsets.UTF_8));
        Answer taken = Gallery.send(gallery.post("/api/jobs", order));
        assertThat(taken.text()).contains("\"seed\":\"123456789012345678901234567890\"");
        assertThat(await(id, Job.State.DONE).outcome().seed()).contains("123456789012345678901234567890");
    }

    @Test
    void aCancelledJobSaysSoAndACancelThatIsTooLateSaysThat() {
        emulator.nextJob(JobScript.neverEnding());
        String id = gallery.submitted("a fox");
        await(id, Job.State.ACCEPTED);
        assertThat(gallery.remove(id).status()).isEqualTo(409);
        assertThat(gallery.cancel(id).status()).isEqualTo(202);
        assertThat(await(id, Job.State.CANCELLED).trouble().orElseThrow().kind())
                .isEqualTo("cancelled");
        assertThat(gallery.cancel(id).status()).isEqualTo(409);
        assertThat(gallery.cancel(newId()).status()).isEqualTo(409);
    }

    @Test
    void whatIsRemovedIsGoneWithItsImages() {
        String id = gallery.submitted("a fox");
        String file = await(id, Job.State.DONE).outcome().pictures().get(0).file();
        assertThat(images().resolve(file)).exists();
        assertThat(gallery.remove(id).status()).isEqualTo(204);
        assertThat(images().resolve(file)).doesNotExist();
        assertThat(gallery.get("/images/" + file).status()).isEqualTo(404);
        assertThat(gallery.remove(id).status()).isEqualTo(409);
    }

    @Test
    void onlyImagesAreServedAsImages() {
        assertThat(gallery.get("/images/..%2Fjobs.mv.db").status()).isEqualTo(404);
        assertThat(gallery.get("/images/../jobs.mv.db").status()).isEqualTo(404);
        assertThat(gallery.get("/jobs.mv.db").status()).isEqualTo(404);
        assertThat(properties.directory().resolve("jobs.mv.db")).exists();
    }

    @Test
    void noMoreRunThanMayRun() {
        for (int i = 0; i < properties.maxRunning(); i++) {
            emulator.nextJob(JobScript.neverEnding());
            gallery.submitted("a fox");
        }
        Answer busy = gallery.submit(newId(), Map.of("prompt", "one more"));
        assertThat(busy.status()).isEqualTo(429);
        assertThat(String.valueOf(busy.json().get("detail"))).contains("Wait for one to finish");
        Until.isTrue(() -> store.in(Job.State.SUBMITTING).count().block() == 0, "all submits to be answered");
        assertThat(emulator.ledger().submits()).hasSize(properties.maxRunning());
    }
}
