package dev.falreactive.kotlin

import dev.falreactive.Endpoint
import dev.falreactive.FalConfig
import dev.falreactive.QueueTicket
import dev.falreactive.StopPolicy
import dev.falreactive.SubmitOptions
import dev.falreactive.WatchOptions
import dev.falreactive.reactor.ReactorFalClient
import dev.falreactive.reactor.ReactorMedia
import dev.falreactive.reactor.ReactorMedia.DEFAULT_MAX_BYTES
import dev.falreactive.reactor.ReactorQueue
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle

/** A client of fal's queue. Holds the connections, so make one and share it; safe for use by several threads. */
public interface CoroutineFalClient : AutoCloseable {

    /** What results point to: files, which are fetched without any credential. */
    public val media: CoroutineMedia

    /** The configuration. */
    public val config: FalConfig

    /** The queue of one [endpoint]. Costs nothing; keep it or ask again. */
    public fun <I : Any, O : Any> queue(endpoint: Endpoint<I, O>): CoroutineQueue<I, O>

    /** Closes the client's connections without waiting. Exchanges in flight fail; jobs go on. May be called again. */
    override fun close()

    public companion object {

        /**
         * A client. Connects to nothing yet.
         *
         * @param config where the queue is, and who pays
         * @param build adapts connections, timer and orphan handler: `create(config) { onOrphan { keep(it) } }`
         */
        public fun create(config: FalConfig, build: ReactorFalClient.Builder.() -> Unit = {}): CoroutineFalClient =
            of(ReactorFalClient.builder(config).apply(build).build())

        /** The same [client] for coroutines: connections and limits are shared, and closing either closes both. */
        public fun of(client: ReactorFalClient): CoroutineFalClient = ClientFace(client)
    }
}

/** The files that results point to. No credential is ever sent for them. */
public interface CoroutineMedia {

    /**
     * Saves a file, byte for byte, as [ReactorMedia.save] does: streamed to disk and never decoded, fetched anew if the
     * connection breaks, and under its name when it is whole. **On cancel**, and on failure, nothing is left behind.
     *
     * @param ticket the job whose result names the file: carried by errors
     * @param url an http, https or data URL
     * @param file where to save it; its directory must exist
     * @param maxBytes how large it may be, 256 MiB unless given
     * @return how many bytes were saved. Errors are those of [ReactorMedia.save]
     */
    public suspend fun save(ticket: QueueTicket, url: String, file: Path, maxBytes: Long = DEFAULT_MAX_BYTES): Long
}

private class ClientFace(private val client: ReactorFalClient) : CoroutineFalClient {

    override val media =
        object : CoroutineMedia {
            override suspend fun save(ticket: QueueTicket, url: String, file: Path, maxBytes: Long): Long =
                client.media().save(ticket, url, file, maxBytes).awaitSingle()
        }

    override val config: FalConfig = client.config()

    override fun <I : Any, O : Any> queue(endpoint: Endpoint<I, O>): CoroutineQueue<I, O> =
        QueueFace(client, client.queue(endpoint))

    override fun close() = client.close()
}

private class QueueFace<I : Any, O : Any>(private val client: ReactorFalClient, private val queue: ReactorQueue<I, O>) :
    CoroutineQueue<I, O> {

    override suspend fun submit(input: I, options: SubmitOptions): QueueTicket {
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

    override suspend fun status(ticket: QueueTicket) = queue.status(ticket).awaitSingle()

    // Left to itself the flow of a publisher asks for 64 elements at once.
    override fun watch(ticket: QueueTicket, options: WatchOptions) =
        queue.watch(ticket, options).asFlow().buffer(Channel.RENDEZVOUS)

    override suspend fun result(ticket: QueueTicket) = queue.result(ticket).awaitSingle()

    override suspend fun resultWithMetadata(ticket: QueueTicket) = queue.resultWithMetadata(ticket).awaitSingle()

    override suspend fun await(ticket: QueueTicket, options: WatchOptions) = queue.await(ticket, options).awaitSingle()

    override suspend fun submitAndAwait(
        input: I,
        submit: SubmitOptions,
        watch: WatchOptions,
        onTicket: (suspend (QueueTicket) -> Unit)?,
    ): O {
        val ticket = submit(input, submit.withOnStop(watch.onStop()))
        try {
            onTicket?.invoke(ticket)
        } catch (e: Throwable) {
            client.abandon(ticket, if (e is CancellationException) watch.onStop() else StopPolicy.DETACH)
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

    override suspend fun cancel(ticket: QueueTicket) = queue.cancel(ticket).awaitSingle()
}
