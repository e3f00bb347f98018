package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.ObjectLifecycle;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Uploads over a real socket. */
class UploadSocketTest extends UploadBench {

    @Test
    void aFileGoesAsAWholeAndTheKeyToTheStorageAlone() throws IOException {
        Path file = directory.resolve("a cat.png");
        byte[] bytes = pattern(300_000);
        Files.write(file, bytes);

        UploadedFile done = uploaded(FileSource.of(file));

        assertThat(done.name()).isEqualTo("a cat.png");
        assertThat(done.contentType()).isEqualTo("image/png");
        assertThat(done.bytes()).isEqualTo(300_000);
        assertThat(stored(done)).isEqualTo(bytes);
        assertThat(emulator.ledger().of(Phase.STORAGE))
                .singleElement()
                .satisfies(entry -> assertThat(entry.authScheme()).contains("Key"));
        assertThat(emulator.ledger().of(Phase.UPLOAD)).singleElement().satisfies(entry -> {
            assertThat(entry.authScheme()).isEmpty();
            assertThat(entry.headers().get("content-type")).contains("image/png");
        });
        assertThat(emulator.ledger().media())
                .allSatisfy(entry -> assertThat(entry.authScheme()).isEmpty());
    }

    @Test
    void nothingIsReadOrSentBeforeSubscriptionAndEachSubscriptionUploadsAnew() throws IOException {
        Path file = directory.resolve("late.txt");
        Mono<UploadedFile> upload = client.files().upload(FileSource.of(file));
        Files.writeString(file, "here now");

        UploadedFile first = Objects.requireNonNull(upload.block(LIMIT));
        UploadedFile second = Objects.requireNonNull(upload.block(LIMIT));

        assertThat(first.url()).isNotEqualTo(second.url());
        assertThat(stored(second)).asString(StandardCharsets.UTF_8).isEqualTo("here now");
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(2);
    }

    @Test
    void anEmptyFileIsOneToo() throws IOException {
        Path file = Files.createFile(directory.resolve("empty.txt"));

        assertThat(stored(uploaded(FileSource.of(file)))).isEmpty();
        assertThat(stored(uploaded(FileSource.of(new byte[0], "text/plain")))).isEmpty();
        assertThat(stored(uploaded(FileSource.of(Flux.empty(), "text/plain")))).isEmpty();
    }

    @Test
    void bytesHaveANameAndATypeAndALifecycle() {
        client.files()
                .upload(
                        FileSource.of(new byte[] {1}, "image/webp").named("x.webp"),
                        UploadOptions.defaults().withLifecycle(ObjectLifecycle.expiringAfter(Duration.ofHours(1))))
                .block(LIMIT);
        uploaded(FileSource.of(new byte[] {1}, "image/webp"));

        List<LedgerEntry> calls = emulator.ledger().of(Phase.STORAGE);
        assertThat(calls.get(0).body()).contains("\"image/webp\"").contains("\"x.webp\"");
        assertThat(calls.get(0).headers().get("X-Fal-Object-Lifecycle").orElse(""))
                .contains("3600");
        assertThat(calls.get(1).body()).contains("\"file.webp\"");
        assertThat(calls.get(1).headers().get("X-Fal-Object-Lifecycle")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10 * MIB, 10 * MIB + 1, 25 * MIB})
    void aPublisherGoesInPartsOnceItIsMoreThanOne(int length) {
        byte[] bytes = pattern(length);

        UploadedFile done = uploaded(FileSource.of(pieces(bytes, 99_999), "video/mp4"));

        assertThat(done.bytes()).isEqualTo(length);
        assertThat(Arrays.equals(stored(done), bytes)).isTrue();
        int parts = (length + 10 * MIB - 1) / (10 * MIB);
        assertThat(emulator.ledger().of(Phase.UPLOAD)).hasSize(parts);
        assertThat(completions()).hasSize(parts == 1 ? 0 : 1);
    }

    @Test
    void aPublisherIsAskedForNoMoreThanIsUnderWay() {
        emulator.inject(Phase.UPLOAD, Fault.stall(), 10);
        AtomicInteger asked = new AtomicInteger();
        Flux<ByteBuffer> endless = Flux.generate(sink -> {
            asked.incrementAndGet();
            sink.next(ByteBuffer.allocate(MIB));
        });
        Disposable upload = client.files()
                .upload(
                        FileSource.of(endless, "video/mp4"),
                        UploadOptions.defaults().withConcurrency(2))
                .subscribe();
        Eventually.holds("two parts", () -> emulator.ledger().of(Phase.UPLOAD).size() == 2);
        int then = asked.get();
        upload.dispose();

        assertThat(then).isBetween(20, 44);
    }

    @Test
    void progressRisesToTheTotalAndEndsWithTheFile() {
        byte[] bytes = pattern(25 * MIB);
        emulator.inject(FaultRule.parse("upload:app-500*2"));
        List<Transfer<UploadedFile>> seen = client.files()
                .uploadWithProgress(
                        FileSource.of(pieces(bytes, MIB), bytes.length, "video/mp4"), UploadOptions.defaults())
                .collectList()
                .block(LIMIT);

        List<Transfer.Progress<UploadedFile>> progress = seen.stream()
                .filter(Transfer.Progress.class::isInstance)
                .map(step -> (Transfer.Progress<UploadedFile>) step)
                .toList();
        assertThat(progress).hasSizeGreaterThan(2);
        assertThat(progress)
                .extracting(Transfer.Progress::bytes)
                .isSorted()
                .allMatch(moved -> moved <= bytes.length)
                .endsWith((long) bytes.length);
        assertThat(progress).allSatisfy(step -> assertThat(step.total()).hasValue(bytes.length));
        assertThat(seen.get(seen.size() - 1)).isInstanceOf(Transfer.Done.class);
        assertThat(seen).filteredOn(Transfer.Done.class::isInstance).hasSize(1);
    }

    @Test
    void aReaderThatStallsHoldsNothingUp() {
        byte[] bytes = pattern(12 * MIB);
        StepVerifier.create(
                        client.files()
                                .uploadWithProgress(
                                        FileSource.of(pieces(bytes, MIB), "video/mp4"), UploadOptions.defaults()),
                        1)
                .expectNextMatches(Transfer.Progress.class::isInstance)
                .then(() -> Eventually.holds("complete", () -> completions().size() == 1))
                // What was missed is not made up for: the newest state is next, or the end.
                .thenRequest(2)
                .thenConsumeWhile(Transfer.Progress.class::isInstance)
                .expectNextMatches(Transfer.Done.class::isInstance)
                .expectComplete()
                .verify(LIMIT);
    }
}
