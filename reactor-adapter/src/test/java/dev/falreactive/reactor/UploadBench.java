package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.RetryPolicy;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** An emulator, a client, and files to upload. */
abstract class UploadBench {

    static final Duration LIMIT = Duration.ofSeconds(60);
    static final int MIB = 1024 * 1024;
    static final String SECRET = "canary-secret-51c7";

    @TempDir
    Path directory;

    FalEmulator emulator;
    ReactorFalClient client;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start();
        client = client(UnaryOperator.identity());
    }

    ReactorFalClient client(UnaryOperator<FalConfig.Builder> adapted) {
        return ReactorFalClient.create(adapted.apply(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(FalCredentials.key("canary:" + SECRET))
                        .requestTimeout(Duration.ofSeconds(20))
                        .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5))))
                .build());
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
    }

    UploadedFile uploaded(FileSource source) {
        return Objects.requireNonNull(client.files().upload(source).block(LIMIT));
    }

    byte[] stored(UploadedFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        client.files()
                .download(file.url())
                .doOnNext(buffer -> {
                    byte[] piece = new byte[buffer.remaining()];
                    buffer.get(piece);
                    bytes.writeBytes(piece);
                })
                .blockLast(LIMIT);
        return bytes.toByteArray();
    }

    /** Bytes that tell where they stand. */
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 16));
        }
        return bytes;
    }

    static Flux<ByteBuffer> pieces(byte[] bytes, int size) {
        return Flux.range(0, (bytes.length + size - 1) / size)
                .map(i -> ByteBuffer.wrap(Arrays.copyOfRange(bytes, i * size, Math.min(bytes.length, (i + 1) * size))));
    }

    List<LedgerEntry> completions() {
        return emulator.ledger().of(Phase.STORAGE).stream()
                .filter(entry -> entry.path().endsWith("/complete"))
                .toList();
    }
}
