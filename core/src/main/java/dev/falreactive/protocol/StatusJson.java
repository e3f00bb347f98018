package dev.falreactive.protocol;

import dev.falreactive.JobFailure;
import dev.falreactive.JobMetrics;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job's status as JSON: read from the server's words, written for others in the same words. */
public final class StatusJson {

    private static final String IN_QUEUE = "IN_QUEUE";
    private static final String IN_PROGRESS = "IN_PROGRESS";
    private static final String COMPLETED = "COMPLETED";

    /** fal never sends these; relays do, and mean that nothing follows. */
    private static final Set<String> FAILED_WORDS = Set.of("FAILED", "ERROR", "CANCELLED", "CANCELED");

    /** All that is read of a status, and of the failure that it may report. */
    static final Set<String> FIELDS = Set.of(
            FieldNames.STATUS,
            FieldNames.QUEUE_POSITION,
            FieldNames.LOGS,
            FieldNames.METRICS,
            FieldNames.ERROR,
            FieldNames.ERROR_TYPE,
            FieldNames.DETAIL,
            FieldNames.MESSAGE);

    private StatusJson() {}

    /**
     * Reads a status.
     *
     * @param fields the answer of a status call
     * @return the update with all log lines of the answer, or empty if the fields hold no status
     */
    public static Optional<StatusUpdate> read(Map<String, @Nullable Object> fields) {
        List<LogLine> logs = logs(fields);
        return Fields.text(fields, FieldNames.STATUS).map(word -> switch (word) {
            case IN_QUEUE -> new StatusUpdate.InQueue(position(fields), logs);
            case IN_PROGRESS -> new StatusUpdate.InProgress(logs);
            case COMPLETED -> new StatusUpdate.Completed(metrics(fields), reported(fields), true, logs);
            default ->
                FAILED_WORDS.contains(word)
                        ? new StatusUpdate.Completed(metrics(fields), Optional.of(relayed(word, fields)), false, logs)
                        : new StatusUpdate.Unrecognized(word, logs);
        });
    }

    /**
     * Writes an update.
     *
     * @param update the update
     * @return its fields, in the names that the queue uses
     */
    public static Map<String, @Nullable Object> write(StatusUpdate update) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (update instanceof StatusUpdate.InQueue queued) {
            fields.put(FieldNames.STATUS, IN_QUEUE);
            queued.position().ifPresent(position -> fields.put(FieldNames.QUEUE_POSITION, position));
        } else if (update instanceof StatusUpdate.InProgress) {
            fields.put(FieldNames.STATUS, IN_PROGRESS);
        } else if (update instanceof StatusUpdate.Completed completed) {
            fields.put(FieldNames.STATUS, COMPLETED);
            fields.put(FieldNames.METRICS, completed.metrics().values());
            completed.reportedFailure().ifPresent(failure -> {
                fields.put(FieldNames.ERROR, failure.detail().isEmpty() ? failure.describe() : failure.detail());
                failure.errorType().ifPresent(type -> fields.put(FieldNames.ERROR_TYPE, type));
            });
        } else if (update instanceof StatusUpdate.Unrecognized unrecognized) {
            fields.put(FieldNames.STATUS, unrecognized.raw());
        }
        fields.put(
                FieldNames.LOGS, update.logs().stream().map(StatusJson::write).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> write(LogLine line) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(FieldNames.MESSAGE, line.message());
        line.timestamp().ifPresent(timestamp -> fields.put(FieldNames.TIMESTAMP, timestamp));
        line.level().ifPresent(level -> fields.put(FieldNames.LEVEL, level));
        line.source().ifPresent(source -> fields.put(FieldNames.SOURCE, source));
        return fields;
    }

    private static OptionalInt position(Map<String, @Nullable Object> fields) {
        return fields.get(FieldNames.QUEUE_POSITION) instanceof Integer position && position >= 0
                ? OptionalInt.of(position)
                : OptionalInt.empty();
    }

    private static JobMetrics metrics(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> metrics =
                Fields.object(fields, FieldNames.METRICS).orElse(Map.of());
        return new JobMetrics(seconds(metrics.get(FieldNames.INFERENCE_TIME)), metrics);
    }

    private static Optional<Duration> seconds(@Nullable Object value) {
        double seconds = value instanceof Integer
                        || value instanceof Long
                        || value instanceof BigDecimal
                        || value instanceof Double
                ? ((Number) value).doubleValue()
                : -1;
        // A year is beyond every job, and keeps the conversion from overflowing.
        return seconds >= 0 && seconds < 31_536_000
                ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)))
                : Optional.empty();
    }

    private static Optional<JobFailure> reported(Map<String, @Nullable Object> fields) {
        boolean failed = Fields.text(fields, FieldNames.ERROR).isPresent()
                || Fields.object(fields, FieldNames.ERROR).isPresent()
                || Fields.text(fields, FieldNames.ERROR_TYPE).isPresent();
        return failed ? Optional.of(errorOf(fields, "")) : Optional.empty();
    }

    private static JobFailure relayed(String word, Map<String, @Nullable Object> fields) {
        return errorOf(fields, "the status is " + word);
    }

    private static JobFailure errorOf(Map<String, @Nullable Object> fields, String otherwise) {
        Map<String, @Nullable Object> withoutStatus = new LinkedHashMap<>(fields);
        withoutStatus.remove(FieldNames.STATUS);
        JobFailure failure = ErrorBody.of(withoutStatus).failure(OptionalInt.empty(), Optional.empty());
        return failure.describe().isEmpty()
                ? new JobFailure(otherwise, Optional.empty(), List.of(), OptionalInt.empty())
                : failure;
    }

    private static List<LogLine> logs(Map<String, @Nullable Object> fields) {
        if (!(fields.get(FieldNames.LOGS) instanceof List<?> shown) || shown.isEmpty()) {
            return List.of();
        }
        List<LogLine> lines = new ArrayList<>();
        for (Object item : shown) {
            if (item instanceof String words) {
                lines.add(new LogLine(words, Optional.empty(), Optional.empty(), Optional.empty()));
            }
            Fields.object(item)
                    .filter(line -> line.get(FieldNames.MESSAGE) instanceof String)
                    .ifPresent(line -> lines.add(line(line)));
        }
        return lines;
    }

    private static LogLine line(Map<String, @Nullable Object> line) {
        Map<String, @Nullable Object> labels =
                Fields.object(line, FieldNames.LABELS).orElse(Map.of());
        return new LogLine(
                String.valueOf(line.get(FieldNames.MESSAGE)),
                Fields.text(line, FieldNames.TIMESTAMP),
                Fields.text(line, FieldNames.LEVEL).or(() -> Fields.text(labels, FieldNames.LEVEL)),
                Fields.text(line, FieldNames.SOURCE).or(() -> Fields.text(labels, FieldNames.SOURCE)));
    }
}
