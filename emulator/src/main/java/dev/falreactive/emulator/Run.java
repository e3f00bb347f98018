package dev.falreactive.emulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a job on a runner.
 *
 * @param ends when it is over; {@link Instant#MAX} for one that never is
 * @param pace how long the whole run takes, over which the log lines are spread
 */
record Run(Outcome outcome, Instant started, Instant ends, Duration pace) {

    Run endedAt(Instant at) {
        return new Run(outcome, started, at, pace);
    }

    /** In seconds; only once it is over. */
    BigDecimal inferenceTime() {
        return FluxLoraOutput.seconds(Duration.between(started, ends));
    }

    /** The lines that were written until a time. */
    List<LogEntry> log(Instant now) {
        List<LogEntry> lines = new ArrayList<>();
        int count = outcome.log().size();
        for (int i = 0; i < count; i++) {
            Instant at = started.plus(pace.multipliedBy(i).dividedBy(count));
            if (!at.isAfter(now) && !at.isAfter(ends)) {
                lines.add(new LogEntry(outcome.log().get(i), at));
            }
        }
        return lines;
    }
}
