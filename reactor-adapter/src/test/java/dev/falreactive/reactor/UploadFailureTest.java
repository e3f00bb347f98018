package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.Connections;
import dev.falreactive.FalException;
import dev.falreactive.RetryPolicy;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.UploadFault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uploads over a real socket that go wrong, or are not wanted any more. */
class UploadFailureTest extends UploadBench {

    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void aPublisherThatMiscountsIsAnError(long length) {
        Throwable error = catchThrowable(
                () -> uploaded(FileSource.of(Flux.just(ByteBuffer.wrap(new byte[3])), length, "text/plain")));

        assertThat(error).isInstanceOf(UncheckedIOException.class).hasMessageContaining("bytes it was to");
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @Test
    void aPublisherThatFailsFailsTheUploadWithItsOwnError() {
        Flux<ByteBuffer> failing =
                pieces(pattern(12 * MIB), MIB).concatWith(Mono.error(new IllegalStateException("own")));

        assertThat(catchThrowable(() -> uploaded(FileSource.of(failing, "text/plain"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("own");
        assertThat(completions()).isEmpty();
    }

    @Test
    void aPartThatFailsTwiceIsSentAgainAndNoOther() {
        byte[] bytes = pattern(25 * MIB);
        emulator.inject(FaultRule.parse("upload:app-500*2"));

        UploadedFile done = Objects.requireNonNull(client.files()
                .upload(
                        FileSource.of(pieces(bytes, MIB), "video/mp4"),
                        UploadOptions.defaults().withConcurrency(1))
                .block(LIMIT));

        assertThat(Arrays.equals(stored(done), bytes)).isTrue();
        assertThat(emulator.ledger().of(Phase.UPLOAD))
                .extracting(entry -> entry.path().replaceAll(".*/", ""))
                .containsExactly("1", "1", "1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload:upload-cut(100000)*2",
                "upload:drop-before-handling*2",
                "upload:accept-then-drop*2",
                "upload:edge-503*2",
                "upload:rate-limited(0s)*2",
                "storage:half-reply*2",
                "storage:edge-502*2",
                "storage:drop-before-handling",
                "storage:rate-limited(0s)*2"
            })
    void whatPassesIsOvercome(String rule) throws IOException {
        Path file = directory.resolve("x.bin");
        byte[] bytes = pattern(MIB);
        Files.write(file, bytes);
        emulator.inject(FaultRule.parse(rule));
        emulator.inject(FaultRule.parse(rule));

        assertThat(stored(uploaded(FileSource.of(file)))).isEqualTo(bytes);
        assertThat(emulator.ledger().entries())
                .filteredOn(entry -> entry.fault().isPresent())
                .hasSizeGreaterThan(1);
    }

    @Test
    void aPartThatAlwaysFailsEndsTheUploadAndItIsNeverCompleted() {
        emulator.inject(FaultRule.parse("upload:app-500*100"));

        Throwable error = catchThrowable(() -> uploaded(FileSource.of(pieces(pattern(25 * MIB), MIB), "video/mp4")));

        assertThat(error)
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("part ")
                .hasMessageContaining("HTTP 500");
        assertThat(completions()).isEmpty();
    }

    @Test
    void whatIsRefusedIsNotSentAgain() {
        emulator.inject(FaultRule.parse("upload:respond(403,<Signature>no</Signature>)"));
        assertThat(catchThrowable(() -> uploaded(FileSource.of(new byte[10], "image/png"))))
                .isInstanceOfSatisfying(FalException.Rejected.class, e -> {
                    assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.FORBIDDEN);
                    assertThat(e).hasMessageNotContaining("Signature");
                    assertThat(e.bodySnippet()).isEmpty();
                });
        emulator.inject(FaultRule.parse("storage:respond(401,{\"detail\":\"who?\"})"));
        assertThat(catchThrowable(() -> uploaded(FileSource.of(new byte[10], "image/png"))))
                .isInstanceOf(FalException.Rejected.class)
                .hasMessageContaining("who?");
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (FalEmulator elsewhere = FalEmulator.start()) {
            emulator.inject(Phase.UPLOAD, Fault.redirect(307, elsewhere.baseUrl() + "/_emulator/uploads/x"));
            assertThat(catchThrowable(() -> uploaded(FileSource.of(new byte[10], "image/png"))))
                    .isInstanceOf(FalException.Unreadable.class);
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
    }

    @Test
    void aServerThatTakesNothingIsGivenUp() {
        emulator.inject(Phase.UPLOAD, Fault.stall(), 10);
        try (ReactorFalClient hasty = client(config ->
                config.requestTimeout(Duration.ofMillis(400)).retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(2)))) {
            assertThat(catchThrowable(() -> hasty.files()
                            .upload(FileSource.of(new byte[10], "image/png"))
                            .block(LIMIT)))
                    .isInstanceOf(FalException.Unreachable.class);
        }
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(2);
    }

    @Test
    void aServerThatReadsNothingIsGivenUp() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ReactorFalClient hasty = client(config -> config.requestTimeout(Duration.ofMillis(500))
                        .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(2)))) {
            String there = "http://127.0.0.1:" + deaf.getLocalPort() + "/x";
            emulator.inject(
                    Phase.STORAGE,
                    Fault.respond(
                            200,
                            Map.of("Content-Type", "application/json"),
                            "{\"upload_url\":\"" + there + "\",\"file_url\":\"" + there + "\"}"));
            assertThat(catchThrowable(() -> hasty.files()
                            .upload(FileSource.of(new byte[30 * MIB], "image/png"))
                            .block(LIMIT)))
                    .isInstanceOf(FalException.Unreachable.class)
                    .hasMessageContaining("nothing moved for 0.5 s");
        }
    }

    @Test
    void whoWaitsForAConnectionWaitsAsLongAsOtherFilesTake() {
        emulator.inject(Phase.UPLOAD, Fault.delay(Duration.ofMillis(900)), 5);
        try (ReactorFalClient narrow = client(
                config -> config.requestTimeout(Duration.ofSeconds(2)).connections(Connections.DEFAULT.withMax(1)))) {
            assertThat(Flux.range(0, 5)
                            .flatMap(i -> narrow.files().upload(FileSource.of(new byte[10], "image/png")))
                            .collectList()
                            .block(LIMIT))
                    .hasSize(5);
        }
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(5);
    }

    @Test
    void cancellingStopsAllPartsAtOnceAndCompletesNothing() throws IOException {
        emulator.inject(Phase.UPLOAD, Fault.stall(), 10);
        Path file = directory.resolve("large.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(91L * MIB);
        }
        Disposable upload = client.files().upload(FileSource.of(file)).subscribe();
        Eventually.holds("four parts", () -> emulator.ledger().of(Phase.UPLOAD).size() == 4);
        upload.dispose();

        Eventually.holds(
                "aborted", () -> emulator.ledger().of(Phase.UPLOAD).stream().allMatch(LedgerEntry::aborted));
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(4);
        assertThat(completions()).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsAnErrorAndNothingIsSent() {
        for (Path path : List.of(directory.resolve("none.png"), directory)) {
            assertThat(catchThrowable(() -> uploaded(FileSource.of(path)))).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(emulator.ledger().entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aFileThatChangesMeanwhileIsAnError(int change) throws IOException {
        Path file = directory.resolve("log.txt");
        Files.write(file, pattern(MIB));
        emulator.inject(Phase.STORAGE, Fault.rewrite(body -> {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(MIB + change * 1000L);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return body;
        }));

        assertThat(catchThrowable(() -> uploaded(FileSource.of(file))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("changed while it was uploaded");
    }

    @Test
    void whatIsUnderWayWhenTheClientIsClosedEnds() {
        emulator.inject(Phase.UPLOAD, UploadFault.cutAfter(1), 100);
        try (ReactorFalClient other = client(config -> config.retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1000)))) {
            Mono<UploadedFile> upload = other.files()
                    .upload(FileSource.of(new byte[10], "image/png"))
                    .cache();
            upload.subscribe(done -> {}, error -> {});
            Eventually.holds("a try", () -> !emulator.ledger().of(Phase.UPLOAD).isEmpty());
            other.closeLater().onErrorComplete().subscribe();
            assertThat(catchThrowable(() -> upload.block(LIMIT))).isInstanceOf(FalException.Unreachable.class);
        }
    }
}
