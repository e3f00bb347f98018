package dev.falreactive;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A file in an input: one that has a URL, or one that has none yet, which a client uploads before it submits. In JSON it is
 * its URL. May stand in a map or list of an {@link Endpoint#json(String)}, and be a component of a record.
 */
public interface InputFile {

    /**
     * Where the file is.
     *
     * @return its URL
     * @throws IllegalStateException if it has not been uploaded
     */
    @JsonValue
    String url();

    /** {@return whether it has a URL} */
    boolean isUploaded();

    /**
     * A file that has a URL; a data URI is one.
     *
     * @param url the URL
     * @return the file
     */
    static InputFile at(String url) {
        return new FileAt(url);
    }

    /**
     * A file that has a URL.
     *
     * @param url the URL
     */
    record FileAt(@JsonValue String url) implements InputFile {

        /** Checks that nothing is null. */
        public FileAt {
            Objects.requireNonNull(url, "url");
        }

        @Override
        public boolean isUploaded() {
            return true;
        }
    }
}
