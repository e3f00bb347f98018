package dev.falreactive.samples.reactor;

import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import dev.falreactive.samples.batch.Batch;
import dev.falreactive.samples.batch.BatchCommand;
import dev.falreactive.samples.batch.BatchJob;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A batch of prompts with Reactor: {@code flatMap} keeps a number of jobs under way. */
public final class BatchReactor {

    private final ReactorFalClient client;
    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final Batch batch;
    private final Mono<Void> interrupted;

    private BatchReactor(ReactorFalClient client, Batch batch) {
        this.client = client;
        this.queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        this.batch = batch;
        this.interrupted = Mono.fromCompletionStage(batch::interrupted);
    }

    /**
     * Runs the command.
     *
     * @param args the arguments; {@code --help} lists them
     */
    public static void main(String... args) {
        BatchCommand.main("batch-reactor", BatchReactor::run, args);
    }

    /**
     * Does all jobs of a batch.
     *
     * @param batch the batch
     */
    public static void run(Batch batch) {
        try (ReactorFalClient client = ReactorFalClient.create(batch.config())) {
            new BatchReactor(client, batch).all().block();
        }
    }

    private Mono<Void> all() {
        return Flux.fromIterable(batch.jobs())
                .takeWhile(job -> !batch.isInterrupted())
                .flatMap(this::one, batch.inFlight())
                .then();
    }

    /** A job that fails is told of, and the others go on. */
    private Mono<Void> one(BatchJob job) {
        return ticket(job)
                .flatMap(ticket -> finish(job, ticket).takeUntilOther(interrupted))
                .onErrorResume(error -> Mono.fromRunnable(() -> batch.failed(job, error)));
    }

    /** Not cut short by an interruption: a ticket that is on its way is waited for. */
    private Mono<QueueTicket> ticket(BatchJob job) {
        return Mono.defer(() -> job.ticket().map(Mono::just).orElseGet(() -> queue.submit(batch.request(job))))
                .doOnNext(ticket -> batch.accepted(job, ticket));
    }

    private Mono<Void> finish(BatchJob job, QueueTicket ticket) {
        return queue.await(ticket, batch.watching(job))
                .flatMapIterable(result -> batch.files(job, result))
                .concatMap(file -> client.media()
                        .save(ticket, file.url(), file.path())
                        .doOnNext(bytes -> batch.saved(job, file, bytes)))
                .then()
                .doOnSuccess(nothing -> batch.succeeded(job));
    }
}
