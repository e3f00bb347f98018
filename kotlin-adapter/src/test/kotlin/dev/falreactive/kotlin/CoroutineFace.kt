package dev.falreactive.kotlin

import dev.falreactive.QueueTicket
import dev.falreactive.SubmitOptions
import dev.falreactive.WatchOptions
import dev.falreactive.contract.QueueFace
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.fluxlora.FluxLoraRequest
import kotlinx.coroutines.reactive.asPublisher
import kotlinx.coroutines.reactor.mono

/** The coroutines adapter as the contract sees it: a coroutine of its own for each subscription. */
class CoroutineFace(private val client: CoroutineFalClient) : QueueFace {

    private val queue = client.queue(FluxLora.TEXT_TO_IMAGE)

    override fun submit(input: FluxLoraRequest, options: SubmitOptions) = mono { queue.submit(input, options) }

    override fun status(ticket: QueueTicket) = mono { queue.status(ticket) }

    // Collects one element for each that is asked for: it reads nothing ahead.
    override fun watch(ticket: QueueTicket, options: WatchOptions) = queue.watch(ticket, options).asPublisher()

    override fun result(ticket: QueueTicket) = mono { queue.result(ticket) }

    override fun await(ticket: QueueTicket, options: WatchOptions) = mono { queue.await(ticket, options) }

    override fun submitAndAwait(input: FluxLoraRequest, submit: SubmitOptions, watch: WatchOptions) = mono {
        queue.submitAndAwait(input, submit, watch)
    }

    override fun cancel(ticket: QueueTicket) = mono { queue.cancel(ticket) }

    override fun close() = client.close()
}
