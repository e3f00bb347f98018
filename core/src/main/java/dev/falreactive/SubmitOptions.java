package dev.falreactive;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What may be said about one submit beside its input. Immutable: each {@code with} gives new options. */
public final class SubmitOptions {

    private static final SubmitOptions DEFAULTS =
            new SubmitOptions(Priority.NORMAL, Optional.empty(), Optional.empty(), StopPolicy.DETACH);
    private static final Duration LEAST_START_TIMEOUT = Duration.ofMillis(100);

    private final Priority priority;
    private final Optional<Duration> startTimeout;
    private final Optional<String> runnerHint;
    private final StopPolicy onStop;

    private SubmitOptions(
            Priority priority, Optional<Duration> startTimeout, Optional<String> runnerHint, StopPolicy onStop) {
        this.priority = priority;
        this.startTimeout = startTimeout;
        this.runnerHint = runnerHint;
        this.onStop = onStop;
    }

    /** {@return normal priority, no start timeout, no hint, and a job that goes on when its submit is cancelled} */
    public static SubmitOptions defaults() {
        return DEFAULTS;
    }

    /** How soon a job is served. */
    public enum Priority {
        /** As everyone's. */
        NORMAL,
        /** After everyone else's; may wait very long. */
        LOW
    }

    /**
     * These options with a priority.
     *
     * @param value the priority; it can only be lowered
     * @return new options
     */
    public SubmitOptions withPriority(Priority value) {
        return new SubmitOptions(Objects.requireNonNull(value, "value"), startTimeout, runnerHint, onStop);
    }

    /**
     * These options with a limit, kept by the server, for the wait until the job starts to run, queue and platform retries
     * included. A job that misses it ends as failed. It does not limit the run itself.
     *
     * @param value the limit, more than 100 ms
     * @return new options
     * @throws FalException.InvalidInput if the limit is 100 ms or less
     */
    public SubmitOptions withStartTimeout(Duration value) {
        if (value.compareTo(LEAST_START_TIMEOUT) <= 0) {
            throw invalid("startTimeout", "exclusiveMinimum", "must be more than 0.1 s");
        }
        return new SubmitOptions(priority, Optional.of(value), runnerHint, onStop);
    }

    /**
     * These options with a wish for a runner: jobs with the same hint go to the same runner where that is possible, for
     * example one that holds a LoRA in memory already.
     *
     * @param value any text that fits a header
     * @return new options
     * @throws FalException.InvalidInput if the text is empty or holds a control or non-ASCII character
     */
    public SubmitOptions withRunnerHint(String value) {
        if (value.isBlank() || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw invalid("runnerHint", "pattern", "must be printable ASCII, and not empty");
        }
        return new SubmitOptions(priority, startTimeout, Optional.of(value), onStop);
    }

    /**
     * These options with what becomes of the job if the submit's subscriber goes away before its ticket arrives. The ticket
     * is told to the orphan handler in any case.
     *
     * @param value the policy
     * @return new options
     */
    public SubmitOptions withOnStop(StopPolicy value) {
        return new SubmitOptions(priority, startTimeout, runnerHint, Objects.requireNonNull(value, "value"));
    }

    /** {@return how soon the job is served} */
    public Priority priority() {
        return priority;
    }

    /** {@return how long the job may wait to start, if limited} */
    public Optional<Duration> startTimeout() {
        return startTimeout;
    }

    /** {@return the wish for a runner, if there is one} */
    public Optional<String> runnerHint() {
        return runnerHint;
    }

    /** {@return what becomes of a job whose submit is cancelled} */
    public StopPolicy onStop() {
        return onStop;
    }

    private static FalException.InvalidInput invalid(String option, String keyword, String message) {
        return new FalException.InvalidInput(
                "The submit option", List.of(new Violation("/" + option, keyword, message)));
    }

    @Override
    public String toString() {
        return "SubmitOptions[priority=" + priority + ", startTimeout=" + startTimeout + ", runnerHint=" + runnerHint
                + ", onStop=" + onStop + "]";
    }
}
