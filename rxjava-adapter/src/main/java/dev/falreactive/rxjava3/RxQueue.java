package dev.falreactive.rxjava3;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.reactor.ReactorQueue;
import dev.falreactive.webhook.WebhookDelivery;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The queue of one endpoint: submit a job, watch it, read its result, cancel it.
 *
 * <p>Of every method here: <b>on subscribe</b> requests of its own are sent, and before it none. <b>Thread:</b> signals
 * arrive on an event loop or on the client's timer; neither may be blocked. <b>Errors</b> are {@link FalException}s, and
 * those about a job carry its ticket; only what a caller's own function throws (a listener, {@code onTicket}, at a
 * submit a credential supplier) is passed on as it is. For a ticket of another endpoint it is {@link FalException.InvalidInput}, and nothing
 * is sent. <b>On dispose</b> the exchange in flight is aborted unless said otherwise; that is no error, and nothing goes to
 * {@code RxJavaPlugins.onError}.
 *
 * @param <I> the input's type
 * @param <O> the output's type
 */
public final class RxQueue<I, O> {

    private final ReactorQueue<I, O> queue;

    RxQueue(ReactorQueue<I, O> queue) {
        this.queue = queue;
    }

    /** {@return what {@link #submit(Object, SubmitOptions)} brings with default options} */
    public Single<QueueTicket> submit(I input) {
        return submit(input, SubmitOptions.defaults());
    }

    /**
     * Submits a job: one request, at most once. It is sent again only if it provably was not accepted.
     *
     * <p><b>On dispose</b> before the request left, nothing is sent. After that the answer is still read to its end; the
     * ticket, or that the outcome is unknown, is told to the client's orphan handler, and then the options' stop policy
     * applies.
     *
     * <p>A ticket that was delivered is the observer's, also one that then waits in an operator: behind a hop to another
     * thread ({@code observeOn}, {@code delay}) disposing drops it, and nobody is told. Store it in {@code doOnSuccess} or
     * {@code flatMap} directly behind this, or use {@code onTicket} of
     * {@link #submitAndAwait(Object, SubmitOptions, WatchOptions, Function)}.
     *
     * @param input the input, checked on subscribe
     * @param options what else to say
     * @return the job's ticket. Errors: {@link FalException.InvalidInput} (nothing was sent), {@link FalException.Rejected},
     *     {@link FalException.Unreachable} (nothing was sent), {@link FalException.SubmitOutcomeUnknown} (a job may run)
     */
    public Single<QueueTicket> submit(I input, SubmitOptions options) {
        return Single.fromPublisher(queue.submit(input, options));
    }

    /**
     * Asks once how a job is, with all log lines that the server shows. Repeated on transient failures.
     *
     * @param ticket the job; left alone on dispose
     * @return its status. Errors: {@link FalException.Rejected}, {@link FalException.Unreachable},
     *     {@link FalException.Unreadable}
     */
    public Single<StatusUpdate> status(QueueTicket ticket) {
        return Single.fromPublisher(queue.status(ticket));
    }

    /** {@return what {@link #watch(QueueTicket, WatchOptions)} brings with default options} */
    public Flowable<StatusUpdate> watch(QueueTicket ticket) {
        return watch(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job to its end.
     *
     * <p><b>On demand</b> one status call is made for each element asked for, with the poll policy's pause between two, and
     * none for a reader that stalls; {@link dev.falreactive.rxjava3 the package} says which operators ask for more. A failed
     * call is repeated, up to the retry policy's number of failures in a row. <b>On dispose</b> calls and timers stop at
     * once, and the options' stop policy decides about the job, which by default goes on. {@code take}, {@code timeout},
     * {@code switchMap} and their like dispose too.
     *
     * @param ticket the job
     * @param options how to watch
     * @return its updates, equal ones included, to the one that ends it; then complete. A job that failed is no error here.
     *     Errors: {@link FalException.WatchTimeout} at the options' deadline, {@link FalException.Rejected},
     *     {@link FalException.Unreachable}, {@link FalException.Unreadable}
     */
    public Flowable<StatusUpdate> watch(QueueTicket ticket, WatchOptions options) {
        return Flowable.fromPublisher(queue.watch(ticket, options));
    }

    /** {@return what {@link #watchShared(QueueTicket, WatchOptions)} brings with default options} */
    public Flowable<StatusUpdate> watchShared(QueueTicket ticket) {
        return watchShared(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job together with all other subscribers of the client's that share its watch, at the cost of one. A slow
     * reader holds back nobody: it is told the newest state, with all log lines since (the newest 1,000).
     *
     * @param ticket the job
     * @param options how to watch, if this is the first subscriber; when the last one leaves, its stop policy applies
     * @return its updates, to the one that ends it; errors as of {@link #watch(QueueTicket, WatchOptions)}
     */
    public Flowable<StatusUpdate> watchShared(QueueTicket ticket, WatchOptions options) {
        return Flowable.fromPublisher(queue.watchShared(ticket, options));
    }

    /**
     * Reads a job's result, without waiting for it. Repeated on transient failures; a stored failure is not read again.
     *
     * @param ticket the job; its result stays readable on dispose
     * @return its output. Errors: {@link FalException.JobFailed}, {@link FalException.Rejected} ({@code NOT_READY} before the
     *     job's end, {@code GONE} after it expired), {@link FalException.Unreachable}, {@link FalException.Unreadable}
     */
    public Single<O> result(QueueTicket ticket) {
        return Single.fromPublisher(queue.result(ticket));
    }

    /** {@return what {@link #result(QueueTicket)} brings, with billable units, request id and times} */
    public Single<JobResult<O>> resultWithMetadata(QueueTicket ticket) {
        return Single.fromPublisher(queue.resultWithMetadata(ticket));
    }

    /** {@return what {@link #await(QueueTicket, WatchOptions)} brings with default options} */
    public Single<O> await(QueueTicket ticket) {
        return await(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job to its end, then reads its result. <b>On dispose</b> as {@link #watch(QueueTicket, WatchOptions)}.
     *
     * @param ticket the job
     * @param options how to watch
     * @return its output; errors as of {@code watch} and {@code result}
     */
    public Single<O> await(QueueTicket ticket, WatchOptions options) {
        return Single.fromPublisher(queue.await(ticket, options));
    }

    /**
     * Waits for a job and for its webhook: whichever comes first ends it, and while it is expected calls are few.
     *
     * @param webhook the job's delivery, which was verified; if it fails, the job is polled as usual
     * @return its output; errors and options as of {@link #await(QueueTicket, WatchOptions)}
     */
    public Single<O> await(QueueTicket ticket, WatchOptions options, Single<WebhookDelivery> webhook) {
        return Single.fromPublisher(queue.await(ticket, options, Mono.from(webhook.toFlowable())));
    }

    /** {@return what {@link #submitAndAwait(Object, SubmitOptions, WatchOptions)} brings with default options} */
    public Single<O> submitAndAwait(I input) {
        return submitAndAwait(input, SubmitOptions.defaults(), WatchOptions.defaults());
    }

    /**
     * Submits a job and waits for it, telling nobody the ticket unless something goes wrong.
     *
     * <p><b>On dispose</b> as {@link #submit(Object, SubmitOptions)} before the ticket arrived; after it the ticket is told
     * to the orphan handler, and the watch options' stop policy applies.
     *
     * @param input the input
     * @param submit what else to say at the submit; its stop policy gives way to the watch's
     * @param watch how to watch
     * @return the job's output; errors as of {@code submit}, {@code watch} and {@code result}
     */
    public Single<O> submitAndAwait(I input, SubmitOptions submit, WatchOptions watch) {
        return Single.fromPublisher(queue.submitAndAwait(input, submit, watch));
    }

    /**
     * Submits a job, hands out its ticket, and waits for the job.
     *
     * <p><b>On dispose</b> as {@link #submit(Object, SubmitOptions)} before the ticket arrived; while it is being kept the
     * keeping is disposed and the ticket told to the orphan handler; then as {@link #watch(QueueTicket, WatchOptions)}.
     *
     * @param input the input
     * @param submit what else to say at the submit; its stop policy gives way to the watch's
     * @param watch how to watch
     * @param onTicket keeps the ticket, in a database for example; watching starts when it completes. If it fails, the
     *     ticket is told to the orphan handler and the failure is the error
     * @return the job's output; errors as of {@code submit}, {@code watch} and {@code result}
     */
    public Single<O> submitAndAwait(
            I input,
            SubmitOptions submit,
            WatchOptions watch,
            Function<? super QueueTicket, ? extends Completable> onTicket) {
        Objects.requireNonNull(onTicket, "onTicket");
        return Single.fromPublisher(queue.submitAndAwait(
                input, submit, watch, ticket -> Mono.from(onTicket.apply(ticket).<Void>toFlowable())));
    }

    /**
     * Asks the service to cancel a job. Repeated on transient failures, which may turn the first call's success into
     * {@link CancelOutcome#NOT_FOUND}. <b>On dispose</b> the job may be cancelled or not.
     *
     * @param ticket the job
     * @return what came of it; a job that had ended is no error. Errors as of {@link #status(QueueTicket)}
     */
    public Single<CancelOutcome> cancel(QueueTicket ticket) {
        return Single.fromPublisher(queue.cancel(ticket));
    }
}
