package dev.falreactive.kotlin

import dev.falreactive.BalanceState
import dev.falreactive.Endpoint
import dev.falreactive.FalConfig
import dev.falreactive.QueueTicket
import dev.falreactive.reactor.ReactorFalClient
import dev.falreactive.reactor.ReactorMedia
import dev.falreactive.reactor.ReactorMedia.DEFAULT_MAX_BYTES
import java.nio.file.Path
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull

/** A client of fal's queue. Holds the connections, so make one and share it; safe for use by several threads. */
public class CoroutineFalClient private constructor(private val client: ReactorFalClient) : AutoCloseable {

    /** What results point to: files, which are fetched without any credential. */
    public val media: CoroutineMedia = CoroutineMedia(client)

    /** The configuration. */
    public val config: FalConfig = client.config()

    /** The queue of one [endpoint]. Costs nothing; keep it or ask again. */
    public fun <I : Any, O : Any> queue(endpoint: Endpoint<I, O>): CoroutineQueue<I, O> =
        CoroutineQueue(client, client.queue(endpoint))

    /** Whether submits are let through, by what this client has learned of the account's balance. */
    public fun balance(): BalanceState = client.balance()

    /** Closes the client, and returns when what was sent has been answered, submits above all. */
    public suspend fun closeLater() {
        client.closeLater().awaitSingleOrNull()
    }

    /** Closes the client as [closeLater] does, and does not wait; jobs go on. May be called again. */
    override fun close(): Unit = client.close()

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
        public fun of(client: ReactorFalClient): CoroutineFalClient = CoroutineFalClient(client)
    }
}

/** The files that results point to. No credential is ever sent for them. */
public class CoroutineMedia internal constructor(private val client: ReactorFalClient) {

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
    public suspend fun save(ticket: QueueTicket, url: String, file: Path, maxBytes: Long = DEFAULT_MAX_BYTES): Long =
        client.media().save(ticket, url, file, maxBytes).awaitSingle()
}
