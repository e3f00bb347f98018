package dev.falreactive.samples.gallery;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Watches every running job to its end and saves its images, whether a tab is open or not: results expire. Tabs share its
 * watches.
 */
@Component
class Keeper {

    /** One set of options for all readers of a job: the first one's hold. */
    static final WatchOptions WATCH = WatchOptions.defaults().withLogs(true);

    /** With pauses that double: two minutes in all, unless configured otherwise. */
    private static final int FETCHED_AGAIN = 6;

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final JobStore store;
    private final ImageShelf shelf;
    private final Changes changes;
    private final Duration fetchPause;
    private final Map<String, Disposable> kept = new ConcurrentHashMap<>();

    Keeper(ReactorFalClient fal, JobStore store, ImageShelf shelf, Changes changes, GalleryProperties gallery) {
        this.queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
        this.store = store;
        this.shelf = shelf;
        this.changes = changes;
        this.fetchPause = gallery.fetchPause();
    }

    /** Begins to keep a job, unless it is kept already. */
    void keep(String id, QueueTicket ticket) {
        Disposable.Swap mine = Disposables.swap();
        if (kept.putIfAbsent(id, mine) != null) {
            return;
        }
        mine.update(toTheEnd(id, ticket)
                .doFinally(end -> kept.remove(id, mine))
                .subscribe(done -> {}, error -> LOG.error("job {} is not watched any more", id, error)));
    }

    private Mono<Void> toTheEnd(String id, QueueTicket ticket) {
        return queue.watchShared(ticket, WATCH)
                .then(Mono.defer(() -> queue.result(ticket)))
                // Before anything is saved: what an image's server says is not about the job.
                .onErrorResume(
                        FalException.class,
                        error -> isTheEnd(error) ? failed(id, error).then(Mono.empty()) : Mono.error(error))
                .flatMap(result -> kept(id, ticket, result))
                .retryWhen(again().doBeforeRetryAsync(signal -> hinderedUnlessInDoubt(id, signal.failure())))
                .then(tidy());
    }

    /** With the result in hand: the queue may have forgotten it before an image is there to be had again. */
    private Mono<Void> kept(String id, QueueTicket ticket, FluxLoraResult result) {
        return save(id, ticket, result)
                .retryWhen(Retry.backoff(FETCHED_AGAIN, fetchPause)
                        .filter(error -> error instanceof ImageShelf.NotFetched image && image.isRefused())
                        .doBeforeRetryAsync(signal -> hindered(id, signal.failure()))
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .retryWhen(again().filter(error -> !(error instanceof ImageShelf.NotFetched image) || image.isPassing())
                        .doBeforeRetryAsync(signal -> hindered(id, signal.failure())))
                .onErrorResume(
                        ImageShelf.NotFetched.class,
                        error -> ended(id, Job.State.FAILED, Trouble.notKept(error.url(), error.reason())));
    }

    private Mono<Void> save(String id, QueueTicket ticket, FluxLoraResult result) {
        return store.find(id)
                .flatMapMany(job -> shelf.save(job, ticket, result))
                .concatMap(outcome -> store.outcome(id, outcome).doOnNext(changed -> changes.of(id)))
                .then(Mono.defer(() -> store.done(id, Instant.now())))
                .doOnNext(changed -> changes.of(id))
                .then();
    }

    private Mono<Void> failed(String id, FalException error) {
        return store.find(id).flatMap(job -> {
            if (job.inDoubt() && !(error instanceof FalException.JobFailed)) {
                return ended(id, Job.State.UNKNOWN, Trouble.notKnown());
            }
            boolean cancelled = job.cancelAsked() && error instanceof FalException.JobFailed;
            return cancelled
                    ? ended(id, Job.State.CANCELLED, Trouble.cancelled())
                    : ended(id, Job.State.FAILED, Trouble.ofEnd(error));
        });
    }

    private Mono<Void> ended(String id, Job.State state, Trouble trouble) {
        return store.ended(id, state, trouble, Instant.now())
                .doOnNext(changed -> changes.of(id))
                .then();
    }

    /** Whether asking the queue again would bring the same. */
    private static boolean isTheEnd(FalException error) {
        return error instanceof FalException.JobFailed
                || error instanceof FalException.Rejected rejected
                        && (rejected.reason() == Reason.GONE || rejected.reason() == Reason.NOT_FOUND);
    }

    /** A paid job is not given up because of a bad line or a full disk. */
    private static RetryBackoffSpec again() {
        return Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(Duration.ofMinutes(1));
    }

    /** That the ticket is in doubt is not forgotten for a queue that does not answer. */
    private Mono<Void> hinderedUnlessInDoubt(String id, Throwable by) {
        return store.find(id).onErrorComplete().filter(job -> !job.inDoubt()).flatMap(job -> hindered(id, by));
    }

    private Mono<Void> hindered(String id, Throwable by) {
        LOG.warn("job {}, trying again: {}", id, by.getMessage());
        return store.hindered(id, Trouble.ofWatch(by))
                .doOnNext(changed -> changes.of(id))
                .onErrorComplete()
                .then();
    }

    /** What ended long ago makes room. */
    private Mono<Void> tidy() {
        return shelf.surplus()
                .concatMap(job -> remove(job.id()))
                .onErrorResume(error -> {
                    LOG.warn("cannot tidy up: {}", error.getMessage());
                    return Mono.empty();
                })
                .then();
    }

    /** Removes a job that has ended, with its images. Whether there was one. */
    Mono<Boolean> remove(String id) {
        return store.find(id)
                .flatMap(job -> store.removed(id)
                        .filter(Boolean::booleanValue)
                        .flatMap(removed -> shelf.discard(job).thenReturn(removed)))
                .doOnNext(removed -> changes.of(id))
                .defaultIfEmpty(false);
    }

    /** Leaves all jobs to themselves: they go on, and their tickets are stored. */
    void close() {
        kept.values().forEach(Disposable::dispose);
        kept.clear();
    }
}
