package dev.falreactive;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server measured of a job that ended.
 *
 * @param inferenceTime how long the model ran, without the wait in the queue; empty if it was not measured
 * @param values all that the server sent, in its own names
 */
public record JobMetrics(Optional<Duration> inferenceTime, Map<String, @Nullable Object> values) {

    /** Copies the map. */
    public JobMetrics {
        Objects.requireNonNull(inferenceTime, "inferenceTime");
        values = JsonValues.freeze(values);
    }
}
