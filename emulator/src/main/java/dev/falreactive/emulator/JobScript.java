package dev.falreactive.emulator;

import dev.falreactive.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How one job goes. Immutable. Handed to {@link FalEmulator#nextJob(JobScript)}.
 *
 * <p>A script either goes by the clock ({@link #timed(Duration, Duration)}, {@link #neverEnding()}), or by
 * {@linkplain #steps(Step...) steps}: each status call then serves the next one and the last one stays, so that a test
 * decides what a client sees without waiting for anything.
 */
public final class JobScript {

    private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "ERROR", "CANCELLED", "CANCELED");

    private final List<Step> steps;
    private final Optional<Duration> queueTime;
    private final Optional<Duration> runTime;
    private final boolean endless;
    private final int requeues;
    private final boolean ignoresCancel;
    private final Optional<StoredAnswer> answer;

    private JobScript(
            List<Step> steps,
            Optional<Duration> queueTime,
            Optional<Duration> runTime,
            boolean endless,
            int requeues,
            boolean ignoresCancel,
            Optional<StoredAnswer> answer) {
        this.steps = steps;
        this.queueTime = queueTime;
        this.runTime = runTime;
        this.endless = endless;
        this.requeues = requeues;
        this.ignoresCancel = ignoresCancel;
        this.answer = answer;
    }

    /** {@return a job like any other, to be changed by the methods below} */
    public static JobScript ordinary() {
        return new JobScript(List.of(), Optional.empty(), Optional.empty(), false, 0, false, Optional.empty());
    }

    /**
     * A job with times of its own.
     *
     * @param queueTime how long it waits at least; zero or more, at most 365 days
     * @param runTime how long it runs; zero or more, at most 365 days
     * @return the script
     */
    public static JobScript timed(Duration queueTime, Duration runTime) {
        return new JobScript(
                List.of(),
                Optional.of(Settings.time("queueTime", queueTime)),
                Optional.of(Settings.time("runTime", runTime)),
                false,
                0,
                false,
                Optional.empty());
    }

    /** {@return a job that starts like any other and runs until it is cancelled; it keeps its runner} */
    public static JobScript neverEnding() {
        return new JobScript(List.of(), Optional.empty(), Optional.empty(), true, 0, false, Optional.empty());
    }

    /**
     * A job that takes no runner and goes one step further with each status call. The first step holds before any call,
     * the last one stays. A status stream sends all steps, one after the other. The result can be read once a step that
     * ends the job has been served, or is the first.
     *
     * @param steps one or more
     * @return the script
     */
    public static JobScript steps(Step... steps) {
        if (steps.length == 0) {
            throw new IllegalArgumentException("a script needs at least one step");
        }
        return new JobScript(List.of(steps), Optional.empty(), Optional.empty(), false, 0, false, Optional.empty());
    }

    /**
     * A step: waiting.
     *
     * @param position how many jobs are before it, from 0
     * @return the step
     */
    public static Step queued(int position) {
        return new Step(StatusView.IN_QUEUE, OptionalInt.of(position), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * A step: running.
     *
     * @param logLinesSoFar the window of log lines that a call with {@code logs=1} shows: all lines so far, or only the
     *     latest. Lines that were shown before keep their time stamps
     * @return the step
     */
    public static Step running(String... logLinesSoFar) {
        return new Step(
                StatusView.IN_PROGRESS,
                OptionalInt.empty(),
                List.of(logLinesSoFar),
                Optional.empty(),
                Optional.empty());
    }

    /** {@return a step: over, and nothing said about a failure} */
    public static Step completed() {
        return word(StatusView.COMPLETED);
    }

    /**
     * A step: over, and failed. Unless the script says otherwise, the result is a 500 with the same words.
     *
     * @param error what went wrong
     * @param errorType the same as a word for machines, such as {@code runner_server_error}
     * @return the step
     */
    public static Step completedWithError(String error, String errorType) {
        return new Step(
                StatusView.COMPLETED, OptionalInt.empty(), List.of(), Optional.of(error), Optional.of(errorType));
    }

    /**
     * A step whose {@code status} is any word. {@code COMPLETED}, {@code FAILED}, {@code ERROR}, {@code CANCELLED} and
     * {@code CANCELED} end the job and are answered with 200, all others with 202.
     *
     * @param status the word
     * @return the step
     */
    public static Step word(String status) {
        return new Step(status, OptionalInt.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * A step whose {@code status} is any word, with an {@code error} of any shape.
     *
     * @param status the word
     * @param errorJson the value of {@code error} as JSON, such as {@code "out of memory"} in quotes, or
     *     <code>{"message": "out of memory"}</code>
     * @return the step
     * @throws IllegalArgumentException if it is not JSON
     */
    public static Step word(String status, String errorJson) {
        Object error = Codec.map()
                .read(("{\"error\":" + errorJson + "}").getBytes(StandardCharsets.UTF_8))
                .get("error");
        return new Step(status, OptionalInt.empty(), List.of(), Optional.ofNullable(error), Optional.empty());
    }

    /**
     * This script with a stored answer of its own in place of the model's.
     *
     * @param code the HTTP status of the result call
     * @param jsonBody its body
     * @return a new script
     */
    public JobScript withResult(int code, String jsonBody) {
        return withAnswer(StoredAnswer.json(code, jsonBody));
    }

    /**
     * This script with one more header on its stored answer; only after {@link #withResult(int, String)}.
     *
     * @param name the header
     * @param value its value
     * @return a new script
     */
    public JobScript withResultHeader(String name, String value) {
        StoredAnswer own = answer.orElseThrow(() -> new IllegalStateException("call withResult first"));
        return withAnswer(own.with(name, value));
    }

    /**
     * This script with what the last status of a job that goes by the clock says of the stored answer's failure; only
     * after {@link #withResult(int, String)}. Without it, a code of 400 or more says {@code Invalid status code: …}.
     *
     * @param error the text of {@code error}; empty leaves it out, as legacy apps do
     * @param errorType the word of {@code error_type}; empty leaves it out
     * @return a new script
     */
    public JobScript withReportedError(Optional<String> error, Optional<String> errorType) {
        StoredAnswer own = answer.orElseThrow(() -> new IllegalStateException("call withResult first"));
        return withAnswer(own.failing(error, errorType));
    }

    /**
     * This script, going back from running to waiting: after half its run time, as when a runner is lost.
     *
     * @param times how often; zero or more
     * @return a new script
     */
    public JobScript requeued(int times) {
        Settings.between("times", times, 0, Integer.MAX_VALUE);
        return new JobScript(steps, queueTime, runTime, endless, times, ignoresCancel, answer);
    }

    /** {@return this script, ending as if nothing had been said when it is cancelled while it runs: apps may do so} */
    public JobScript ignoringCancel() {
        return new JobScript(steps, queueTime, runTime, endless, requeues, true, answer);
    }

    /** This script, ending in a failure of the platform, which the last status tells of too. */
    JobScript failing(String error, String errorType) {
        List<Step> failing = steps.stream()
                .map(step -> step.terminal() ? completedWithError(error, errorType) : step)
                .toList();
        StoredAnswer own = StoredAnswer.platform(500, error, errorType);
        return new JobScript(failing, queueTime, runTime, endless, requeues, ignoresCancel, Optional.of(own));
    }

    private JobScript withAnswer(StoredAnswer own) {
        return new JobScript(steps, queueTime, runTime, endless, requeues, ignoresCancel, Optional.of(own));
    }

    static boolean isTerminal(String word) {
        return TERMINAL.contains(word);
    }

    List<Step> allSteps() {
        return steps;
    }

    Optional<Duration> queueTime() {
        return queueTime;
    }

    Optional<Duration> runTime() {
        return runTime;
    }

    boolean endless() {
        return endless;
    }

    int requeues() {
        return requeues;
    }

    boolean ignoresCancel() {
        return ignoresCancel;
    }

    Optional<StoredAnswer> answer() {
        return answer;
    }

    /** One state that a status call shows. Immutable. */
    public static final class Step {

        private final String word;
        private final OptionalInt position;
        private final List<String> logLines;
        private final Optional<Object> error;
        private final Optional<String> errorType;

        private Step(
                String word,
                OptionalInt position,
                List<String> logLines,
                Optional<Object> error,
                Optional<String> errorType) {
            this.word = word;
            this.position = position;
            this.logLines = logLines;
            this.error = error;
            this.errorType = errorType;
        }

        String word() {
            return word;
        }

        OptionalInt position() {
            return position;
        }

        List<String> logLines() {
            return logLines;
        }

        Optional<Object> error() {
            return error;
        }

        Optional<String> errorType() {
            return errorType;
        }

        boolean terminal() {
            return isTerminal(word);
        }

        @Override
        public String toString() {
            return "Step[" + word + "]";
        }
    }
}
