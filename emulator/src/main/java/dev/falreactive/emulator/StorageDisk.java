package dev.falreactive.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The bytes of uploads, in a temporary directory that is there once it is needed, until it is closed. Its methods block. */
final class StorageDisk {

    private static final long MAX_BYTES = 2L * 1024 * 1024 * 1024;
    private static final int CHUNK = 16 * 1024;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong names = new AtomicLong();
    private Optional<Path> directory = Optional.empty();
    private boolean closed;

    /**
     * What one request brought.
     *
     * @param image how large the image is that begins here, if one does
     */
    record Piece(Path path, long bytes, String etag, Optional<PictureSizes.Size> image) {}

    boolean isFull() {
        return bytes.get() > MAX_BYTES;
    }

    /** Writes a new piece. */
    Writer writer() throws IOException {
        return new Writer(directory().resolve("piece-" + names.incrementAndGet()));
    }

    private synchronized Path directory() throws IOException {
        if (closed) {
            throw new IOException("the emulator is closed");
        }
        if (directory.isEmpty()) {
            directory = Optional.of(Files.createTempDirectory("fal-emulator-"));
        }
        return directory.get();
    }

    void delete(Piece piece) {
        bytes.addAndGet(-piece.bytes());
        delete(piece.path());
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes everything. */
    synchronized void close() {
        closed = true;
        directory.ifPresent(root -> {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder()).forEach(StorageDisk::delete);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        directory = Optional.empty();
    }

    /** Used by one thread at a time. */
    final class Writer {

        private final Path path;
        private final OutputStream out;
        private final MessageDigest digest;
        private long written;

        private Writer(Path path) throws IOException {
            this.path = path;
            this.out = Files.newOutputStream(path);
            try {
                this.digest = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void write(byte[] chunk) {
            try {
                out.write(chunk);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            digest.update(chunk);
            written += chunk.length;
            if (bytes.addAndGet(chunk.length) > 2 * MAX_BYTES) {
                throw new RequestReader.TooLarge();
            }
        }

        Piece whole() throws IOException {
            out.close();
            try (InputStream in = Files.newInputStream(path)) {
                return new Piece(path, written, HexFormat.of().formatHex(digest.digest()), InputImages.size(in));
            }
        }

        Boolean drop() throws IOException {
            out.close();
            bytes.addAndGet(-written);
            return Files.deleteIfExists(path);
        }
    }

    /** Reads files one after the other. Used by one thread at a time. */
    static final class Reader {

        private final Iterator<Path> files;
        private Optional<InputStream> current = Optional.empty();
        private long left;

        Reader(List<Path> files, long limit) {
            this.files = files.iterator();
            this.left = limit;
        }

        /** The next bytes; none at the end. */
        byte[] next() {
            try {
                while (left > 0) {
                    if (current.isEmpty()) {
                        if (!files.hasNext()) {
                            break;
                        }
                        current = Optional.of(Files.newInputStream(files.next()));
                    }
                    byte[] chunk = current.get().readNBytes((int) Math.min(CHUNK, left));
                    left -= chunk.length;
                    if (chunk.length > 0) {
                        return chunk;
                    }
                    close();
                }
                return new byte[0];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            Optional<InputStream> open = current;
            current = Optional.empty();
            open.ifPresent(in -> {
                try {
                    in.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
