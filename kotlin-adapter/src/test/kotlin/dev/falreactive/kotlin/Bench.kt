package dev.falreactive.kotlin

import dev.falreactive.FalConfig
import dev.falreactive.Orphan
import dev.falreactive.PollPolicy
import dev.falreactive.QueueTicket
import dev.falreactive.RetryPolicy
import dev.falreactive.WatchOptions
import dev.falreactive.emulator.EmulatorConfig
import dev.falreactive.emulator.FalEmulator
import dev.falreactive.emulator.JobScript
import dev.falreactive.emulator.LedgerEntry
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.protocol.HttpMethod
import dev.falreactive.reactor.ReactorFalClient
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** An emulator and a client of it, with short pauses. */
internal class Bench(settings: FalConfig.Builder.() -> Unit = {}) : AutoCloseable {

    val orphans = CopyOnWriteArrayList<Orphan>()
    val emulator: FalEmulator =
        FalEmulator.start(
            EmulatorConfig.builder()
                .port(0)
                .runners(100)
                .queueTime(Duration.ofMillis(20))
                .runTime(Duration.ofMillis(40))
                .echoApps("acme/echo")
                .build()
        )
    val reactor: ReactorFalClient =
        ReactorFalClient.builder(
                FalConfig.builder()
                    .baseUrl(emulator.baseUrl())
                    .directUrl(emulator.directUrl())
                    .credentials(emulator.credentials())
                    .pollPolicy(PollPolicy.constant(Duration.ofMillis(10)))
                    .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(5), Duration.ofMillis(20)))
                    .apply(settings)
                    .build()
            )
            .onOrphan { orphans += it }
            .build()
    val client = CoroutineFalClient.of(reactor)
    val queue = client.queue(FluxLora.TEXT_TO_IMAGE)

    suspend fun submit(script: JobScript): QueueTicket {
        emulator.nextJob(script)
        return queue.submit(INPUT)
    }

    /** A job that runs and never ends. */
    suspend fun submitEndless(): QueueTicket = submit(JobScript.steps(JobScript.running()))

    fun statusCalls(ticket: QueueTicket): List<LedgerEntry> = calls(HttpMethod.GET, "${ticket.requestId()}/status")

    fun cancelCalls(): List<LedgerEntry> = calls(HttpMethod.PUT, "/cancel")

    fun posts(): Int = emulator.ledger().submits().size

    private fun calls(method: HttpMethod, suffix: String) =
        emulator.ledger().entries().filter { it.method() == method && it.path().endsWith(suffix) }

    /** Lets as much happen as would happen, measured in round trips and not in time. */
    suspend fun letThingsHappen() {
        val other = submitEndless()
        repeat(25) { queue.status(other) }
    }

    override fun close() {
        client.close()
        emulator.close()
    }

    companion object {
        val INPUT = fluxLora {
            prompt = "a tiger"
            imageSize(64, 64)
        }

        /** No pause: whatever a watch would do too much, it would do at once. */
        val EAGER: WatchOptions = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO))
    }
}

/** A test over sockets, in the time of the clock on the wall. */
internal fun withBench(settings: FalConfig.Builder.() -> Unit = {}, test: suspend CoroutineScope.(Bench) -> Unit) =
    Bench(settings).use { bench -> runBlocking { test(bench) } }

internal suspend fun until(condition: () -> Boolean) =
    withTimeout(30.seconds) {
        while (!condition()) {
            delay(2.milliseconds)
        }
    }
