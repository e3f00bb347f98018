package dev.falreactive.samples.gallery;

import dev.falreactive.Codec;
import dev.falreactive.QueueTicket;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row as a value, and what of it is JSON as text. */
final class JobRows {

    private static final Codec<Job.Outcome> OUTCOME = Codec.of(Job.Outcome.class);
    private static final Codec<Trouble> TROUBLE = Codec.of(Trouble.class);

    private JobRows() {}

    static Job read(Readable row) {
        return new Job(
                text(row, "id").orElse(""),
                Instant.ofEpochMilli(number(row, "created_at")),
                text(row, "input").map(json -> read(Codec.map(), json)).orElse(Map.of()),
                Job.State.valueOf(text(row, "state").orElse("")),
                text(row, "ticket").map(QueueTicket::fromJson),
                text(row, "trouble").map(json -> read(TROUBLE, json)),
                Boolean.TRUE.equals(row.get("cancel_asked", Boolean.class)),
                text(row, "outcome").map(json -> read(OUTCOME, json)).orElse(Job.Outcome.NONE),
                Optional.ofNullable(row.get("ended_at", Long.class)).map(Instant::ofEpochMilli));
    }

    static long number(Readable row, String column) {
        Long value = row.get(column, Long.class);
        return value == null ? 0 : value;
    }

    static String write(Map<String, @Nullable Object> input) {
        return write(Codec.map(), input);
    }

    static String write(Job.Outcome outcome) {
        return write(OUTCOME, outcome);
    }

    static String write(Trouble trouble) {
        return write(TROUBLE, trouble);
    }

    private static Optional<String> text(Readable row, String column) {
        return Optional.ofNullable(row.get(column, String.class));
    }

    private static <T> String write(Codec<T> codec, T value) {
        return new String(codec.write(value), StandardCharsets.UTF_8);
    }

    private static <T> T read(Codec<T> codec, String json) {
        return codec.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
