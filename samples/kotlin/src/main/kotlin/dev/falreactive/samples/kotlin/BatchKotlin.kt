package dev.falreactive.samples.kotlin

import dev.falreactive.QueueTicket
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.kotlin.CoroutineFalClient
import dev.falreactive.samples.batch.Batch
import dev.falreactive.samples.batch.BatchCommand
import dev.falreactive.samples.batch.BatchJob
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withContext

/** A batch of prompts with coroutines: a semaphore keeps a number of jobs under way. */
fun main(vararg args: String) = BatchCommand.main("batch-kotlin", ::run, *args)

/** Does all jobs of a [batch]. */
fun run(batch: Batch) {
    CoroutineFalClient.create(batch.config()).use { runBlocking { BatchKotlin(it, batch).all() } }
}

private class BatchKotlin(private val client: CoroutineFalClient, private val batch: Batch) {
    private val queue = client.queue(FluxLora.TEXT_TO_IMAGE)

    suspend fun all() = coroutineScope {
        val inFlight = Semaphore(batch.inFlight())
        val work = launch {
            for (job in batch.jobs()) {
                // A place may become free before its next owner is cancelled.
                launch { inFlight.withPermit { if (!batch.isInterrupted) one(job) } }
            }
        }
        batch.interrupted().thenRun(work::cancel)
    }

    /** A job that fails is told of, and the others go on. */
    private suspend fun one(job: BatchJob) {
        try {
            finish(job, ticket(job))
        } catch (e: CancellationException) {
            throw e
        } catch (e: Exception) {
            batch.failed(job, e)
        }
    }

    /** Not cut short by an interruption: a ticket that is on its way is waited for. */
    private suspend fun ticket(job: BatchJob): QueueTicket =
        withContext(NonCancellable) {
            val ticket = job.ticket().orElse(null) ?: queue.submit(batch.request(job))
            ticket.also { batch.accepted(job, it) }
        }

    private suspend fun finish(job: BatchJob, ticket: QueueTicket) {
        val result = queue.await(ticket, batch.watching(job))
        for (file in batch.files(job, result)) {
            val bytes = client.media.save(ticket, file.url, file.path)
            batch.saved(job, file, bytes)
        }
        batch.succeeded(job)
    }
}
