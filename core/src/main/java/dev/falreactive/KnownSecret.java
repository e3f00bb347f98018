package dev.falreactive;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A secret in the forms in which a server may write it back, longest first. */
final class KnownSecret {

    private static final String BLANK = "<redacted>";

    /** Shorter ones would blank innocent text, such as field names. */
    private static final int SHORTEST = 8;

    private final String value;
    private final List<String> forms;

    private KnownSecret(String value, List<String> forms) {
        this.value = value;
        this.forms = List.copyOf(forms);
    }

    static KnownSecret of(String value) {
        int colon = value.indexOf(':');
        boolean innocent = colon < 0 && value.length() < SHORTEST;
        List<String> forms = new ArrayList<>(innocent ? List.of() : formsOf(value));
        // The secret half alone is as good as the whole.
        if (colon >= 0 && value.length() - colon > SHORTEST) {
            forms.addAll(formsOf(value.substring(colon + 1)));
        }
        return new KnownSecret(value, forms);
    }

    /** As it is, with the slashes of JSON, and as in a URL. */
    private static List<String> formsOf(String secret) {
        return List.of(secret, secret.replace("/", "\\/"), URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }

    boolean isOf(String secret) {
        return value.equals(secret);
    }

    String blankedIn(String text) {
        String blanked = text;
        for (String form : forms) {
            blanked = blanked.replace(form, BLANK);
        }
        return blanked;
    }

    @Override
    public String toString() {
        return BLANK;
    }
}
