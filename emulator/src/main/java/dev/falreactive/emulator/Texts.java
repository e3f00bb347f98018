package dev.falreactive.emulator;

import java.nio.charset.StandardCharsets;

/** Text as bytes in UTF-8, and back. */
final class Texts {

    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
