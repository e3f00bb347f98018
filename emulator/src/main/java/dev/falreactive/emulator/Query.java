package dev.falreactive.emulator;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a URI's query. */
final class Query {

    /** Where a submit wants the job's end to be told. */
    static final String WEBHOOK = "fal_webhook";

    private Query() {}

    /** The first value of a name; empty if the name is not there. */
    static Optional<String> get(URI uri, String name) {
        String query = uri.getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String pair : query.split("&")) {
            String[] halves = pair.split("=", 2);
            if (halves[0].equals(name)) {
                return Optional.of(halves.length == 1 ? "" : decoded(halves[1]));
            }
        }
        return Optional.empty();
    }

    /** Whether a status call asks for log lines: JavaScript sends 1, Python true. */
    static boolean wantsLogs(URI uri) {
        return get(uri, "logs").filter(v -> v.equals("1") || v.equals("true")).isPresent();
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
