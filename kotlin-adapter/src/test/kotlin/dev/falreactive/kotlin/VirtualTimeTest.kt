package dev.falreactive.kotlin

import dev.falreactive.StatusUpdate
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import reactor.core.publisher.Mono

/** Under `runTest` nothing here brings a thread or a clock of its own. */
@OptIn(ExperimentalCoroutinesApi::class)
class VirtualTimeTest {

    private val calls = AtomicInteger()
    private val cancels = AtomicInteger()

    private fun counted(answer: Mono<StatusUpdate>) =
        StubQueue(answer.doOnSubscribe { calls.incrementAndGet() }.doOnCancel { cancels.incrementAndGet() }).faced

    @Test
    fun withTimeoutGoesByVirtualTimeAndCancelsTheCall() = runTest {
        val queue = counted(Mono.never())
        val outcome = runCatching { withTimeout(10.minutes) { queue.await(StubQueue.TICKET) } }
        assertThat(outcome.exceptionOrNull()).isInstanceOf(TimeoutCancellationException::class.java)
        assertThat(currentTime).isEqualTo(600_000)
        assertThat(cancels).hasValue(1)
    }

    @Test
    fun anAnswerInTimeCancelsNothing() = runTest {
        val queue = counted(Mono.just(StubQueue.RUNNING))
        withTimeout(10.minutes) { queue.status(StubQueue.TICKET) }
        assertThat(currentTime).isZero()
        assertThat(cancels).hasValue(0)
    }

    @Test
    fun aSlowCollectorIsTheOnlyClock() = runTest {
        val queue = counted(Mono.just(StubQueue.RUNNING))
        val collector = launch { queue.watch(StubQueue.TICKET).take(10).collect { delay(3.seconds) } }
        runCurrent()
        assertThat(calls).hasValue(1)
        advanceTimeBy(3.seconds)
        assertThat(calls).hasValue(1)
        runCurrent()
        assertThat(calls).hasValue(2)
        advanceTimeBy(9.seconds)
        assertThat(calls).hasValue(4)
        collector.cancel()
    }

    @Test
    fun theScopeOfATestHoldsEveryCall() = runTest {
        val queue = counted(Mono.never())
        val scope = launch {
            launch { queue.status(StubQueue.TICKET) }
            launch { queue.watch(StubQueue.TICKET).collect {} }
        }
        runCurrent()
        assertThat(calls).hasValue(2)
        scope.cancel()
        runCurrent()
        assertThat(cancels).hasValue(2)
        assertThat(scope.isCompleted).isTrue()
    }
}
