package dev.falreactive.emulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One log line. */
record LogEntry(String message, Instant at) {

    /** The shape that holds all shapes that fal has had. */
    Map<String, @Nullable Object> json() {
        return Fields.of(
                "message",
                message,
                "timestamp",
                at.truncatedTo(ChronoUnit.MICROS).toString(),
                "level",
                "INFO",
                "source",
                "USER",
                "labels",
                Fields.of("level", "INFO", "source", "USER"));
    }
}
