package dev.falreactive.samples.soak;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import dev.falreactive.samples.soak.Journal.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The client process: submits the jobs that its journal does not know yet, resumes those whose ticket it holds, and lets
 * those alone that it was submitting when it was killed. May be killed at any time and started again.
 */
final class Worker {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ReactorFalClient client;
    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final Journal journal;
    private final Map<Integer, Journal.Entry> before;
    private final Path images;
    private final int jobs;
    private final AtomicInteger done = new AtomicInteger();

    private Worker(ReactorFalClient client, Path directory, int jobs) {
        this.client = client;
        this.queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        this.before = Journal.read(directory.resolve(Soak.JOURNAL));
        this.journal = Journal.append(directory.resolve(Soak.JOURNAL));
        this.images = directory.resolve(Soak.IMAGES);
        this.jobs = jobs;
    }

    /**
     * Runs until all jobs are settled.
     *
     * @param args base URL, directory, number of jobs, jobs in flight
     */
    public static void main(String... args) {
        AtomicInteger open = new AtomicInteger();
        FalConfig config = FalConfig.builder()
                .baseUrl(args[0])
                .credentials(FalCredentials.key("soak:secret"))
                .connections(Connections.DEFAULT.withMax(128))
                .pollPolicy(PollPolicy.constant(Duration.ofMillis(300)))
                .build();
        ReactorFalClient client = ReactorFalClient.builder(config)
                .httpClient(http -> http.doOnChannelInit((observer, channel, address) -> {
                    open.incrementAndGet();
                    channel.closeFuture().addListener(closed -> open.decrementAndGet());
                }))
                .build();
        int jobs = Integer.parseInt(args[2]);
        Worker worker = new Worker(client, Path.of(args[1]), jobs);
        worker.run(Integer.parseInt(args[3]));
        client.closeLater().block(PATIENCE);
        say("open-connections", open.get());
    }

    private void run(int inFlight) {
        Flux.range(0, jobs)
                .flatMap(
                        job -> one(job).doFinally(signal -> settled()).onErrorResume(error -> failed(job, error)),
                        inFlight)
                .blockLast();
        journal.close();
    }

    private Mono<Void> one(int job) {
        Journal.Entry entry = before.getOrDefault(job, new Journal.Entry(Map.of()));
        if (entry.has(Event.IMAGE)) {
            return Mono.empty();
        }
        if (entry.ticket().isPresent()) {
            return finish(job, entry.ticket().get());
        }
        // Submitted, or about to be, when the process was killed: a job may run, so it is not submitted again.
        return entry.has(Event.INTENT) ? Mono.empty() : submit(job).flatMap(ticket -> finish(job, ticket));
    }

    private Mono<QueueTicket> submit(int job) {
        FluxLoraRequest request = FluxLoraRequest.builder(Soak.PROMPT + job)
                .seed(job)
                .imageSize(32, 32)
                .build();
        return note(Event.INTENT, job, "-")
                .then(queue.submit(request))
                // These say that nothing was accepted, so another try cannot cost twice.
                .retryWhen(Retry.backoff(5, Duration.ofMillis(200))
                        .filter(error ->
                                error instanceof FalException.Unreachable || error instanceof FalException.Rejected)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .flatMap(ticket -> note(Event.TICKET, job, ticket.toJson()).thenReturn(ticket))
                .onErrorResume(
                        FalException.SubmitOutcomeUnknown.class,
                        error -> toBeTried(job, error)
                                .then(note(Event.UNKNOWN, job, error.getMessage()))
                                .then(Mono.justOrEmpty(error.ticket())));
    }

    /** Where the answer broke off and its head names a request, there is a ticket: it is noted before all else. */
    private Mono<Void> toBeTried(int job, FalException.SubmitOutcomeUnknown error) {
        return Mono.justOrEmpty(error.ticket()).flatMap(ticket -> note(Event.TICKET, job, ticket.toJson()));
    }

    private Mono<Void> finish(int job, QueueTicket ticket) {
        return queue.await(ticket, WatchOptions.defaults().withDeadline(PATIENCE))
                .flatMap(result ->
                        client.media().save(ticket, result.images().get(0).url(), images.resolve(job + ".jpg")))
                // The job is paid for: its ticket is gone on with, it is not submitted again.
                .retryWhen(Retry.backoff(10, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(5))
                        .filter(error -> error instanceof FalException && !(error instanceof FalException.JobFailed))
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .flatMap(bytes -> note(Event.IMAGE, job, bytes + " bytes"));
    }

    private Mono<Void> failed(int job, Throwable error) {
        boolean ticketed = error instanceof FalException known && known.ticket().isPresent();
        return note(ticketed ? Event.FAILED : Event.REFUSED, job, String.valueOf(error.getMessage()));
    }

    private Mono<Void> note(Event event, int job, String text) {
        return Mono.<Void>fromRunnable(() -> journal.write(event, job, text)).subscribeOn(Schedulers.boundedElastic());
    }

    private void settled() {
        int count = done.incrementAndGet();
        say("done", count);
        if (count % Math.max(1, jobs / Soak.HEAP_SAMPLES) == 0) {
            Schedulers.boundedElastic().schedule(() -> say("heap\t" + count, usedHeap()));
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void say(String what, long value) {
        synchronized (System.out) {
            System.out.println(what + "\t" + value);
        }
    }
}
