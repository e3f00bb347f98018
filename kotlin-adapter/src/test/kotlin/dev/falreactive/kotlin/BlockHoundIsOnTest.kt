package dev.falreactive.kotlin

import kotlinx.coroutines.flow.collect
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import reactor.blockhound.BlockingOperationError

/** A guard that can be silently off is none: what blocks where an answer is read, as a codec could, is caught. */
class BlockHoundIsOnTest {

    @Test
    fun aBlockingCallOnAnEventLoopIsCaught() = withBench { bench ->
        val threads = mutableListOf<String>()
        val ticket = bench.submitEndless()
        val blocking =
            Bench.EAGER.withOnUpdate {
                threads += Thread.currentThread().name
                // Sleeps on purpose: it is what is to be caught.
                Thread.sleep(1)
            }
        val error = runCatching { bench.queue.watch(ticket, blocking).collect {} }.exceptionOrNull()
        assertThat(generateSequence(error) { it.cause }.toList()).anyMatch { it is BlockingOperationError }
        assertThat(threads.single()).contains("reactor-http")
    }
}
