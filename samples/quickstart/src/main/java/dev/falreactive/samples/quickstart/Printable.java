package dev.falreactive.samples.quickstart;

import java.util.regex.Pattern;

/** A server's text must not steer the terminal. */
final class Printable {

    /** Controls (also those above ASCII), formats such as the change of direction, and the ends of lines and paragraphs. */
    private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private Printable() {}

    static String text(String text) {
        return STEERING.matcher(text).replaceAll(" ").strip();
    }
}
