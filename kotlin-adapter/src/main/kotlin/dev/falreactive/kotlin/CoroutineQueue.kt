package dev.falreactive.kotlin

import dev.falreactive.CancelOutcome
import dev.falreactive.FalException
import dev.falreactive.JobResult
import dev.falreactive.QueueTicket
import dev.falreactive.StatusUpdate
import dev.falreactive.StopPolicy
import dev.falreactive.SubmitOptions
import dev.falreactive.WatchOptions
import dev.falreactive.reactor.ReactorFalClient
import dev.falreactive.reactor.ReactorQueue
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.isActive
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import reactor.core.publisher.Flux

/**
 * The queue of one endpoint: submit a job, watch it, read its result, cancel it.
 *
 * Each call, and each collection of a flow, sends requests of its own. They block no thread and resume in the caller's
 * context; a [kotlinx.coroutines.reactor.ReactorContext] in it is the call's Reactor context. Cancelling the caller
 * aborts the exchange in flight, except a submit's. A method about a job fails with [FalException.InvalidInput], with
 * nothing sent, for a ticket of another endpoint. All errors are [FalException]s, and those about a job carry its
 * ticket; only what a caller's own function throws (a listener, `onTicket`, at a submit a credential supplier) is
 * passed on.
 */
public class CoroutineQueue<I : Any, O : Any>
internal constructor(private val client: ReactorFalClient, private val queue: ReactorQueue<I, O>) {

    /**
     * Submits a job: the [input] is checked, and one request sent, on a connection of its own, at most once. It is sent
     * again only if it provably was not accepted: no connection was made, or the server answered 429.
     *
     * **On cancel** before the request left, nothing is sent. After that the answer is still read to its end, within
     * the exchange's limit; the ticket, or that the outcome is unknown, is told to the client's orphan handler, and
     * then the stop policy of the [options] applies. So it is with a ticket that arrives as its caller is cancelled.
     *
     * @return the job's ticket. Errors: [FalException.InvalidInput] (nothing was sent), [FalException.Rejected],
     *   [FalException.Unreachable] (nothing was sent), [FalException.SubmitOutcomeUnknown] (a job may run)
     */
    public suspend fun submit(input: I, options: SubmitOptions = SubmitOptions.defaults()): QueueTicket {
        // A coroutine that is cancelled while it is being resumed drops what it is resumed with.
        val delivery = CompletableFuture<QueueTicket>()
        try {
            return queue
                .submit(input, options)
                .doOnNext { if (!delivery.complete(it)) client.abandon(it, options.onStop()) }
                .awaitSingle()
        } catch (e: CancellationException) {
            if (!delivery.cancel(false)) client.abandon(delivery.join(), options.onStop())
            throw e
        }
    }

    /**
     * Asks once how a job is, with all log lines that the server shows. Repeated on transient failures.
     *
     * @return its status. Errors: [FalException.Rejected], [FalException.Unreachable], [FalException.Unreadable]
     */
    public suspend fun status(ticket: QueueTicket): StatusUpdate = queue.status(ticket).awaitSingle()

    /**
     * Watches a job to its end.
     *
     * **On collection** a status call is made when the collector is ready for an element, and only then: no element is
     * older than its request, and a collector that stalls causes no calls. Operators that read ahead (`buffer`,
     * `conflate`, `flowOn`, `mapLatest`) are ready before their collector is. Between two calls the poll policy's pause
     * passes, and over all watches of a client no more calls are made a second than its configuration allows. A failed
     * call is repeated, up to the retry policy's number of failures in a row. **On cancel**, also by `first`, `take`
     * and `withTimeout`, calls and timers stop at once, and the stop policy of the [options] decides about the job,
     * which by default goes on.
     *
     * @return its updates, equal ones included, to the one that ends it; then complete. A job that failed is no error
     *   here. Errors: [FalException.WatchTimeout] at the options' deadline, and those of [status]
     */
    public fun watch(ticket: QueueTicket, options: WatchOptions = WatchOptions.defaults()): Flow<StatusUpdate> =
        onDemand(queue.watch(ticket, options))

    /**
     * Watches a job together with all other collectors of the client's that share its watch, at the cost of one. A slow
     * collector holds back nobody: it is told the newest state, with all log lines since (the newest 1,000). The
     * [options] of the first one hold for all; when the last one leaves, the stop policy applies.
     */
    public fun watchShared(ticket: QueueTicket, options: WatchOptions = WatchOptions.defaults()): Flow<StatusUpdate> =
        onDemand(queue.watchShared(ticket, options))

    // Left to itself the flow of a publisher asks for 64 elements at once.
    private fun onDemand(updates: Flux<StatusUpdate>) = updates.asFlow().buffer(Channel.RENDEZVOUS)

    /**
     * Reads a job's result, without waiting for it. Repeated on transient failures; a stored failure is not read again.
     *
     * @return its output. Errors: [FalException.JobFailed], and those of [status]; [FalException.Rejected] is
     *   `NOT_READY` before the job's end, `GONE` after it expired
     */
    public suspend fun result(ticket: QueueTicket): O = queue.result(ticket).awaitSingle()

    /** Reads a job's result as [result] does, with what came with it: billable units, request id and times. */
    public suspend fun resultWithMetadata(ticket: QueueTicket): JobResult<O> =
        queue.resultWithMetadata(ticket).awaitSingle()

    /** Watches a job to its end, then reads its result. Errors and **on cancel** as of [watch] and [result]. */
    public suspend fun await(ticket: QueueTicket, options: WatchOptions = WatchOptions.defaults()): O =
        queue.await(ticket, options).awaitSingle()

    /**
     * Submits a job, hands out its ticket, and waits for the job.
     *
     * **On cancel** as [submit] before the ticket arrived, then as [watch]; the ticket is also told to the orphan
     * handler, unless [onTicket] has returned.
     *
     * @param submit what else to say at the submit; its stop policy gives way to that of [watch]
     * @param onTicket keeps the ticket, in a database for example; watching starts when it returns. If it throws, the
     *   ticket is told to the orphan handler and that is the error; the job goes on, also when its own time is over
     * @return the job's output; errors as of [submit], [watch] and [result]
     */
    public suspend fun submitAndAwait(
        input: I,
        submit: SubmitOptions = SubmitOptions.defaults(),
        watch: WatchOptions = WatchOptions.defaults(),
        onTicket: (suspend (QueueTicket) -> Unit)? = null,
    ): O {
        val ticket = submit(input, submit.withOnStop(watch.onStop()))
        try {
            onTicket?.invoke(ticket)
        } catch (e: Throwable) {
            // A timeout of its own ends onTicket and not the caller: a failure like any other.
            client.abandon(ticket, if (currentCoroutineContext().isActive) StopPolicy.DETACH else watch.onStop())
            throw e
        }
        try {
            return await(ticket, watch)
        } catch (e: CancellationException) {
            // The watch has applied the stop policy. Without onTicket nobody else knows the ticket.
            if (onTicket == null) client.abandon(ticket, StopPolicy.DETACH)
            throw e
        }
    }

    /**
     * Asks the service to cancel a job. Repeated on transient failures, which may turn the first call's success into
     * [CancelOutcome.NOT_FOUND]. On cancel of this call the job may be cancelled or not.
     *
     * @return what came of it; a job that had ended is no error. Errors as of [status]
     */
    public suspend fun cancel(ticket: QueueTicket): CancelOutcome = queue.cancel(ticket).awaitSingle()
}
