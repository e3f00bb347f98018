package dev.falreactive.emulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a scripted job is: each look goes one step further. */
final class Steps {

    private final List<JobScript.Step> steps;
    private final LogMemory log;
    private int served;

    Steps(List<JobScript.Step> steps, Instant start) {
        this(steps, new LogMemory(start));
    }

    private Steps(List<JobScript.Step> steps, LogMemory log) {
        this.steps = steps;
        this.log = log;
    }

    /** Another step in place of these, which remembers their log lines. */
    Steps replacedBy(JobScript.Step step) {
        return new Steps(List.of(step), log);
    }

    /** What a status call says; the next one says the next step. */
    StatusView serve() {
        served = Math.min(served + 1, steps.size());
        JobScript.Step step = current();
        return new StatusView(
                step.word(), step.position(), logOf(step), Optional.empty(), step.error(), step.errorType());
    }

    /** The step that was served last; the first if none was. */
    JobScript.Step current() {
        return steps.get(Math.max(0, served - 1));
    }

    private Optional<List<LogEntry>> logOf(JobScript.Step step) {
        if (step.word().equals(StatusView.IN_QUEUE)) {
            return Optional.empty();
        }
        if (step.terminal()) {
            return Optional.of(log.all()).filter(all -> !all.isEmpty());
        }
        return Optional.of(log.window(step.logLines()));
    }
}
