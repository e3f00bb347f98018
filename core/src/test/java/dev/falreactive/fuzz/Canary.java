package dev.falreactive.fuzz;

import dev.falreactive.FalCredentials;
import java.util.List;
import java.util.Locale;

/** A key that every answer may echo and that no text of the library may hold. */
final class Canary {

    private static final String HALF = "s3cr3t/+=0123456789";
    static final String KEY = "canary-id:" + HALF;

    private static final String ESCAPED = allAs("\\u%04x");
    private static final String ENCODED =
            HALF.replace("/", "%2f").replace("+", "%2B").replace("=", "%3D");

    private static final List<String> FORMS = List.of(
            HALF,
            HALF.replace("/", "\\/"),
            ESCAPED,
            ENCODED,
            ENCODED.replace("%2f", "/"),
            ENCODED.toUpperCase(Locale.ROOT),
            allAs("%%%02X"));

    private Canary() {}

    static FalCredentials credentials() {
        return FalCredentials.key(KEY);
    }

    /** Puts the key where an input says so. */
    static String put(String text) {
        return text.replace("$KEY", KEY)
                .replace("$HALF", HALF)
                .replace("$ESCAPED", ESCAPED)
                .replace("$ENCODED", ENCODED);
    }

    static void isNotIn(String text) {
        for (String form : FORMS) {
            Expect.that(!text.contains(form), () -> "the key is in: " + text);
        }
    }

    private static String allAs(String format) {
        StringBuilder text = new StringBuilder();
        HALF.chars().forEach(c -> text.append(String.format(format, c)));
        return text.toString();
    }
}
