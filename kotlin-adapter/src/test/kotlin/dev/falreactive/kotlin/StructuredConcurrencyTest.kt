package dev.falreactive.kotlin

import dev.falreactive.QueueTicket
import dev.falreactive.StatusUpdate
import dev.falreactive.StopPolicy
import dev.falreactive.WatchOptions
import dev.falreactive.emulator.Fault
import dev.falreactive.emulator.JobScript
import dev.falreactive.emulator.Phase
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flatMapLatest
import kotlinx.coroutines.flow.mapLatest
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.flow.transformLatest
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.EnumSource

/** R05: a call lives as long as its caller, and the job goes on. */
@OptIn(ExperimentalCoroutinesApi::class)
class StructuredConcurrencyTest {

    /** Each call that waits for an answer of the server, which never comes. */
    enum class Call(val phase: Phase, val make: suspend (CoroutineQueue<*, *>, QueueTicket) -> Unit) {
        STATUS(Phase.STATUS, { queue, ticket -> queue.status(ticket) }),
        WATCH(Phase.STATUS, { queue, ticket -> queue.watch(ticket).collect {} }),
        RESULT(Phase.RESULT, { queue, ticket -> queue.result(ticket) }),
        METADATA(Phase.RESULT, { queue, ticket -> queue.resultWithMetadata(ticket) }),
        AWAIT(Phase.STATUS, { queue, ticket -> queue.await(ticket) }),
        CANCEL(Phase.CANCEL, { queue, ticket -> queue.cancel(ticket) }),
    }

    @ParameterizedTest
    @EnumSource
    fun aCancelledScopeAbortsTheExchangeInFlight(call: Call) = withBench { bench ->
        val ticket = bench.submitEndless()
        bench.emulator.inject(call.phase, Fault.stall())
        val seen = CompletableDeferred<Throwable>()
        val caller = launch {
            try {
                call.make(bench.queue, ticket)
            } catch (e: Throwable) {
                seen.complete(e)
                throw e
            }
        }
        until { bench.emulator.ledger().forRequest(ticket.requestId()).size == 2 }
        assertThat(bench.emulator.ledger().entries()).noneMatch { it.aborted() }
        caller.cancel(CancellationException("enough"))
        caller.join()
        assertThat(seen.await()).isInstanceOf(CancellationException::class.java).hasMessage("enough")
        until { bench.emulator.ledger().forRequest(ticket.requestId()).last().aborted() }
    }

    @Test
    fun aFailingSiblingStopsAWatch() = withBench { bench ->
        val ticket = bench.submitEndless()
        val outcome = runCatching {
            coroutineScope {
                val watching = CompletableDeferred<Unit>()
                launch { bench.queue.watch(ticket, Bench.EAGER).collect { watching.complete(Unit) } }
                watching.await()
                throw IllegalArgumentException("of the sibling")
            }
        }
        assertThat(outcome.exceptionOrNull()).isInstanceOf(IllegalArgumentException::class.java)
        bench.assertQuiet(ticket)
    }

    @Test
    fun withTimeoutStopsAnAwait() = withBench { bench ->
        val ticket = bench.submitEndless()
        val outcome = runCatching { withTimeout(150.milliseconds) { bench.queue.await(ticket) } }
        assertThat(outcome.exceptionOrNull()).isInstanceOf(TimeoutCancellationException::class.java)
        bench.assertQuiet(ticket)
    }

    @Test
    fun takeStopsAWatch() = withBench { bench ->
        val ticket = bench.submitEndless()
        assertThat(bench.queue.watch(ticket, Bench.EAGER).take(1).toList()).hasSize(1)
        bench.letThingsHappen()
        assertThat(bench.statusCalls(ticket)).hasSize(1)
    }

    @Test
    fun firstStopsAWatch() = withBench { bench ->
        val ticket = bench.submit(JobScript.steps(JobScript.queued(3), JobScript.running()))
        bench.queue.watch(ticket, Bench.EAGER).first { it is StatusUpdate.InProgress }
        bench.letThingsHappen()
        assertThat(bench.statusCalls(ticket)).hasSize(2)
    }

    @Test
    fun latestStopsTheWatchThatIsOver() = withBench { bench ->
        val tickets = List(2) { bench.submitEndless() }
        val selected = MutableStateFlow(tickets[0])
        val seen = MutableStateFlow<QueueTicket?>(null)
        val collector = launch {
            selected
                .flatMapLatest { ticket -> bench.queue.watch(ticket, Bench.EAGER).onEach { seen.value = ticket } }
                .collect {}
        }
        seen.first { it == tickets[0] }
        selected.value = tickets[1]
        seen.first { it == tickets[1] }
        bench.assertQuiet(tickets[0])
        val before = bench.statusCalls(tickets[1]).size
        until { bench.statusCalls(tickets[1]).size > before }
        collector.cancelAndJoin()
        bench.assertQuiet(tickets[1])
    }

    @Test
    fun aCollectorThatMapsTheLatestStopsItsWatch() = withBench { bench ->
        val ticket = bench.submitEndless()
        bench.queue.watch(ticket, Bench.EAGER).mapLatest { it.phase() }.take(2).toList()
        bench.assertQuiet(ticket)
        bench.queue.watch(ticket, Bench.EAGER).transformLatest { emit(it) }.first()
        bench.assertQuiet(ticket)
    }

    @ParameterizedTest
    @CsvSource("DETACH, 0", "CANCEL_IF_QUEUED, 0", "CANCEL, 1")
    fun theStopPolicyDecidesAboutTheJob(policy: StopPolicy, cancels: Int) = withBench { bench ->
        val ticket = bench.submitEndless()
        bench.queue.watch(ticket, WatchOptions.defaults().withOnStop(policy)).first()
        until { bench.cancelCalls().size >= cancels }
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).hasSize(cancels)
    }

    @Test
    fun aCallWhoseCallerStaysIsNotAborted() = withBench { bench ->
        val ticket = bench.submitEndless()
        val status = async { bench.queue.status(ticket) }
        launch { awaitCancellation() }.cancelAndJoin()
        assertThat(status.await()).isInstanceOf(StatusUpdate.InProgress::class.java)
        assertThat(bench.emulator.ledger().entries()).noneMatch { it.aborted() }
    }

    private suspend fun Bench.assertQuiet(ticket: QueueTicket) {
        letThingsHappen()
        val calls = statusCalls(ticket).size
        assertThat(calls).isPositive()
        letThingsHappen()
        assertThat(statusCalls(ticket)).hasSize(calls)
        assertThat(cancelCalls()).isEmpty()
    }
}
