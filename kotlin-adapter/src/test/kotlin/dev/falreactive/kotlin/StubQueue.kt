package dev.falreactive.kotlin

import dev.falreactive.BalanceState
import dev.falreactive.CancelOutcome
import dev.falreactive.Diagnosis
import dev.falreactive.Endpoint
import dev.falreactive.EndpointId
import dev.falreactive.FalConfig
import dev.falreactive.JobResult
import dev.falreactive.QueueTicket
import dev.falreactive.StatusUpdate
import dev.falreactive.StopPolicy
import dev.falreactive.SubmitOptions
import dev.falreactive.WatchOptions
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.fluxlora.FluxLoraRequest
import dev.falreactive.fluxlora.FluxLoraResult
import dev.falreactive.reactor.ReactorDirect
import dev.falreactive.reactor.ReactorFalClient
import dev.falreactive.reactor.ReactorFiles
import dev.falreactive.reactor.ReactorMedia
import dev.falreactive.reactor.ReactorQueue
import dev.falreactive.reactor.ReactorWebhooks
import dev.falreactive.webhook.WebhookDelivery
import java.time.Instant
import java.util.function.Function
import reactor.core.publisher.Flux
import reactor.core.publisher.Mono

/** A Reactor queue that answers each status call as a test says, and nothing else. */
internal class StubQueue(private val answer: Mono<StatusUpdate>) : ReactorQueue<FluxLoraRequest, FluxLoraResult> {

    val abandoned = mutableListOf<QueueTicket>()

    val faced: CoroutineQueue<FluxLoraRequest, FluxLoraResult> =
        CoroutineFalClient.of(StubClient(this)).queue(FluxLora.TEXT_TO_IMAGE)

    override fun submit(input: FluxLoraRequest, options: SubmitOptions): Mono<QueueTicket> = answer.map { TICKET }

    override fun status(ticket: QueueTicket): Mono<StatusUpdate> = answer

    // A plain repeat() of the answer asks once more than its subscriber.
    override fun watch(ticket: QueueTicket, options: WatchOptions): Flux<StatusUpdate> =
        Flux.just(answer).hide().concatMap({ it }, 0).repeat()

    override fun watchShared(ticket: QueueTicket, options: WatchOptions): Flux<StatusUpdate> = watch(ticket, options)

    override fun resultWithMetadata(ticket: QueueTicket): Mono<JobResult<FluxLoraResult>> = TODO()

    override fun await(ticket: QueueTicket, options: WatchOptions): Mono<FluxLoraResult> = answer.then(Mono.never())

    override fun await(ticket: QueueTicket, options: WatchOptions, webhook: Mono<WebhookDelivery>) = TODO()

    override fun submitAndAwait(input: FluxLoraRequest, submit: SubmitOptions, watch: WatchOptions) = TODO()

    override fun submitAndAwait(
        input: FluxLoraRequest,
        submit: SubmitOptions,
        watch: WatchOptions,
        onTicket: Function<in QueueTicket, out Mono<Void>>,
    ) = TODO()

    override fun cancel(ticket: QueueTicket): Mono<CancelOutcome> = TODO()

    private class StubClient(private val queue: StubQueue) : ReactorFalClient {
        override fun media(): ReactorMedia = TODO()

        override fun files(): ReactorFiles = TODO()

        override fun webhooks(): ReactorWebhooks = TODO()

        override fun <I : Any, O : Any> direct(endpoint: Endpoint<I, O>): ReactorDirect<I, O> = TODO()

        override fun config(): FalConfig = FalConfig.builder().build()

        @Suppress("UNCHECKED_CAST")
        override fun <I : Any, O : Any> queue(endpoint: Endpoint<I, O>): ReactorQueue<I, O> =
            queue as ReactorQueue<I, O>

        override fun abandon(ticket: QueueTicket, onStop: StopPolicy) {
            queue.abandoned += ticket
        }

        override fun diagnose(endpoint: EndpointId): Mono<Diagnosis> = TODO()

        override fun diagnose(endpoint: EndpointId, answer: String): Mono<Diagnosis> = TODO()

        override fun balance(): BalanceState = BalanceState.ok()

        override fun closeLater(): Mono<Void> = Mono.empty()

        override fun close() {}
    }

    companion object {
        val TICKET: QueueTicket = QueueTicket.of(FluxLora.ID, "some-job", Instant.EPOCH)
        val RUNNING = StatusUpdate.InProgress(emptyList())
    }
}
