package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the ledger as a JSON array. */
final class LedgerJson {

    private LedgerJson() {}

    static byte[] write(List<LedgerEntry> entries) {
        return entries.stream()
                .map(entry -> new String(Fields.write(object(entry)), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",\n", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> object(LedgerEntry entry) {
        Map<String, @Nullable Object> object = Fields.of(
                "n", entry.number(),
                "at", entry.at().toString(),
                "method", entry.method().name(),
                "path", entry.path());
        entry.query().ifPresent(query -> object.put("query", query));
        entry.requestId().ifPresent(id -> object.put("request_id", id));
        object.put("status", entry.status());
        entry.authScheme().ifPresent(scheme -> object.put("auth", scheme));
        object.put("headers", entry.headers().asMap());
        if (!entry.body().isEmpty()) {
            object.put("body", body(entry.body()));
        }
        if (entry.aborted()) {
            object.put("aborted", true);
        }
        return object;
    }

    private static Object body(String text) {
        try {
            return Codec.map().read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
