package dev.falreactive.micrometer;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.reactor.CallEnding;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import dev.falreactive.reactor.FalVerb;
import dev.falreactive.reactor.ForwardingRecording;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Optional;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Times the job of one verb. Only what the verb itself has seen to happen is timed: of a job that had ended when it was first
 * looked at, nobody knows when.
 */
final class JobRecording extends ForwardingRecording {

    private static final Object KEY = JobRecording.class;

    /** No queue keeps a job for so long: its ticket does not say when it was submitted. */
    private static final Duration UNKNOWN = Duration.ofDays(365);

    private final JobMeters meters;
    private final FalVerb verb;
    private final String endpoint;
    private final Tags tags;
    private final Optional<QueueTicket> ticket;

    // Guarded by this. Nanoseconds of the registry's clock.
    private Optional<Long> submitted = Optional.empty();
    private Optional<Long> unfinished = Optional.empty();
    private Optional<Long> running = Optional.empty();
    private boolean queued;
    private boolean queueTimed;
    private boolean over;

    JobRecording(Recording observed, JobMeters meters, FalVerb verb, String endpoint, Optional<QueueTicket> ticket) {
        super(observed);
        this.meters = meters;
        this.verb = verb;
        this.endpoint = endpoint;
        this.tags = Tags.of(FalNames.ENDPOINT, endpoint);
        this.ticket = ticket;
        if (verb.watches()) {
            meters.watchBegun();
        }
    }

    static Optional<JobRecording> in(ContextView context) {
        return context.getOrEmpty(KEY);
    }

    @Override
    public Context within(Context context) {
        return super.within(context.put(KEY, this));
    }

    synchronized void submitAnswered() {
        submitted = Optional.of(meters.now());
    }

    @Override
    public void saw(StatusUpdate update) {
        super.saw(update);
        took(update);
    }

    private synchronized void took(StatusUpdate update) {
        long now = meters.now();
        if (update instanceof StatusUpdate.Completed completed) {
            completed(completed, now);
            return;
        }
        if (update.phase() == StatusUpdate.Phase.IN_QUEUE) {
            queued = true;
        } else if (update.phase() == StatusUpdate.Phase.IN_PROGRESS && running.isEmpty()) {
            if (queued || submitted.isPresent()) {
                sinceSubmit(now).ifPresent(this::queueTimed);
                running = Optional.of(now);
            }
        }
        unfinished = Optional.of(now);
    }

    private void completed(StatusUpdate.Completed update, long now) {
        if (over) {
            return;
        }
        over = true;
        Optional<Duration> inference = update.metrics().inferenceTime();
        Optional<Duration> seenToRun = running.map(since -> Duration.ofNanos(now - since));
        boolean witnessed = unfinished.isPresent() || submitted.isPresent();
        if (!witnessed) {
            return;
        }
        inference.or(() -> seenToRun).ifPresent(time -> meters.time(FalNames.JOB_RUN, tags, time));
        // A job that was never seen running has waited for as long as it did not run.
        if (running.isEmpty()) {
            inference
                    .flatMap(time -> sinceSubmit(now).map(whole -> whole.minus(time)))
                    .ifPresent(this::queueTimed);
        }
        unfinished.ifPresent(last -> meters.time(FalNames.JOB_DETECTION_LAG, tags, Duration.ofNanos(now - last)));
        if (verb == FalVerb.WATCH || verb == FalVerb.WATCH_SHARED) {
            total(update.reportedFailure().isPresent() ? "job_failed" : "completed", now);
        }
    }

    private void queueTimed(Duration wait) {
        if (!queueTimed && !wait.isNegative()) {
            queueTimed = true;
            meters.time(FalNames.JOB_QUEUE, tags, wait);
        }
    }

    private void total(String outcome, long now) {
        sinceSubmit(now)
                .ifPresent(whole -> meters.time(FalNames.JOB_TOTAL, tags.and(FalNames.OUTCOME, outcome), whole));
    }

    /** By this process' own count if it submitted; else by the ticket's time, which another clock may have told. */
    private Optional<Duration> sinceSubmit(long now) {
        return submitted
                .map(at -> Duration.ofNanos(now - at))
                .or(() -> ticket.map(job -> Duration.ofMillis(
                                meters.wallTime() - job.submittedAt().toEpochMilli()))
                        .filter(age -> age.compareTo(UNKNOWN) < 0));
    }

    @Override
    public void ended(CallEnding ending) {
        if (verb.watches()) {
            meters.watchEnded();
        }
        ending.error()
                .filter(FalException.SubmitOutcomeUnknown.class::isInstance)
                .ifPresent(error -> meters.submitUnknown(endpoint));
        awaited(ending);
        super.ended(ending);
    }

    private synchronized void awaited(CallEnding ending) {
        boolean ended = ending.equals(CallEnding.SUCCESS)
                || ending.error()
                        .filter(FalException.JobFailed.class::isInstance)
                        .isPresent();
        boolean witnessed = unfinished.isPresent() || submitted.isPresent();
        if (ended && witnessed && (verb == FalVerb.AWAIT || verb == FalVerb.SUBMIT_AND_AWAIT)) {
            total(ending.outcome(), meters.now());
        }
    }
}
