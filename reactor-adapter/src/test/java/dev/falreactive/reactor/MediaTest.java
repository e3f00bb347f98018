package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.protocol.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {

    private static final QueueTicket TICKET = QueueTicket.of(FluxLora.ID, "some-id", Instant.EPOCH);

    @TempDir
    Path directory;

    private FalEmulator emulator;
    private ReactorFalClient client;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ofMillis(10))
                .runTime(Duration.ofMillis(10))
                .build());
        client = ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .requestTimeout(Duration.ofSeconds(5))
                .build());
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    private String imageUrl() {
        return Objects.requireNonNull(client.queue(FluxLora.TEXT_TO_IMAGE)
                        .submitAndAwait(FluxLoraRequest.builder("a tiger")
                                .imageSize(320, 200)
                                .build())
                        .block())
                .images()
                .get(0)
                .url();
    }

    @Test
    void anImageIsSavedAsItIsAndTheKeyIsNotSent() throws IOException {
        Path file = directory.resolve("image.jpg");
        Long bytes = client.media().save(TICKET, imageUrl(), file).block();
        assertThat(Files.size(file)).isEqualTo(bytes);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(320);
        List<LedgerEntry> media = emulator.ledger().media();
        assertThat(media)
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry.authScheme()).isEmpty());
        assertThat(emulator.ledger().entries())
                .anySatisfy(entry -> assertThat(entry.authScheme()).contains("Key"));
    }

    @Test
    void aDataUriIsDecoded() throws IOException {
        Path file = directory.resolve("image.png");
        String uri = "data:image/png;base64,"
                + Base64.getEncoder().encodeToString("pixels".getBytes(StandardCharsets.UTF_8));
        client.media().save(TICKET, uri, file).block();
        assertThat(file).hasContent("pixels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.com/x",
                "javascript:x",
                "",
                "::",
                "data:nothing",
                "data:;base64,*"
            })
    void otherUrlsAreRefusedAndLeaveNothing(String url) {
        Throwable error = catchThrowable(
                () -> client.media().save(TICKET, url, directory.resolve("x")).block());
        assertThat(error)
                .isInstanceOfSatisfying(
                        FalException.Unreadable.class,
                        e -> assertThat(e.ticket()).contains(TICKET));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsTooLargeLeavesNothing() {
        String url = imageUrl();
        Throwable error = catchThrowable(() ->
                client.media().save(TICKET, url, directory.resolve("x"), 1_000).block());
        assertThat(error).isInstanceOf(FalException.Unreadable.class).hasMessageContaining("1000");
        assertThat(directory).isEmptyDirectory();
    }

    static Stream<Arguments> badUrls() {
        return Stream.of(
                Arguments.of("https://cdn.example/a tiger.png?sig=hidden", "path at index 21 (a space)"),
                Arguments.of("https://cdn.example/a tiger.png?sig=hidden", "'https://cdn.example/a tiger.png'"),
                Arguments.of("https://cdn.example/{id}", "index 20 (U+007B)"),
                Arguments.of("images/0.png", "has no scheme"),
                Arguments.of(" ", "is empty"),
                Arguments.of("ftp://me:hidden@example.com/x", "neither http, https nor data: 'ftp://example.com/x'"),
                Arguments.of("https://my_cdn/x", "names no host"));
    }

    @ParameterizedTest
    @MethodSource("badUrls")
    void whatIsWrongWithAUrlIsSaid(String url, String said) {
        assertThat(catchThrowable(() -> save(url, directory.resolve("x"))))
                .isInstanceOf(FalException.Unreadable.class)
                .hasMessageContaining(said)
                .message()
                .doesNotContain("hidden");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRedirectToNoUrlIsToldAsOne() {
        emulator.inject(Phase.MEDIA, Fault.redirect("ftp://example.com/x"));
        assertThat(catchThrowable(() -> save(emulator.baseUrl() + "/_emulator/images/any/0.jpeg", directory)))
                .isInstanceOf(FalException.InvalidInput.class);
        assertThat(catchThrowable(
                        () -> save(emulator.baseUrl() + "/_emulator/images/any/0.jpeg", directory.resolve("x"))))
                .isInstanceOf(FalException.Unreadable.class)
                .hasMessageContaining("the redirect's URL is neither");
    }

    private @Nullable Long save(String url, Path file) {
        return client.media().save(TICKET, url, file).block();
    }

    @Test
    void anEmptyAnswerIsNoImage() {
        String url = imageUrl();
        emulator.inject(Phase.MEDIA, Fault.respond(200, Map.of("content-type", "image/jpeg"), ""), 4);
        assertThat(catchThrowable(() -> save(url, directory.resolve("x"))))
                .isInstanceOfSatisfying(
                        FalException.Unreachable.class,
                        e -> assertThat(e.ticket()).contains(TICKET))
                .hasMessageContaining("empty file, 0 bytes");
        assertThat(directory).isEmptyDirectory();
        assertThat(emulator.ledger().media()).hasSize(4);
    }

    @Test
    void anEmptyAnswerIsAskedForAnewAndReplacesNothing() throws IOException {
        String url = imageUrl();
        Path file = directory.resolve("x");
        Files.writeString(file, "before");
        emulator.inject(Phase.MEDIA, Fault.respond(200, Map.of(), ""), 4);
        catchThrowable(() -> save(url, file));
        assertThat(file).hasContent("before");
        emulator.inject(Phase.MEDIA, Fault.respond(200, Map.of(), ""));
        assertThat(save(url, file)).isGreaterThan(1_000);
    }

    @Test
    void anEmptyDataUriIsNoImage() {
        assertThat(catchThrowable(() -> save("data:image/png;base64,", directory.resolve("x"))))
                .isInstanceOf(FalException.Unreadable.class)
                .hasMessageContaining("0 bytes");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aDirectoryIsNoPlaceForAnImageAndNothingIsFetched() throws IOException {
        Path target = Files.createDirectory(directory.resolve("images"));
        assertThat(catchThrowable(() -> save(emulator.baseUrl() + "/_emulator/images/any/0.jpeg", target)))
                .isInstanceOfSatisfying(
                        FalException.InvalidInput.class,
                        e -> assertThat(e.ticket()).contains(TICKET))
                .hasMessageContaining("images is a directory")
                .hasMessageContaining("do not submit it again");
        assertThat(directory).isDirectoryContaining(target::equals).isNotEmptyDirectory();
        assertThat(directory.toFile().list()).containsExactly("images");
        assertThat(target).isEmptyDirectory();
        assertThat(emulator.ledger().media()).isEmpty();
    }

    @Test
    void aPlaceThatBecomesADirectoryMeanwhileKeepsNothingEither() throws IOException {
        String url = imageUrl();
        Path target = directory.resolve("x");
        emulator.inject(Phase.MEDIA, Fault.redirect(url));
        Throwable error = catchThrowable(() -> client.files()
                .saveWithProgress(url, target, 1_000_000)
                .doOnNext(told -> {
                    if (!Files.exists(target)) {
                        mkdir(target);
                    }
                })
                .blockLast());
        assertThat(error).isInstanceOf(UncheckedIOException.class);
        assertThat(directory.toFile().list()).containsExactly("x");
    }

    private static void mkdir(Path path) {
        try {
            Files.createDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whyAFileIsRefusedSpeaksOfNoKey() {
        String url = imageUrl();
        emulator.inject(Phase.MEDIA, Fault.respond(403, Map.of(), ""));
        assertThat(catchThrowable(() -> save(url, directory.resolve("x"))))
                .isInstanceOfSatisfying(
                        FalException.Rejected.class,
                        e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.FORBIDDEN))
                .hasMessageContaining("may not be read [HTTP 403")
                .hasMessageContaining("No key is ever sent");
    }

    static Stream<Fault> broken() {
        return Stream.of(Fault.halfReply(), Fault.edgePage(502), Fault.dropBeforeHandling());
    }

    @Test
    void whatBreaksMidwayLeavesNothing() {
        String url = imageUrl();
        broken().forEach(fault -> {
            emulator.inject(Phase.MEDIA, fault, 4);
            Throwable error = catchThrowable(() ->
                    client.media().save(TICKET, url, directory.resolve("x")).block());
            assertThat(error).isInstanceOf(FalException.Unreachable.class);
            assertThat(directory).isEmptyDirectory();
        });
    }

    @Test
    void whatBreaksOnceIsFetchedAnew() {
        String url = imageUrl();
        emulator.inject(Phase.MEDIA, Fault.edgePage(503));
        emulator.inject(Phase.MEDIA, Fault.halfReply());
        Path file = directory.resolve("x");
        client.media().save(TICKET, url, file).block();
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(emulator.ledger().media()).hasSize(3);
    }

    @Test
    void whatNeverEndsHasALimit() {
        String url = imageUrl();
        emulator.inject(Phase.MEDIA, Fault.slowDrip(Duration.ofMillis(50)), 10);
        try (ReactorFalClient hasty = ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .requestTimeout(Duration.ofMillis(200))
                .build())) {
            Throwable error = catchThrowable(() ->
                    hasty.media().save(TICKET, url, directory.resolve("x")).block());
            assertThat(error).isInstanceOf(FalException.Unreadable.class).hasMessageContaining("within 2 s");
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void whatExpiredIsGone() {
        Throwable error = catchThrowable(() -> client.media()
                .save(TICKET, emulator.baseUrl() + "/_emulator/images/nobody/0.jpeg", directory.resolve("x"))
                .block());
        assertThat(error)
                .isInstanceOfSatisfying(
                        FalException.Rejected.class,
                        e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.GONE));
    }

    @Test
    void aRedirectIsFollowedWithoutTheKey() {
        String url = imageUrl();
        try (FalEmulator cdn = FalEmulator.start()) {
            cdn.inject(Phase.MEDIA, Fault.redirect(url));
            Path file = directory.resolve("x");
            client.media()
                    .save(TICKET, cdn.baseUrl() + "/_emulator/images/any/0.jpeg", file)
                    .block();
            assertThat(file).exists();
            assertThat(cdn.ledger().media())
                    .hasSize(1)
                    .allSatisfy(entry -> assertThat(entry.authScheme()).isEmpty());
        }
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByAWholeOne() throws IOException {
        Path file = directory.resolve("x");
        Files.writeString(file, "before");
        String url = imageUrl();
        emulator.inject(Phase.MEDIA, Fault.halfReply(), 4);
        catchThrowable(() -> client.media().save(TICKET, url, file).block());
        assertThat(file).hasContent("before");
        client.media().save(TICKET, url, file).block();
        assertThat(Files.size(file)).isGreaterThan(1_000);
        assertThat(emulator.ledger().entries()).noneMatch(entry -> entry.method() == HttpMethod.PUT);
    }
}
