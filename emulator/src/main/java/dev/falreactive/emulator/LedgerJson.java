package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Writes the ledger as a JSON array. */
final class LedgerJson {

    private static final int ENTRIES_A_PIECE = 200;

    private LedgerJson() {}

    /** In pieces, since a long ledger has a hundred megabytes and more. */
    static Flux<byte[]> write(List<LedgerEntry> entries) {
        Flux<String> pieces = Flux.fromIterable(entries)
                .buffer(ENTRIES_A_PIECE)
                .map(some -> some.stream().map(LedgerJson::text).collect(Collectors.joining(",\n")));
        Flux<String> separated = pieces.index((i, piece) -> (i == 0 ? "" : ",\n") + piece);
        return Flux.concat(Flux.just("["), separated, Flux.just("]")).map(Texts::bytes);
    }

    private static String text(LedgerEntry entry) {
        return Texts.of(Fields.write(object(entry)));
    }

    private static Map<String, @Nullable Object> object(LedgerEntry entry) {
        Map<String, @Nullable Object> object = Fields.of(
                "n", entry.number(),
                "at", entry.at().toString(),
                "method", entry.method().name(),
                "path", entry.path());
        entry.phase().ifPresent(phase -> object.put("phase", phase.word()));
        entry.fault().ifPresent(fault -> object.put("fault", fault));
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
            return Codec.map().read(Texts.bytes(text));
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
