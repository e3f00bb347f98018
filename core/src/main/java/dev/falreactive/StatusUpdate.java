package dev.falreactive;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.protocol.StatusJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job at one moment. A job may go back from running to queued, and its position may rise: the service
 * moves jobs between runners.
 *
 * <p>A mapper of either Jackson generation writes an update as {@link #toJson()} does.
 */
public sealed interface StatusUpdate {

    /**
     * The log lines that no earlier update of the same watch has brought; all that the server still has, for a single
     * status call. Empty unless logs were asked for.
     *
     * @return the lines in the server's order
     */
    List<LogLine> logs();

    /** {@return which leaf this is, for a {@code switch} on Java 17} */
    Phase phase();

    /**
     * The same update with other log lines.
     *
     * @param lines the lines
     * @return a new update
     */
    StatusUpdate withLogs(List<LogLine> lines);

    /** {@return whether the job has ended, well or not: nothing follows} */
    default boolean isTerminal() {
        return phase() == Phase.COMPLETED;
    }

    /** {@return this update as JSON values, in the field names of the queue} */
    @JsonValue
    default Map<String, @Nullable Object> toJson() {
        return StatusJson.write(this);
    }

    /** The leaves of {@link StatusUpdate}. */
    enum Phase {
        /** {@link InQueue}. */
        IN_QUEUE,
        /** {@link InProgress}. */
        IN_PROGRESS,
        /** {@link Completed}. */
        COMPLETED,
        /** {@link Unrecognized}. */
        UNRECOGNIZED
    }

    /**
     * The job waits.
     *
     * @param position how many jobs are before it, 0 for the next one; empty where a relay does not say
     * @param logs the new log lines
     */
    record InQueue(OptionalInt position, List<LogLine> logs) implements StatusUpdate {

        /** Copies the list. */
        public InQueue {
            Objects.requireNonNull(position, "position");
            logs = List.copyOf(logs);
        }

        @Override
        public Phase phase() {
            return Phase.IN_QUEUE;
        }

        @Override
        public InQueue withLogs(List<LogLine> lines) {
            return new InQueue(position, lines);
        }
    }

    /**
     * The job runs.
     *
     * @param logs the new log lines
     */
    record InProgress(List<LogLine> logs) implements StatusUpdate {

        /** Copies the list. */
        public InProgress {
            logs = List.copyOf(logs);
        }

        @Override
        public Phase phase() {
            return Phase.IN_PROGRESS;
        }

        @Override
        public InProgress withLogs(List<LogLine> lines) {
            return new InProgress(lines);
        }
    }

    /**
     * The job has ended: well, badly or by cancellation. That no failure is reported does not prove success; only the
     * result does.
     *
     * @param metrics what the server measured
     * @param reportedFailure the failure that the status names, if it names one
     * @param hasResult whether there is a stored answer to ask for. False when a relay ended the job with a word of its own,
     *     such as {@code FAILED}: then the reported failure is all there is
     * @param logs the new log lines
     */
    record Completed(JobMetrics metrics, Optional<JobFailure> reportedFailure, boolean hasResult, List<LogLine> logs)
            implements StatusUpdate {

        /** Copies the list. */
        public Completed {
            Objects.requireNonNull(metrics, "metrics");
            Objects.requireNonNull(reportedFailure, "reportedFailure");
            logs = List.copyOf(logs);
        }

        @Override
        public Phase phase() {
            return Phase.COMPLETED;
        }

        @Override
        public Completed withLogs(List<LogLine> lines) {
            return new Completed(metrics, reportedFailure, hasResult, lines);
        }
    }

    /**
     * The server used a word that this version does not know. The job is taken to be alive.
     *
     * @param raw the word
     * @param logs the new log lines
     */
    record Unrecognized(String raw, List<LogLine> logs) implements StatusUpdate {

        /** Copies the list. */
        public Unrecognized {
            Objects.requireNonNull(raw, "raw");
            logs = List.copyOf(logs);
        }

        @Override
        public Phase phase() {
            return Phase.UNRECOGNIZED;
        }

        @Override
        public Unrecognized withLogs(List<LogLine> lines) {
            return new Unrecognized(raw, lines);
        }
    }
}
