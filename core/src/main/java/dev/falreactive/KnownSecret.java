package dev.falreactive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A secret in the forms in which a server may write it back, longest first. */
final class KnownSecret {

    private static final String BLANK = "<redacted>";

    /** Shorter ones would blank innocent text, such as field names. */
    private static final int SHORTEST = 8;

    /** What JSON and pages write for a character by its name. */
    private static final Map<Character, String> BY_NAME =
            Map.of('/', "\\/", '"', "\\\"", '&', "&amp;", '<', "&lt;", '>', "&gt;");

    private final String value;
    private final List<Form> forms;

    private KnownSecret(String value, List<Form> forms) {
        this.value = value;
        this.forms = List.copyOf(forms);
    }

    static KnownSecret of(String value) {
        int colon = value.indexOf(':');
        boolean innocent = colon < 0 && value.length() < SHORTEST;
        List<Form> forms = new ArrayList<>(innocent ? List.of() : List.of(anyFormOf(value)));
        // The secret half alone is as good as the whole.
        if (colon >= 0 && value.length() - colon > SHORTEST) {
            forms.add(anyFormOf(value.substring(colon + 1)));
        }
        return new KnownSecret(value, forms);
    }

    /** Each character as it is, or as JSON, a URL or a page may write it. */
    private static Form anyFormOf(String secret) {
        String pattern = secret.chars().mapToObj(KnownSecret::anyFormOf).collect(Collectors.joining());
        // In any case of its letters: some libraries write what they quote in capitals.
        return new Form(secret, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }

    private static String anyFormOf(int c) {
        String hex = "(?i:%02x)".formatted(c);
        String named = BY_NAME.containsKey((char) c) ? Pattern.quote(BY_NAME.get((char) c)) + "|" : "";
        return "(?:%" + hex + "|\\\\u00" + hex + "|&#0{0,3}" + c + ";|&#[xX]0{0,3}" + hex + ";|" + named
                + Pattern.quote(Character.toString(c)) + ")";
    }

    boolean isOf(String secret) {
        return value.equals(secret);
    }

    String blankedIn(String text) {
        String blanked = text;
        for (Form form : forms) {
            blanked = form.blankedIn(blanked);
        }
        return blanked;
    }

    /** One secret, however it is written. */
    private record Form(String secret, Pattern pattern) {

        /** Most texts are short and hold no escape: then nothing but the secret itself could be in them. */
        String blankedIn(String text) {
            boolean escapes = text.indexOf('%') >= 0 || text.indexOf('\\') >= 0 || text.indexOf('&') >= 0;
            return escapes || holds(text) ? pattern.matcher(text).replaceAll(BLANK) : text;
        }

        private boolean holds(String text) {
            int last = text.length() - secret.length();
            for (int i = 0; i <= last; i++) {
                if (text.regionMatches(true, i, secret, 0, secret.length())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return BLANK;
        }
    }

    @Override
    public String toString() {
        return BLANK;
    }
}
