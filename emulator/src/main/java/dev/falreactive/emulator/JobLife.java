package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happens to jobs from their submit to their end, and what may be said of them. Only touched while locked. */
final class JobLife implements Line.Events {

    private final ConfigValues config;
    private final Map<EndpointId, Model> models;
    private final InputImages images;
    private final Ids ids;
    private final StatusBody statusBody;
    private final Shelf shelf;
    private final Line line;

    JobLife(ConfigValues config, Map<EndpointId, Model> models, InputImages images, Ids ids, StatusBody statusBody) {
        this.images = images;
        this.config = config;
        this.models = models;
        this.ids = ids;
        this.statusBody = statusBody;
        this.shelf = new Shelf(config);
        this.line = new Line(config.runners(), this);
    }

    void advance(Instant now) {
        line.advance(now);
        shelf.expire(now);
    }

    Optional<Job> job(String id) {
        return shelf.job(id);
    }

    void clearFaults() {
        shelf.jobs().forEach(job -> job.faults().clear());
    }

    Optional<PictureSpec> picture(String requestId, int index) {
        return shelf.picture(requestId, index);
    }

    int waiting() {
        return line.length();
    }

    boolean makeRoom() {
        return shelf.makeRoom();
    }

    WireResponse submitted(Job job, Instant now) {
        shelf.add(job);
        if (job.steps().isEmpty()) {
            line.join(job);
        }
        int position =
                job.steps().map(steps -> steps.current().position().orElse(0)).orElseGet(() -> line.position(job));
        return Answers.of(200, job.id(), statusBody.of(job, StatusView.queued(position), false), now);
    }

    WireResponse status(Job job, boolean logs, Instant now) {
        StatusView view = look(job, now);
        return Answers.of(over(view) ? 200 : 202, job.id(), statusBody.of(job, view, logs), now);
    }

    Frame frame(Job job, boolean logs, Instant now) {
        StatusView view = look(job, now);
        String json = new String(Fields.write(statusBody.of(job, view, logs)), StandardCharsets.UTF_8);
        return new Frame(json, over(view));
    }

    Reply result(Job job, Instant now) {
        RelayDialect relay = config.relay();
        Optional<StatusView> looked = relay.statusPath() ? Optional.empty() : Optional.of(look(job, now));
        settle(job, now);
        boolean asStatus = job.answer().isEmpty()
                ? relay.pending() != RelayDialect.Pending.FAL
                : looked.filter(view -> !view.word().equals(StatusView.COMPLETED))
                        .isPresent();
        if (asStatus) {
            StatusView view = looked.orElseGet(() -> look(job, now));
            int code = job.answer().isEmpty() && relay.pending() == RelayDialect.Pending.STATUS_202 ? 202 : 200;
            return new Reply.Ready(Answers.of(code, job.id(), statusBody.of(job, view, false), now));
        }
        if (job.answer().isEmpty()) {
            Map<String, @Nullable Object> all = statusBody.of(job, StatusView.queued(0), false);
            all.keySet().retainAll(List.of("request_id", "response_url", "status_url", "cancel_url"));
            Map<String, @Nullable Object> pending = Fields.of("detail", "Request is still in progress");
            pending.putAll(all);
            return new Reply.Ready(Answers.of(400, job.id(), pending, now));
        }
        return answer(job.answer().get(), job.id(), now);
    }

    /** Ends a scripted job whose present step says that it is over. */
    void settle(Job job, Instant now) {
        job.steps().ifPresent(steps -> endIfTerminal(job, steps.current(), now));
    }

    WireResponse cancel(Job job, Instant now) {
        settle(job, now);
        if (job.ended()) {
            return Answers.of(400, job.id(), Fields.of("status", "ALREADY_COMPLETED"), now);
        }
        boolean running = job.running()
                || job.steps()
                        .filter(steps -> !steps.current().word().equals(StatusView.IN_QUEUE))
                        .isPresent();
        if (!(running && job.submission().script().ignoresCancel())) {
            line.leave(job);
            job.dropSteps();
            end(job, StoredAnswer.platform(499, "Request cancelled by the client.", "client_cancelled"), now);
        }
        return !running && config.cancelQueuedAnswersOk()
                ? Answers.of(200, job.id(), Fields.of("status", "OK"), now)
                : Answers.of(202, job.id(), Fields.of("status", "CANCELLATION_REQUESTED"), now);
    }

    /** As if it had expired; a job that has not ended leaves its place in the line. */
    void forget(String id) {
        shelf.job(id).ifPresent(job -> {
            line.leave(job);
            shelf.remove(job);
        });
    }

    void forgetPictures(String id) {
        shelf.removePictures(id);
    }

    void steer(Job job, JobScript.Step step, Instant now) {
        line.leave(job);
        shelf.goesOn(job);
        job.steer(step);
        endIfTerminal(job, step, now);
    }

    @Override
    public void start(Job job, Instant at) {
        Outcome outcome = outcome(job);
        Duration whole = outcome.refused() ? Duration.ZERO : job.runTime();
        Duration part = job.goesBack() && !outcome.refused() ? whole.dividedBy(2) : whole;
        boolean endless = job.submission().script().endless() && !outcome.refused();
        job.start(new Run(outcome, at, endless ? Instant.MAX : at.plus(part), whole));
    }

    @Override
    public void finish(Job job, Instant at) {
        job.run().ifPresent(run -> {
            shelf.add(job.id(), run.outcome().pictures(), at);
            end(job, run.outcome().answer(), at);
        });
    }

    @Override
    public void missed(Job job, Instant at) {
        end(job, StoredAnswer.missedStart(), at);
    }

    private StatusView look(Job job, Instant now) {
        if (job.steps().isPresent()) {
            Steps steps = job.steps().get();
            StatusView view = steps.serve();
            endIfTerminal(job, steps.current(), now);
            boolean wellDone =
                    view.word().equals(StatusView.COMPLETED) && view.error().isEmpty();
            return wellDone
                    ? StatusView.completed(view.log(), Optional.of(FluxLoraOutput.seconds(job.runTime())))
                    : view;
        }
        if (job.answer().isPresent()) {
            return StatusView.ended(job.answer().get(), job.log(now), job.run());
        }
        return job.running() ? StatusView.running(job.log(now)) : StatusView.queued(line.position(job));
    }

    private static boolean over(StatusView view) {
        return JobScript.isTerminal(view.word());
    }

    private void endIfTerminal(Job job, JobScript.Step step, Instant now) {
        if (step.terminal() && !job.ended()) {
            Outcome outcome = step.error().isPresent() ? failure(job, step) : outcome(job);
            shelf.add(job.id(), outcome.pictures(), now);
            end(job, outcome.answer(), now);
        }
    }

    private static Outcome failure(Job job, JobScript.Step step) {
        Object error = step.error().orElse("");
        Object text = error instanceof Map<?, ?> map && map.get("message") != null ? map.get("message") : error;
        StoredAnswer answer = StoredAnswer.platform(
                500, String.valueOf(text), step.errorType().orElse("internal_error"));
        return Outcome.refused(job.submission().script().answer().orElse(answer));
    }

    private void end(Job job, StoredAnswer answer, Instant at) {
        Duration retention = answer.large() ? config.largeResultRetention() : config.resultRetention();
        job.end(answer, at, at.plus(retention));
        shelf.ended(job);
    }

    /** Runs without a queue and without a job: only its images are kept. */
    Reply direct(Job.Submission run, byte[] body, boolean streamed, Instant now) {
        Duration time = run.script().runTime().orElse(config.runTime());
        Outcome outcome = outcome(run, streamed, time, model -> model.apply(body));
        shelf.add(run.id(), outcome.pictures(), now);
        Reply answer = answer(outcome.answer(), run.id(), now);
        if (outcome.refused()) {
            return answer;
        }
        Optional<Duration> ends = run.script().endless() ? Optional.empty() : Optional.of(time);
        if (!streamed || answer.code() != 200) {
            return new Reply.Late(answer, ends);
        }
        List<Document> events = new ArrayList<>(outcome.partial());
        events.add(gallery -> answer instanceof Reply.Drawn drawn
                ? drawn.body().bytes(gallery)
                : outcome.answer().text());
        return new Reply.Partial(
                SseText.HEADERS.with(Headers.REQUEST_ID, run.id()),
                List.copyOf(events),
                ends.map(all -> all.dividedBy(events.size())));
    }

    private static Reply answer(StoredAnswer answer, String id, Instant now) {
        WireHeaders headers = answer.headers().with(Headers.REQUEST_ID, id);
        return answer.drawing()
                .<Reply>map(drawing -> new Reply.Drawn(answer.code(), headers, drawing, now))
                .orElseGet(() -> new Reply.Ready(new WireResponse(answer.code(), headers, answer.text(), now)));
    }

    private Outcome outcome(Job job) {
        return outcome(job.submission(), false, job.runTime(), job::outcome);
    }

    private Outcome outcome(
            Job.Submission submission,
            boolean streamed,
            Duration runTime,
            Function<Function<byte[], Outcome>, Outcome> asked) {
        Optional<StoredAnswer> own = submission.script().answer();
        Model model = models.get(submission.endpoint().app());
        if (model == null) {
            throw new IllegalStateException("no model for " + submission.endpoint());
        }
        Outcome outcome = asked.apply(body -> model.run(new RunInput(
                submission.id(),
                submission.endpoint().path().orElse(""),
                body,
                submission.mediaBase(),
                runTime,
                ids::seed,
                url -> images.original(url, shelf::picture),
                streamed)));
        return own.map(answer -> new Outcome(answer, outcome.log(), List.of(), false))
                .orElse(outcome);
    }
}
