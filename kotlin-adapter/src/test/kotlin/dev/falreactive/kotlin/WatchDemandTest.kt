package dev.falreactive.kotlin

import dev.falreactive.emulator.JobScript
import dev.falreactive.fluxlora.FluxLora
import java.time.Instant
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.reactive.asFlow
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** R03: collection is the clock. */
class WatchDemandTest {

    @Test
    fun R03_takeOneThenStall_oneStatusCall() = withBench { bench ->
        val ticket = bench.submitEndless()
        val taken = CompletableDeferred<Unit>()
        val collector = launch {
            bench.queue.watch(ticket, Bench.EAGER).collect {
                taken.complete(Unit)
                awaitCancellation()
            }
        }
        taken.await()
        bench.letThingsHappen()
        assertThat(bench.statusCalls(ticket)).hasSize(1)
        collector.cancelAndJoin()
    }

    @Test
    fun R03_withoutACollectorNoStatusCall() = withBench { bench ->
        val ticket = bench.submitEndless()
        bench.queue.watch(ticket, Bench.EAGER)
        bench.letThingsHappen()
        assertThat(bench.statusCalls(ticket)).isEmpty()
    }

    @Test
    fun R03_aSlowCollectorSeesNothingOlderThanItsWishForIt() = withBench { bench ->
        val ticket = bench.submitEndless()
        val ready = mutableListOf<Instant>()
        bench.queue.watch(ticket, Bench.EAGER).take(3).collect {
            bench.letThingsHappen()
            assertThat(bench.statusCalls(ticket)).hasSize(ready.size + 1)
            ready += Instant.now().minusMillis(1)
        }
        val calls = bench.statusCalls(ticket).map { it.at() }
        assertThat(calls).hasSize(3)
        assertThat(calls[1]).isAfterOrEqualTo(ready[0])
        assertThat(calls[2]).isAfterOrEqualTo(ready[1])
    }

    @Test
    fun R01_eachCollectionWatchesAnew() = withBench { bench ->
        val ticket = bench.submit(JobScript.steps(JobScript.completed()))
        val watch = bench.queue.watch(ticket, Bench.EAGER)
        assertThat(watch.toList()).hasSize(1)
        assertThat(watch.toList()).hasSize(1)
        assertThat(bench.statusCalls(ticket)).hasSize(2)
    }

    /** What the tests above would see if the watch read ahead. */
    @Test
    fun whoBuffersReadsAhead() = withBench { bench ->
        val ticket = bench.submitEndless()
        val collector = launch { bench.queue.watch(ticket, Bench.EAGER).buffer(4).collect { awaitCancellation() } }
        until { bench.statusCalls(ticket).size >= 4 }
        collector.cancelAndJoin()
    }

    /** Why the watch is no plain `asFlow()`. */
    @Test
    fun theFlowOfAPublisherReadsAheadUnlessToldOtherwise() = withBench { bench ->
        val ticket = bench.submitEndless()
        val flow = bench.reactor.queue(FluxLora.TEXT_TO_IMAGE).watch(ticket, Bench.EAGER).asFlow()
        val collector = launch { flow.collect { awaitCancellation() } }
        until { bench.statusCalls(ticket).size >= 64 }
        bench.letThingsHappen()
        assertThat(bench.statusCalls(ticket)).hasSize(64)
        collector.cancelAndJoin()
    }
}
