package dev.falreactive;

import java.util.HexFormat;

/** Text that came from outside, made fit for a message: bounded, and on one line. */
final class Text {

    private Text() {}

    static String snippet(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max) + 1);
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() <= max; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                space = line.length() > 0;
                continue;
            }
            if (space) {
                line.append(' ');
                space = false;
            }
            line.append(c);
        }
        if (line.length() > max) {
            boolean pair = max > 1 && Character.isHighSurrogate(line.charAt(max - 2));
            line.setLength(pair ? max - 2 : max - 1);
            line.append('…');
        }
        return line.toString();
    }

    /** The same value in printable ASCII without an apostrophe. Outside of its texts JSON on one line is so anyway. */
    static String plainJson(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~' && c != '\'') {
                plain.append(c);
            } else {
                plain.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return plain.toString();
    }
}
