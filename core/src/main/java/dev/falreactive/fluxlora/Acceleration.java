package dev.falreactive.fluxlora;

import java.util.Locale;

/** How much quality to give up for speed. */
public enum Acceleration {
    /** Nothing. */
    NONE,
    /** A little. */
    REGULAR;

    /** {@return the word on the wire} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
