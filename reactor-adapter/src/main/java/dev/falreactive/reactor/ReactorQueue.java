package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.webhook.WebhookDelivery;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The queue of one endpoint: submit a job, watch it, read its result, cancel it.
 *
 * <p>Of every method here: it does nothing until its publisher is subscribed to, and each subscription sends requests of
 * its own. A method about a job fails with {@link FalException.InvalidInput}, with nothing sent, for a ticket of another
 * endpoint. Signals arrive on an event loop's or the timer's thread. All errors are {@link FalException}s, and those about a
 * job carry its ticket; only what a caller's own function throws (a listener, {@code onTicket}, at a submit a credential
 * supplier) is passed on as it is.
 *
 * @param <I> the input's type
 * @param <O> the output's type
 */
public interface ReactorQueue<I, O> {

    /**
     * Submits a job with default options; see {@link #submit(Object, SubmitOptions)}.
     *
     * @param input the input
     * @return the job's ticket
     */
    default Mono<QueueTicket> submit(I input) {
        return submit(input, SubmitOptions.defaults());
    }

    /**
     * Submits a job: one request, on a connection of its own, at most once.
     *
     * <p><b>On subscribe</b> the input is checked, and the request sent. It is sent again only if it provably was not
     * accepted: no connection was made, or the server answered 429. <b>On cancel</b> before the request left, nothing is
     * sent. After that the answer is still read to its end, within the exchange's limit; the ticket, or that the outcome is
     * unknown, is told to the client's orphan handler, and then the options' stop policy applies.
     *
     * <p>A ticket that was delivered is the subscriber's, also one that then waits in an operator: behind a hop to another
     * thread ({@code publishOn}, {@code delayElement}) cancelling drops it, and nobody is told. Store it in {@code doOnNext} or
     * {@code flatMap} directly behind this, or use {@code onTicket} of
     * {@link #submitAndAwait(Object, SubmitOptions, WatchOptions, Function)}.
     *
     * @param input the input
     * @param options what else to say
     * @return the job's ticket. Errors: {@link FalException.InvalidInput} (nothing was sent), {@link FalException.Rejected},
     *     {@link FalException.Unreachable} (nothing was sent), {@link FalException.SubmitOutcomeUnknown} (a job may run)
     */
    Mono<QueueTicket> submit(I input, SubmitOptions options);

    /**
     * Asks once how a job is, with all log lines that the server shows. Repeated on transient failures.
     *
     * <p><b>On cancel</b> the exchange is aborted; the job is left alone.
     *
     * @param ticket the job
     * @return its status. Errors: {@link FalException.Rejected}, {@link FalException.Unreachable},
     *     {@link FalException.Unreadable}
     */
    Mono<StatusUpdate> status(QueueTicket ticket);

    /**
     * Watches a job with default options; see {@link #watch(QueueTicket, WatchOptions)}.
     *
     * @param ticket the job
     * @return its updates
     */
    default Flux<StatusUpdate> watch(QueueTicket ticket) {
        return watch(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job to its end.
     *
     * <p><b>On demand</b> one status call is made for each element asked for: demand is the clock, no element is older than
     * its request, and a reader that stalls causes no calls. Between two calls the poll policy's pause passes, and over all
     * watches of a client no more calls are made a second than its configuration allows. A failed call is repeated, up to
     * the retry policy's number of failures in a row. By {@link dev.falreactive.WatchMode#STREAMING} the first demand opens
     * one stream in place of the calls; of what it brings while nothing is asked for, the newest state is kept, with all
     * log lines (the newest 1,000). A stream that is no good is no error: calls take over, the first after what the server
     * asked for in {@code Retry-After}, mostly at once. <b>On cancel</b> calls, stream and timers stop at once, and the options' stop
     * policy decides about the job, which by default goes on. Operators such as {@code timeout}, {@code takeUntil} and
     * {@code switchMap} cancel too.
     *
     * @param ticket the job
     * @param options how to watch
     * @return its updates, equal ones included, to the one that ends it; then complete. A job that failed is no error here.
     *     Errors: {@link FalException.WatchTimeout} at the options' deadline, {@link FalException.Rejected},
     *     {@link FalException.Unreachable}, {@link FalException.Unreadable}
     */
    Flux<StatusUpdate> watch(QueueTicket ticket, WatchOptions options);

    /**
     * Watches a job together with others, with default options; see {@link #watchShared(QueueTicket, WatchOptions)}.
     *
     * @param ticket the job
     * @return its updates
     */
    default Flux<StatusUpdate> watchShared(QueueTicket ticket) {
        return watchShared(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job together with all other subscribers of this client that share its watch: they cost one loop of calls,
     * however many they are.
     *
     * <p><b>On subscribe</b> the first one starts the loop, and its options hold for all until the last one has left; a later
     * one is told the latest state at once, with the log lines so far (the newest 1,000). <b>On demand</b> of any subscriber
     * the next call is made, so that a slow reader holds back nobody; it is told the newest state when it asks, with all
     * log lines since (the newest 1,000), and misses states in between. <b>On cancel</b> the others go on; when the last one
     * leaves, calls and timers stop and the stop policy applies, once.
     *
     * @param ticket the job
     * @param options how to watch, if this is the first subscriber
     * @return its updates, to the one that ends it; errors as of {@link #watch(QueueTicket, WatchOptions)}, for all
     *     subscribers
     */
    Flux<StatusUpdate> watchShared(QueueTicket ticket, WatchOptions options);

    /**
     * Reads a job's result, without waiting for it. Repeated on transient failures; a stored failure is not read again.
     *
     * <p><b>On cancel</b> the exchange is aborted; the result stays readable.
     *
     * @param ticket the job
     * @return its output. Errors: {@link FalException.JobFailed}, {@link FalException.Rejected} ({@code NOT_READY} before the
     *     job's end, {@code GONE} after it expired), {@link FalException.Unreachable}, {@link FalException.Unreadable}
     */
    default Mono<O> result(QueueTicket ticket) {
        return resultWithMetadata(ticket).map(JobResult::output);
    }

    /**
     * Reads a job's result as {@link #result(QueueTicket)} does, with what came with it.
     *
     * @param ticket the job
     * @return its output, billable units, request id and times; errors as of {@link #result(QueueTicket)}
     */
    Mono<JobResult<O>> resultWithMetadata(QueueTicket ticket);

    /**
     * Waits for a job with default options; see {@link #await(QueueTicket, WatchOptions)}.
     *
     * @param ticket the job
     * @return its output
     */
    default Mono<O> await(QueueTicket ticket) {
        return await(ticket, WatchOptions.defaults());
    }

    /**
     * Watches a job to its end, then reads its result.
     *
     * <p><b>On cancel</b> as {@link #watch(QueueTicket, WatchOptions)}.
     *
     * @param ticket the job
     * @param options how to watch
     * @return its output; errors as of {@code watch} and {@code result}
     */
    Mono<O> await(QueueTicket ticket, WatchOptions options);

    /**
     * Waits for a job as {@link #await(QueueTicket, WatchOptions)} does, and for its webhook: whichever comes first ends it.
     *
     * <pre>{@code
     * queue.await(ticket, WatchOptions.defaults(), client.webhooks().of(ticket))
     * }</pre>
     *
     * <p><b>On subscribe</b> the webhook is waited for, and a first status call made: a job that is over already is noticed.
     * While the webhook is expected the pauses are those of the options' poll policy; without one, the longer of the
     * client's and {@link dev.falreactive.PollPolicy#BESIDE_WEBHOOK}, so that a job whose webhook is lost is noticed a pause
     * after its end. A source that fails, completes, or brings another job's delivery expects nothing more: the job goes on
     * to be polled at the client's pace, and that is no error. What a webhook tells is believed: an output is taken from it
     * with no further call, a failure too; where it brings no output that can be read, the result is. The options' listener
     * is told what status calls bring. Deadline, and <b>on cancel</b>, as of {@code await}; the source is cancelled too.
     *
     * @param ticket the job
     * @param options how to watch
     * @param webhook the job's delivery, which was verified. Subscribed to once for each subscription
     * @return its output; errors as of {@code watch} and {@code result}
     */
    Mono<O> await(QueueTicket ticket, WatchOptions options, Mono<WebhookDelivery> webhook);

    /**
     * Submits a job and waits for it with default options, telling nobody the ticket unless something goes wrong.
     *
     * @param input the input
     * @return the job's output; errors as of {@code submit}, {@code watch} and {@code result}
     */
    default Mono<O> submitAndAwait(I input) {
        return submitAndAwait(input, SubmitOptions.defaults(), WatchOptions.defaults());
    }

    /**
     * Submits a job and waits for it, telling nobody the ticket unless something goes wrong.
     *
     * <p><b>On cancel</b> as {@link #submit(Object, SubmitOptions)} before the ticket arrived; after it the ticket is told
     * to the orphan handler, and the watch options' stop policy applies. An error that is no {@link
     * dev.falreactive.FalException}, such as one that the options' listener throws, holds no ticket: the ticket is told to the
     * orphan handler then too.
     *
     * @param input the input
     * @param submit what else to say at the submit; its stop policy gives way to the watch's
     * @param watch how to watch
     * @return the job's output; errors as of {@code submit}, {@code watch} and {@code result}
     */
    Mono<O> submitAndAwait(I input, SubmitOptions submit, WatchOptions watch);

    /**
     * Submits a job, hands out its ticket, and waits for the job.
     *
     * <p><b>On cancel</b> as {@link #submit(Object, SubmitOptions)} before the ticket arrived, then as
     * {@link #watch(QueueTicket, WatchOptions)}.
     *
     * @param input the input
     * @param submit what else to say at the submit; its stop policy gives way to the watch's
     * @param watch how to watch
     * @param onTicket keeps the ticket, in a database for example; watching starts when it completes. If it fails, the
     *     ticket is told to the orphan handler and the failure is the error
     * @return the job's output; errors as of {@code submit}, {@code watch} and {@code result}
     */
    Mono<O> submitAndAwait(
            I input,
            SubmitOptions submit,
            WatchOptions watch,
            Function<? super QueueTicket, ? extends Mono<Void>> onTicket);

    /**
     * Asks the service to cancel a job. Repeated on transient failures, which may turn the first call's success into
     * {@link CancelOutcome#NOT_FOUND}.
     *
     * <p><b>On cancel</b> of this call its exchange is aborted; the job may be cancelled or not.
     *
     * @param ticket the job
     * @return what came of it; a job that had ended is no error. Errors: {@link FalException.Rejected},
     *     {@link FalException.Unreachable}, {@link FalException.Unreadable}
     */
    Mono<CancelOutcome> cancel(QueueTicket ticket);
}
