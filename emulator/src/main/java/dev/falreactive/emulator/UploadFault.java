package dev.falreactive.emulator;

/**
 * Something that goes wrong with the bytes of an upload on their way; injected for {@link Phase#UPLOAD}. An upload that is
 * refused or stalls is a matter of {@link Fault}.
 */
public final class UploadFault {

    private UploadFault() {}

    /**
     * The connection is closed in the middle of the body. No effect. A call of another phase is left as it is.
     *
     * @param bytes behind so many bytes; 0 or more
     * @return the fault
     */
    public static Fault cutAfter(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be 0 or more, not " + bytes);
        }
        return new NamedFault("upload-cut", String.valueOf(bytes), new Effect.CutUpload(bytes));
    }
}
