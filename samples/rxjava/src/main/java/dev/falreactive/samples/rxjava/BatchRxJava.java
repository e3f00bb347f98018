package dev.falreactive.samples.rxjava;

import dev.falreactive.QueueTicket;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.rxjava3.RxFalClient;
import dev.falreactive.rxjava3.RxQueue;
import dev.falreactive.samples.batch.Batch;
import dev.falreactive.samples.batch.BatchCommand;
import dev.falreactive.samples.batch.BatchJob;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/** A batch of prompts with RxJava: {@code flatMapCompletable} keeps a number of jobs under way. */
public final class BatchRxJava {

    private final RxFalClient client;
    private final RxQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final Batch batch;
    private final Completable interrupted;

    private BatchRxJava(RxFalClient client, Batch batch) {
        this.client = client;
        this.queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        this.batch = batch;
        this.interrupted = Completable.fromCompletionStage(batch.interrupted());
    }

    /**
     * Runs the command.
     *
     * @param args the arguments; {@code --help} lists them
     */
    public static void main(String... args) {
        BatchCommand.main("batch-rxjava", BatchRxJava::run, args);
    }

    /**
     * Does all jobs of a batch.
     *
     * @param batch the batch
     */
    public static void run(Batch batch) {
        try (RxFalClient client = RxFalClient.create(batch.config())) {
            new BatchRxJava(client, batch).all().blockingAwait();
        }
    }

    private Completable all() {
        return Flowable.fromIterable(batch.jobs())
                .takeWhile(job -> !batch.isInterrupted())
                .flatMapCompletable(this::one, false, batch.inFlight());
    }

    /** A job that fails is told of, and the others go on. */
    private Completable one(BatchJob job) {
        return ticket(job)
                .flatMapCompletable(ticket -> Completable.ambArray(interrupted, finish(job, ticket)))
                .onErrorResumeNext(error -> Completable.fromAction(() -> batch.failed(job, error)));
    }

    /** Not cut short by an interruption: a ticket that is on its way is waited for. */
    private Single<QueueTicket> ticket(BatchJob job) {
        return Single.defer(() -> job.ticket().map(Single::just).orElseGet(() -> queue.submit(batch.request(job))))
                .doOnSuccess(ticket -> batch.accepted(job, ticket));
    }

    private Completable finish(BatchJob job, QueueTicket ticket) {
        return queue.await(ticket, batch.watching(job))
                .flattenAsFlowable(result -> batch.files(job, result))
                .concatMapSingle(file -> client.media()
                        .save(ticket, file.url(), file.path())
                        .doOnSuccess(bytes -> batch.saved(job, file, bytes)))
                .ignoreElements()
                .doOnComplete(() -> batch.succeeded(job));
    }
}
