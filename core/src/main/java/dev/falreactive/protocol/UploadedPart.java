package dev.falreactive.protocol;

import java.util.Objects;

/**
 * A part that the storage has.
 *
 * @param number which part of the file it is, from 1
 * @param etag what the storage calls it
 */
public record UploadedPart(int number, String etag) {

    /** Checks that nothing is null. */
    public UploadedPart {
        Objects.requireNonNull(etag, "etag");
    }
}
