package dev.falreactive.emulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One upload. Guarded by the storage. */
final class StoredUpload {

    private final String contentType;
    private final String signature;
    private final boolean inParts;
    private final Map<Integer, StorageDisk.Piece> pieces = new TreeMap<>();
    private Optional<List<StorageDisk.Piece>> file = Optional.empty();

    StoredUpload(String contentType, String signature, boolean inParts) {
        this.contentType = contentType;
        this.signature = signature;
        this.inParts = inParts;
    }

    String contentType() {
        return contentType;
    }

    String signature() {
        return signature;
    }

    boolean inParts() {
        return inParts;
    }

    /** What has arrived, by part; a whole file is part 1. */
    Map<Integer, StorageDisk.Piece> pieces() {
        return pieces;
    }

    void complete(List<StorageDisk.Piece> parts) {
        file = Optional.of(List.copyOf(parts));
    }

    /** The parts in order, once it is complete. */
    Optional<List<StorageDisk.Piece>> file() {
        return file;
    }
}
