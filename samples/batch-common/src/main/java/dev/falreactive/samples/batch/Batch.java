package dev.falreactive.samples.batch;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The jobs of one run, and what became of them. A program is told what to do by it, and tells it what happens. */
public final class Batch {

    /** What is known of a job once it was begun. */
    private record Known(Optional<QueueTicket> ticket, boolean over) {}

    private final FalConfig config;
    private final List<BatchJob> jobs;
    private final int inFlight;
    private final Path directory;
    private final Console console;
    private final CompletableFuture<Void> interrupted;
    private final Map<BatchJob, Known> begun = new HashMap<>();
    private int done;
    private int failed;
    private boolean told;

    Batch(
            FalConfig config,
            List<BatchJob> jobs,
            int inFlight,
            Path directory,
            Console console,
            CompletableFuture<Void> interrupted) {
        this.config = config;
        this.jobs = jobs;
        this.inFlight = inFlight;
        this.directory = directory;
        this.console = console;
        this.interrupted = interrupted;
    }

    /** {@return where the queue is, and who pays} */
    public FalConfig config() {
        return config;
    }

    /** {@return the jobs in the order of their lines} */
    public List<BatchJob> jobs() {
        return jobs;
    }

    /** {@return how many jobs may be under way at once} */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Completes on Ctrl-C. Then no more jobs are begun, submits under way are waited for, and watches and downloads end at
     * once; the jobs themselves go on.
     *
     * @return never fails; a copy, so that whoever cancels it interrupts nothing
     */
    public CompletionStage<Void> interrupted() {
        return interrupted.copy();
    }

    /** {@return whether {@link #interrupted()} has completed} */
    public boolean isInterrupted() {
        return interrupted.isDone();
    }

    /**
     * The job is about to be submitted, once.
     *
     * @param job the job
     * @return what to submit
     * @throws FalException.InvalidInput if its line breaks the model's schema
     */
    public FluxLoraRequest request(BatchJob job) {
        FluxLoraRequest request = job.request();
        synchronized (this) {
            begun.put(job, new Known(Optional.empty(), false));
        }
        return request;
    }

    /**
     * The job has a ticket: when this returns it is kept in a file, and the job is not lost. Call it before watching.
     *
     * @param job the job
     * @param ticket its ticket
     */
    public synchronized void accepted(BatchJob job, QueueTicket ticket) {
        begun.put(job, new Known(Optional.of(ticket), false));
        if (!updateFile(List.of(job.noted(ticket)), Set.of(ticket.requestId()))) {
            console.note("resume: " + job.noted(ticket));
        }
        console.progress(job, job.isResumed() ? "resumed" : "submitted " + job);
    }

    /**
     * How to watch a job: its progress is shown.
     *
     * @param job the job
     * @return the options
     */
    public WatchOptions watching(BatchJob job) {
        return WatchOptions.defaults().withOnUpdate(update -> console.status(job, update));
    }

    /**
     * What to save of a result, and where.
     *
     * @param job the job
     * @param result its result
     * @return the images in the result's order
     */
    public List<ImageFile> files(BatchJob job, FluxLoraResult result) {
        return ImageFile.of(job, result, directory);
    }

    /**
     * An image was saved.
     *
     * @param job the job
     * @param file the image
     * @param bytes its size
     */
    public void saved(BatchJob job, ImageFile file, long bytes) {
        console.progress(job, String.format(Locale.ROOT, "saved %s, %,d bytes", file.path(), bytes));
    }

    /**
     * All images of a job were saved.
     *
     * @param job the job
     */
    public synchronized void succeeded(BatchJob job) {
        done++;
        over(job);
    }

    /**
     * A job failed, or could not be watched to its end. The others go on.
     *
     * @param job the job
     * @param error why
     */
    public synchronized void failed(BatchJob job, Throwable error) {
        failed++;
        if (ticket(job).isEmpty() && error instanceof FalException known) {
            known.ticket().ifPresent(ticket -> toBeTried(job, ticket));
        }
        if (isNothingLeft(job, error)) {
            over(job);
        }
        console.failure(job, error);
    }

    /** The answer to the submit broke off, and its head names a request: a later run goes on with it. */
    private void toBeTried(BatchJob job, QueueTicket ticket) {
        begun.put(job, new Known(Optional.of(ticket), false));
        updateFile(List.of(job.noted(ticket)), Set.of(ticket.requestId()));
    }

    /** A ticket is kept unless the job itself said that it made nothing: whatever else an answer says may pass. */
    private boolean isNothingLeft(BatchJob job, Throwable error) {
        return ticket(job).isEmpty() || error instanceof FalException.JobFailed;
    }

    private void over(BatchJob job) {
        Optional<QueueTicket> ticket = ticket(job);
        begun.put(job, new Known(ticket, true));
        ticket.ifPresent(known -> updateFile(List.of(), Set.of(known.requestId())));
    }

    private Optional<QueueTicket> ticket(BatchJob job) {
        return Optional.ofNullable(begun.get(job)).flatMap(Known::ticket);
    }

    private boolean isOpen(BatchJob job) {
        Known known = begun.get(job);
        return known != null && !known.over();
    }

    /** Detaches: the jobs go on, and {@link #tell()} says how to go on with them. */
    void interrupt() {
        interrupted.complete(null);
    }

    /** Says how it went, and keeps the tickets of the jobs that go on. Once. */
    synchronized void tell() {
        if (told) {
            return;
        }
        told = true;
        console.note(done + " of " + jobs.size() + " done" + (failed == 0 ? "" : ", " + failed + " failed"));
        jobs.stream()
                .filter(job -> isOpen(job) && ticket(job).isEmpty())
                .forEach(job -> console.warn("line " + job.line() + ": interrupted while submitting; look at the"
                        + " account's requests before you submit it again"));
        jobs.stream()
                .filter(job -> !begun.containsKey(job))
                .findFirst()
                .ifPresent(job -> console.note("nothing was sent from line " + job.line() + " on"));
        keepTickets();
    }

    private void keepTickets() {
        List<String> open = jobs.stream()
                .filter(this::isOpen)
                .flatMap(job -> ticket(job).map(job::noted).stream())
                .toList();
        Set<String> known = jobs.stream()
                .flatMap(job -> ticket(job).stream())
                .map(QueueTicket::requestId)
                .collect(Collectors.toSet());
        open.forEach(ticket -> console.note("resume: " + ticket));
        if (updateFile(open, known) && !open.isEmpty()) {
            console.note("go on with: --resume " + directory.resolve(TicketFile.NAME));
        }
    }

    /** What cannot be written is told at once. */
    private boolean updateFile(List<String> open, Set<String> known) {
        Path file = directory.resolve(TicketFile.NAME);
        try {
            TicketFile.update(file, open, known);
            return true;
        } catch (IOException e) {
            console.warn("cannot write " + file + ": " + e);
            return false;
        }
    }

    synchronized boolean isComplete() {
        return done + failed == jobs.size();
    }

    synchronized boolean hasFailures() {
        return failed > 0;
    }
}
