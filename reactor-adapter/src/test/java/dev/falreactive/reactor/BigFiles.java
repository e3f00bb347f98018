package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.RetryPolicy;
import dev.falreactive.UploadOptions;
import dev.falreactive.UploadedFile;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.FaultRule;
import dev.falreactive.emulator.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import reactor.core.publisher.Flux;

/** A process with a small heap, emulator included, that moves large files. Prints a line for each thing that it has shown. */
final class BigFiles {

    private static final int MIB = 1024 * 1024;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private BigFiles() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5)))
                        .build())) {
            System.out.println("heap " + Runtime.getRuntime().maxMemory() / MIB + " MiB");
            upload(directory, emulator, client);
            published(emulator, client);
            download(directory, emulator, client);
        }
    }

    private static void upload(Path directory, FalEmulator emulator, ReactorFalClient client) throws IOException {
        Path file = directory.resolve("200.bin");
        long checksum = write(file, 200);
        emulator.inject(FaultRule.parse("upload:app-500*2"));
        List<Transfer<UploadedFile>> told = client.files()
                .uploadWithProgress(FileSource.of(file), UploadOptions.defaults())
                .takeLast(1)
                .collectList()
                .block(LIMIT);
        UploadedFile done =
                ((Transfer.Done<UploadedFile>) Objects.requireNonNull(told).get(0)).value();
        check(done.bytes() == 200L * MIB, "size");
        check(emulator.ledger().of(Phase.UPLOAD).size() == 22, "20 parts, of which two tries failed");
        check(checksumOf(client, done.url()) == checksum, "content");
        Files.delete(file);
        System.out.println("uploaded 200 MiB");
    }

    private static void published(FalEmulator emulator, ReactorFalClient client) {
        emulator.ledger().clear();
        byte[] piece = new byte[MIB];
        UploadedFile done = Objects.requireNonNull(client.files()
                .upload(FileSource.of(Flux.range(0, 200).map(i -> ByteBuffer.wrap(piece)), "video/mp4"))
                .block(LIMIT));
        check(done.bytes() == 200L * MIB, "size");
        System.out.println("uploaded 200 MiB of a publisher");
    }

    private static void download(Path directory, FalEmulator emulator, ReactorFalClient client) throws IOException {
        Path source = directory.resolve("50.bin");
        long checksum = write(source, 50);
        UploadedFile there = Objects.requireNonNull(
                client.files().upload(FileSource.of(source)).block(LIMIT));
        Files.delete(source);
        Path target = directory.resolve("saved.bin");

        emulator.inject(Phase.MEDIA, Fault.halfReply(), 4);
        try {
            client.files().save(there.url(), target).block(LIMIT);
            check(false, "it was cut four times");
        } catch (dev.falreactive.FalException.Unreachable e) {
            check(isEmpty(directory), "half a file is left");
            System.out.println("cut midway: nothing left");
        }
        emulator.inject(Phase.MEDIA, Fault.halfReply());
        Long saved = client.files().save(there.url(), target).block(LIMIT);
        check(Objects.requireNonNull(saved) == 50L * MIB, "size");
        CRC32 crc = new CRC32();
        try (var in = Files.newInputStream(target)) {
            byte[] piece = new byte[MIB];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                crc.update(piece, 0, n);
            }
        }
        check(crc.getValue() == checksum, "content");
        System.out.println("downloaded 50 MiB, cut once");
    }

    private static long write(Path file, int mebibytes) throws IOException {
        SplittableRandom random = new SplittableRandom(mebibytes);
        CRC32 crc = new CRC32();
        byte[] piece = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(piece);
                crc.update(piece);
                out.write(piece);
            }
        }
        return crc.getValue();
    }

    private static long checksumOf(ReactorFalClient client, String url) {
        CRC32 crc = new CRC32();
        client.files().download(url).doOnNext(crc::update).blockLast(LIMIT);
        return crc.getValue();
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
