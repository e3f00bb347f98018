package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Downloads over a real socket. */
class DownloadSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path directory;

    private FalEmulator emulator;
    private ReactorFalClient client;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start();
        client = ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .requestTimeout(Duration.ofSeconds(10))
                .build());
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    private String url(int bytes) {
        UploadedFile file = Objects.requireNonNull(client.files()
                .upload(FileSource.of(new byte[bytes], "video/mp4"))
                .block(LIMIT));
        return file.url();
    }

    @Test
    void aFileIsSavedWithProgressAndWithoutTheKey() throws Exception {
        String url = url(3 * MIB);
        Path file = directory.resolve("x.mp4");

        List<Transfer<Long>> told = client.files()
                .saveWithProgress(url, file, 3 * MIB)
                .collectList()
                .block(LIMIT);

        assertThat(Objects.requireNonNull(told).get(told.size() - 1)).isEqualTo(new Transfer.Done<>(3L * MIB));
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        Transfer.Progress.class,
                        progress -> assertThat(progress.total()).isEqualTo(OptionalLong.of(3L * MIB)));
        assertThat(Files.size(file)).isEqualTo(3 * MIB);
        assertThat(emulator.ledger().media())
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry.authScheme()).isEmpty());
    }

    @Test
    void whatIsTooLargeIsRefusedByItsLengthBeforeItComes() {
        String url = url(3 * MIB);
        // The length alone is told: a body never comes.
        emulator.inject(Phase.MEDIA, Fault.slowDrip(Duration.ofMinutes(1)));

        Throwable error = catchThrowable(() ->
                client.files().save(url, directory.resolve("x"), 3 * MIB - 1).block(LIMIT));

        assertThat(error).isInstanceOf(FalException.Unreadable.class).hasMessageContaining("larger than");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatIsTooLargeAndDoesNotSaySoLeavesNothingEither() {
        DisposableServer chunked = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sendByteArray(
                        reactor.core.publisher.Flux.range(0, 100).map(i -> new byte[1000])))
                .bindNow();
        try {
            String url = "http://127.0.0.1:" + chunked.port() + "/x";
            assertThat(catchThrowable(() -> client.files()
                            .save(url, directory.resolve("x"), 99_999)
                            .block(LIMIT)))
                    .isInstanceOf(FalException.Unreadable.class);
            assertThat(directory).isEmptyDirectory();
            assertThat(client.files().save(url, directory.resolve("x"), 100_000).block(LIMIT))
                    .isEqualTo(100_000);
            assertThat(catchThrowable(() -> client.files().download(url, 99_999).blockLast(LIMIT)))
                    .isInstanceOf(FalException.Unreadable.class);
        } finally {
            chunked.disposeNow();
        }
    }

    @Test
    void bytesComeAsTheyAreAskedForAndCancellingEndsIt() {
        String url = url(40 * MIB);
        AtomicLong seen = new AtomicLong();
        BaseSubscriber<ByteBuffer> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(2);
            }

            @Override
            protected void hookOnNext(ByteBuffer buffer) {
                seen.addAndGet(buffer.remaining());
            }
        };
        client.files().download(url).subscribe(slow);
        Eventually.holds("two buffers", () -> seen.get() > 0);
        slow.cancel();

        Eventually.holds("aborted", () -> emulator.ledger().media().get(0).aborted());
        assertThat(seen.get()).isLessThan(MIB);
    }

    @Test
    void aDownloadThatIsCutFailsAndIsNotBegunAnew() {
        String url = url(2 * MIB);
        emulator.inject(Phase.MEDIA, Fault.halfReply());

        StepVerifier.create(client.files().download(url).then()).verifyError(FalException.Unreachable.class);
        assertThat(emulator.ledger().media()).hasSize(1);
    }

    @Test
    void cancellingASaveLeavesNothing() {
        String url = url(2 * MIB);
        emulator.inject(Phase.MEDIA, Fault.slowDrip(Duration.ofMillis(5)));
        var saving = client.files().save(url, directory.resolve("x")).subscribe();
        Eventually.holds("a read", () -> emulator.ledger().media().size() == 1);
        saving.dispose();

        Eventually.holds("nothing left", () -> {
            String[] left = directory.toFile().list();
            return left == null || left.length == 0;
        });
        Eventually.holds("aborted", () -> emulator.ledger().media().stream().allMatch(LedgerEntry::aborted));
    }

    @Test
    void errorsOfNoJobNameNone() {
        Throwable error = catchThrowable(() -> client.files()
                .save(emulator.baseUrl() + "/_emulator/files/nobody/x", directory.resolve("x"))
                .block(LIMIT));

        assertThat(error).isInstanceOfSatisfying(FalException.Rejected.class, e -> {
            assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.GONE);
            assertThat(e.ticket()).isEmpty();
        });
    }

    @Test
    void aFileOfNoJobMayBeEmpty() throws Exception {
        Path file = directory.resolve("x");

        assertThat(client.files().save(url(0), file).block(LIMIT)).isZero();
        assertThat(Files.size(file)).isZero();
    }

    @Test
    void aDirectoryThatIsNotThereIsAnErrorOfTheDisk() {
        Mono<Long> saved = client.files().save("data:,x", directory.resolve("no/such/x"));

        assertThat(catchThrowable(() -> saved.block(LIMIT))).isInstanceOf(java.io.UncheckedIOException.class);
    }
}
