package dev.falreactive.fluxlora;

import java.util.Locale;

/** The file format of the images. */
public enum OutputFormat {
    /** Small files, slightly lossy. */
    JPEG,
    /** Large files, lossless. */
    PNG;

    /** {@return the word on the wire} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
