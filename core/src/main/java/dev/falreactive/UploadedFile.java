package dev.falreactive;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A file that the storage has. In JSON it is its URL, so it may stand in an input as it is.
 *
 * @param url where it is: for inputs, and for whoever may fetch it
 * @param name the name that it was uploaded by
 * @param contentType its media type
 * @param bytes how large it is
 */
public record UploadedFile(@JsonValue String url, String name, String contentType, long bytes) implements InputFile {

    /** Checks that nothing is null. */
    public UploadedFile {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(contentType, "contentType");
    }

    @Override
    public boolean isUploaded() {
        return true;
    }
}
