package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.Violation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/** A file that is being written, beside the place it is meant for. Used by one thread at a time. */
final class IncompleteFile {

    private final Path file;
    private final Path temporary;
    private final OutputStream out;
    private volatile long written;

    private IncompleteFile(Path file, Path temporary, OutputStream out) {
        this.file = file;
        this.temporary = temporary;
        this.out = out;
    }

    /** Begins one, unless what it is meant to replace is a directory. */
    static IncompleteFile create(Path file, Evidence about) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FalException.InvalidInput(
                    "The file to save to",
                    List.of(new Violation("/file", "type", file + " is a directory: name a file in it")),
                    about);
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        return new IncompleteFile(file, temporary, Files.newOutputStream(temporary));
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void write(byte[] chunk) {
        try {
            out.write(chunk);
            written = written + chunk.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long written() {
        return written;
    }

    /** Puts it under its name. */
    Path keep() throws IOException {
        out.close();
        try {
            return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Leaves nothing. */
    boolean drop() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }
}
