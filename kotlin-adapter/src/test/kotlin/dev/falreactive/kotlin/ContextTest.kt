package dev.falreactive.kotlin

import dev.falreactive.StatusUpdate
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.reactor.ReactorContext
import kotlinx.coroutines.reactor.mono
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import reactor.core.publisher.Mono
import reactor.util.context.Context

/** The Reactor context of a call is the one in its caller's coroutine context. */
class ContextTest {

    private val seen = mutableListOf<String>()
    private val queue =
        StubQueue(
                Mono.deferContextual { context ->
                    seen += context.getOrDefault("trace", "nothing").toString()
                    Mono.just<StatusUpdate>(StubQueue.RUNNING)
                }
            )
            .faced

    private suspend fun callAll() {
        queue.submit(Bench.INPUT)
        queue.status(StubQueue.TICKET)
        queue.watch(StubQueue.TICKET).first()
    }

    @Test
    fun aReactorContextInTheCoroutineContextReachesTheCall() = runTest {
        withContext(ReactorContext(Context.of("trace", "t-1"))) { callAll() }
        assertThat(seen).containsExactly("t-1", "t-1", "t-1")
    }

    @Test
    fun theContextOfAMonoReachesTheCallsInIt() {
        mono { callAll() }.contextWrite(Context.of("trace", "t-2")).block()
        assertThat(seen).containsExactly("t-2", "t-2", "t-2")
    }

    @Test
    fun withoutOneThereIsNone() = runTest {
        callAll()
        assertThat(seen).containsExactly("nothing", "nothing", "nothing")
    }

    @Test
    fun aCallResumesInTheContextOfItsCaller() = runTest {
        withContext(CoroutineName("of the caller")) {
            queue.status(StubQueue.TICKET)
            assertThat(currentCoroutineContext()[CoroutineName]?.name).isEqualTo("of the caller")
        }
    }
}
