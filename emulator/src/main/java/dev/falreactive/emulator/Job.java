package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One job. Mutable; only touched while its queue is locked. */
final class Job {

    /** What a job was submitted with. */
    record Submission(
            String id,
            EndpointId endpoint,
            Instant at,
            long number,
            boolean low,
            Optional<Instant> startBy,
            JobScript script,
            String urlBase,
            String mediaBase) {}

    private static final int LARGE_BODY = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final Submission submission;
    private final Duration queueTime;
    private final Duration runTime;
    private final FaultBox faults = new FaultBox();
    private final List<LogEntry> earlierRuns = new ArrayList<>();
    private Optional<Steps> steps;
    private Optional<Run> run = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<StoredAnswer> answer = Optional.empty();
    private Instant eligibleAt;
    private Instant expiresAt = Instant.MAX;
    private int requeuesLeft;
    private byte[] body;

    Job(Submission submission, byte[] body, Duration queueTime, Duration runTime) {
        this.submission = submission;
        JobScript script = submission.script();
        this.queueTime = script.queueTime().orElse(queueTime);
        this.runTime = script.runTime().orElse(runTime);
        this.eligibleAt = submission.at().plus(this.queueTime);
        this.requeuesLeft = script.requeues();
        this.body = body;
        this.steps = script.allSteps().isEmpty()
                ? Optional.empty()
                : Optional.of(new Steps(script.allSteps(), submission.at()));
    }

    Submission submission() {
        return submission;
    }

    String id() {
        return submission.id();
    }

    /** The faults that are still to strike calls about this job. */
    FaultBox faults() {
        return faults;
    }

    /** What the model makes of what was submitted: asked once, the same each time that the job runs. */
    Outcome outcome(Function<byte[], Outcome> model) {
        Outcome made = outcome.orElseGet(() -> model.apply(body));
        outcome = Optional.of(made);
        return made;
    }

    Duration runTime() {
        return runTime;
    }

    Instant eligibleAt() {
        return eligibleAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Optional<StoredAnswer> answer() {
        return answer;
    }

    boolean ended() {
        return answer.isPresent();
    }

    boolean running() {
        return run.isPresent() && !ended();
    }

    Optional<Steps> steps() {
        return steps;
    }

    /** When the run is over, or goes back to waiting. */
    Instant runEnds() {
        return run.map(Run::ends).orElse(Instant.MAX);
    }

    Optional<Run> run() {
        return run;
    }

    void start(Run newRun) {
        run = Optional.of(newRun);
    }

    boolean goesBack() {
        return requeuesLeft > 0 && run.filter(r -> r.outcome().refused()).isEmpty();
    }

    /** Whether it was run more than once. */
    boolean wentBack() {
        return requeuesLeft < submission.script().requeues();
    }

    void goBack(Instant at) {
        requeuesLeft--;
        run.ifPresent(r -> earlierRuns.addAll(r.log(at)));
        run = Optional.empty();
        eligibleAt = at.plus(queueTime);
    }

    void end(StoredAnswer stored, Instant at, Instant expires) {
        run = run.map(r -> r.endedAt(at));
        answer = Optional.of(stored);
        body = outcome.isPresent() || body.length > LARGE_BODY ? NOTHING : body;
        expiresAt = expires;
    }

    /** From now on a test says what the job's state is. */
    void steer(JobScript.Step step) {
        steps = Optional.of(
                steps.map(s -> s.replacedBy(step)).orElseGet(() -> new Steps(List.of(step), submission.at())));
        answer = Optional.empty();
        run = Optional.empty();
    }

    /** A scripted job that is cancelled goes on like any other that has ended. */
    void dropSteps() {
        steps = Optional.empty();
    }

    /** All lines so far, of all runs. */
    List<LogEntry> log(Instant now) {
        List<LogEntry> all = new ArrayList<>(earlierRuns);
        run.ifPresent(r -> all.addAll(r.log(now)));
        return List.copyOf(all);
    }
}
