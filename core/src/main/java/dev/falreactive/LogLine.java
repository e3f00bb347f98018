package dev.falreactive;

import java.util.Objects;
import java.util.Optional;

/**
 * One line that a job wrote. Only the message is certain.
 *
 * @param message the text
 * @param timestamp when, as the server wrote it: usually ISO 8601
 * @param level how serious, such as {@code INFO} or {@code STDERR}; an open set
 * @param source who wrote it, such as {@code USER}; an open set
 */
public record LogLine(String message, Optional<String> timestamp, Optional<String> level, Optional<String> source) {

    /** Checks that nothing is null. */
    public LogLine {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(source, "source");
    }
}
