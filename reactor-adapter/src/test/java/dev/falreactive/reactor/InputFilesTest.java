package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.InputSchema;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.SubmitOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraImageToImageRequest;
import dev.falreactive.fluxlora.FluxLoraInpaintingRequest;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Inputs that hold files: uploaded first, their URLs sent. */
class InputFilesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> ECHO =
            Endpoint.json("acme/echo");

    record Picture(String prompt, @JsonProperty("image_url") InputFile image) {}

    record Echo(String prompt, @JsonProperty("image_url") String image) {}

    private static final Endpoint<Picture, Echo> TYPED =
            Endpoint.of("acme/echo", Picture.class, Echo.class).withSchema(InputSchema.parse("""
                    {"type": "object", "required": ["prompt", "image_url"], "properties": {
                      "prompt": {"type": "string", "minLength": 2},
                      "image_url": {"type": "string", "format": "uri", "pattern": "^https?://"}}}
                    """));

    private final List<Orphan> orphans = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private FalEmulator emulator;
    private ReactorFalClient client;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .echoApps("acme/echo")
                .build());
        client = ReactorFalClient.builder(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5)))
                        .build())
                .onOrphan(orphans::add)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    private String text(Object url) {
        StringBuilder text = new StringBuilder();
        client.files()
                .download(String.valueOf(url))
                .doOnNext(buffer -> text.append(StandardCharsets.UTF_8.decode(buffer)))
                .blockLast(LIMIT);
        return text.toString();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void pathsAndBytesAtAnyDepthBecomeUrls() throws IOException {
        Path path = file("a.txt", "on disk");
        byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
        Map<String, @Nullable Object> input = Map.of(
                "prompt", "a cat",
                "image_url", path,
                "nested", List.of(Map.of("mask", bytes), ByteBuffer.wrap(bytes), 7),
                "source", FileSource.of(bytes, "image/png").named("b.png"),
                "known", InputFile.at("https://example.com/c.png"));

        Map<String, @Nullable Object> output =
                Objects.requireNonNull(client.queue(ECHO).submitAndAwait(input).block(LIMIT));

        assertThat(output).containsEntry("prompt", "a cat").containsEntry("known", "https://example.com/c.png");
        assertThat(text(output.get("image_url"))).isEqualTo("on disk");
        assertThat(String.valueOf(output.get("source"))).endsWith("/b.png");
        List<?> nested = (List<?>) Objects.requireNonNull(output.get("nested"));
        assertThat(text(((Map<?, ?>) nested.get(0)).get("mask"))).isEqualTo("bytes");
        assertThat(text(nested.get(1))).isEqualTo("bytes");
        assertThat(nested.get(2)).isEqualTo(7);
        assertThat(input).containsEntry("image_url", path);
    }

    @Test
    void anInputWithoutFilesMakesNoUpload() {
        client.queue(ECHO)
                .submit(Map.of("image_url", "data:image/png;base64,AA=="))
                .block(LIMIT);

        assertThat(emulator.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.body()).contains("data:image/png;base64,AA=="));
    }

    @Test
    void aRecordHoldsAFileToo() throws IOException {
        FileSource source = FileSource.of(file("a.png", "pixels"));

        Echo output = Objects.requireNonNull(
                client.queue(TYPED).submitAndAwait(new Picture("a cat", source)).block(LIMIT));

        assertThat(text(output.image())).isEqualTo("pixels");
        assertThat(client.queue(TYPED)
                        .submitAndAwait(new Picture("a cat", InputFile.at("https://example.com/x.png")))
                        .map(Echo::image)
                        .block(LIMIT))
                .isEqualTo("https://example.com/x.png");
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(1);
    }

    @Test
    void aRawFieldOfATypedModelHoldsAFileToo() throws IOException {
        FluxLoraRequest request = FluxLoraRequest.builder("a tiger")
                .raw("image_url", FileSource.of(file("a.png", "pixels")))
                .build();

        client.queue(FluxLora.TEXT_TO_IMAGE).submit(request).block(LIMIT);

        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(1);
        assertThat(emulator.ledger().of(Phase.SUBMIT))
                .singleElement()
                .satisfies(entry -> assertThat(entry.body()).containsPattern("\"image_url\":\"http[^\"]+/a.png\""));
    }

    @Test
    void anImageToImageRequestHoldsItsImage() throws IOException {
        FluxLoraImageToImageRequest request = FluxLoraImageToImageRequest.builder(
                        "a tiger", FileSource.of(file("a.png", "pixels")))
                .strength(0.5)
                .build();

        assertThat(client.queue(FluxLora.IMAGE_TO_IMAGE)
                        .submitAndAwait(request)
                        .map(FluxLoraResult::images)
                        .block(LIMIT))
                .hasSize(1);

        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(1);
        assertThat(submitted(FluxLoraImageToImageRequest::fromJson))
                .satisfies(
                        sent -> assertThat(text(sent.imageUrl().orElseThrow())).isEqualTo("pixels"));
    }

    @Test
    void anInpaintingRequestHoldsItsImageAndItsMask() throws IOException {
        FluxLoraInpaintingRequest request = FluxLoraInpaintingRequest.builder(
                        "a tiger", FileSource.of(file("a.png", "pixels")), FileSource.of(file("b.png", "white")))
                .build();

        assertThat(client.queue(FluxLora.INPAINTING)
                        .submitAndAwait(request)
                        .map(FluxLoraResult::images)
                        .block(LIMIT))
                .hasSize(1);

        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(2);
        assertThat(submitted(FluxLoraInpaintingRequest::fromJson)).satisfies(sent -> {
            assertThat(text(sent.imageUrl().orElseThrow())).isEqualTo("pixels");
            assertThat(text(sent.maskUrl().orElseThrow())).isEqualTo("white");
        });
    }

    private <T> T submitted(Function<String, T> read) {
        return read.apply(emulator.ledger().submits().get(0).body());
    }

    @Test
    void theSameFileTwiceIsUploadedOnce() throws IOException {
        FileSource source = FileSource.of(file("a.png", "pixels"));

        client.queue(ECHO).submit(Map.of("a", source, "b", List.of(source))).block(LIMIT);

        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(1);
        assertThat(emulator.ledger().of(Phase.SUBMIT)).hasSize(1);
    }

    @Test
    void R01_eachSubscriptionUploadsAndSubmitsAnew() throws IOException {
        Mono<QueueTicket> submit = client.queue(ECHO).submit(Map.of("a", file("a.png", "pixels")));
        assertThat(emulator.ledger().entries()).isEmpty();

        submit.block(LIMIT);
        submit.block(LIMIT);

        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(2);
        assertThat(emulator.ledger().of(Phase.SUBMIT))
                .hasSize(2)
                .extracting(LedgerEntry::body)
                .doesNotHaveDuplicates();
    }

    @Test
    void R02_anInvalidInputUploadsNothing() throws IOException {
        FileSource source = FileSource.of(file("a.png", "pixels"));

        Throwable error = catchThrowable(
                () -> client.queue(TYPED).submit(new Picture("x", source)).block(LIMIT));

        assertThat(error)
                .isInstanceOfSatisfying(
                        FalException.InvalidInput.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.pointer()).isEqualTo("/prompt")));
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @Test
    void anUploadThatFailsSubmitsNothing() throws IOException {
        Path gone = directory.resolve("gone.png");
        assertThat(catchThrowable(
                        () -> client.queue(ECHO).submit(Map.of("a", gone)).block(LIMIT)))
                .isInstanceOf(UncheckedIOException.class);

        emulator.inject(FaultRule.parse("upload:respond(403)"));
        assertThat(catchThrowable(() -> client.queue(ECHO)
                        .submit(Map.of("a", file("a.png", "pixels")))
                        .block(LIMIT)))
                .isInstanceOf(FalException.Rejected.class);
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void aFileOfNobodyKnowsWhatIsRefused() {
        InputFile odd = new InputFile() {
            @Override
            public String url() {
                throw new IllegalStateException();
            }

            @Override
            public boolean isUploaded() {
                return false;
            }
        };

        assertThat(catchThrowable(
                        () -> client.queue(ECHO).submit(Map.of("a", odd)).block(LIMIT)))
                .isInstanceOf(FalException.InvalidInput.class);
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @Test
    void aCodecOfOnesOwnIsToldWhatToDo() throws IOException {
        FileSource source = FileSource.of(file("a.png", "pixels"));
        Endpoint<FileSource, Map<String, @Nullable Object>> own = Endpoint.of(
                ECHO.id(), Codec.of(file -> file.url().getBytes(StandardCharsets.UTF_8), json -> source), Codec.map());

        assertThat(catchThrowable(() -> client.queue(own).submit(source).block(LIMIT)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not been uploaded");
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @Test
    void R16_cancellingDuringTheUploadSubmitsNothingAndLeavesNoOrphan() throws IOException {
        emulator.inject(Phase.UPLOAD, Fault.stall());
        Disposable submit =
                client.queue(ECHO).submit(Map.of("a", file("a.png", "pixels"))).subscribe();
        Eventually.holds("an upload", () -> emulator.ledger().of(Phase.UPLOAD).size() == 1);
        submit.dispose();

        Eventually.holds(
                "aborted", () -> emulator.ledger().of(Phase.UPLOAD).get(0).aborted());
        assertThat(emulator.ledger().submits()).isEmpty();
        assertThat(orphans).isEmpty();
    }

    @Test
    void R16_cancellingAfterTheSubmitLeftStillTellsTheTicket() throws IOException {
        emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(300)));
        Disposable submit = client.queue(ECHO)
                .submit(Map.of("a", file("a.png", "pixels")), SubmitOptions.defaults())
                .subscribe();
        Eventually.holds("a submit", () -> emulator.ledger().of(Phase.SUBMIT).size() == 1);
        submit.dispose();

        Eventually.holds("an orphan", () -> orphans.size() == 1);
        assertThat(orphans.get(0)).isInstanceOf(Orphan.Accepted.class);
    }
}
