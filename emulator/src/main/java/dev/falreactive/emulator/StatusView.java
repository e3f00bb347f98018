package dev.falreactive.emulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a status call says of a job.
 *
 * @param word the value of {@code status}
 * @param position how many jobs are before it, only while it waits
 * @param log all lines so far; empty list: asked for, but there are none; empty optional: there can be none yet
 * @param inferenceTime in seconds, only at the end of a run
 * @param error text, or with relays an object
 */
record StatusView(
        String word,
        OptionalInt position,
        Optional<List<LogEntry>> log,
        Optional<BigDecimal> inferenceTime,
        Optional<Object> error,
        Optional<String> errorType) {

    static final String IN_QUEUE = "IN_QUEUE";
    static final String IN_PROGRESS = "IN_PROGRESS";
    static final String COMPLETED = "COMPLETED";

    static StatusView queued(int position) {
        return new StatusView(
                IN_QUEUE,
                OptionalInt.of(position),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static StatusView running(List<LogEntry> log) {
        return new StatusView(
                IN_PROGRESS,
                OptionalInt.empty(),
                Optional.of(log),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static StatusView completed(Optional<List<LogEntry>> log, Optional<BigDecimal> inferenceTime) {
        return new StatusView(COMPLETED, OptionalInt.empty(), log, inferenceTime, Optional.empty(), Optional.empty());
    }

    static StatusView ended(StoredAnswer answer, List<LogEntry> log, Optional<Run> run) {
        return new StatusView(
                COMPLETED,
                OptionalInt.empty(),
                Optional.of(log),
                run.filter(r -> !r.outcome().refused()).map(Run::inferenceTime),
                answer.error().map(error -> error),
                answer.errorType());
    }
}
