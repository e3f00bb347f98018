package dev.falreactive.reactor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A file on disk as it was at one moment. Read on {@link Schedulers#boundedElastic()}, in pieces, as fast as they are asked
 * for.
 *
 * @param path where it is
 * @param bytes how large it was
 * @param changedAt when it had last been changed
 */
record DiskFile(Path path, long bytes, FileTime changedAt) {

    /** Small: Reactor Netty asks for 128 of them ahead, for each part that is under way. */
    static final int CHUNK = 16 * 1024;

    /** Looks at the file; fails with {@link UncheckedIOException} if there is none, or it is a directory. */
    static Mono<DiskFile> at(Path path) {
        return Mono.fromCallable(() -> {
                    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                    if (now.isDirectory()) {
                        throw new NoSuchFileException(path.toString(), null, "is a directory");
                    }
                    return new DiskFile(path, now.size(), now.lastModifiedTime());
                })
                .onErrorMap(IOException.class, UncheckedIOException::new)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Fails if the file is not as it was. */
    Mono<Void> unchanged() {
        return at(path).flatMap(now -> now.equals(this) ? Mono.empty() : Mono.error(changed()));
    }

    /** A range of the bytes; each subscription opens the file. */
    Flux<byte[]> read(long from, long length) {
        return Flux.<byte[], Cursor>generate(
                        () -> new Cursor(path, from, length),
                        (cursor, sink) -> {
                            byte[] next = cursor.next();
                            if (next.length > 0) {
                                sink.next(next);
                            } else if (cursor.left == 0) {
                                sink.complete();
                            } else {
                                sink.error(changed());
                            }
                            return cursor;
                        },
                        Cursor::close)
                .onErrorMap(IOException.class, UncheckedIOException::new)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private UncheckedIOException changed() {
        return new UncheckedIOException(new IOException(path + " was changed while it was uploaded"));
    }

    /** Where one is in a file. Used by one thread at a time. */
    private static final class Cursor {

        private final InputStream in;
        private long left;

        Cursor(Path path, long from, long length) throws IOException {
            in = Files.newInputStream(path);
            left = length;
            try {
                in.skipNBytes(from);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        /** The next bytes; none at the end. */
        byte[] next() {
            try {
                byte[] bytes = in.readNBytes((int) Math.min(CHUNK, left));
                left -= bytes.length;
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                // It was only read: nothing is lost.
            }
        }
    }
}
