package dev.falreactive.kotlin

import dev.falreactive.Orphan
import dev.falreactive.QueueTicket
import dev.falreactive.StatusUpdate
import dev.falreactive.StopPolicy
import dev.falreactive.SubmitOptions
import dev.falreactive.WatchOptions
import dev.falreactive.emulator.Fault
import dev.falreactive.emulator.JobScript
import dev.falreactive.emulator.Phase
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.ValueSource
import reactor.core.CoreSubscriber
import reactor.core.publisher.Mono
import reactor.core.publisher.Operators

/** R16: a job that was paid for reaches its caller or the orphan handler, whenever the caller is cancelled. */
@OptIn(ExperimentalCoroutinesApi::class)
class SubmitCancelTest {

    /** Runs what it is given when a test says so: what is to be resumed stays to be resumed. */
    private class HeldBack : CoroutineDispatcher() {
        private val tasks = ConcurrentLinkedQueue<Runnable>()
        val holds
            get() = tasks.isNotEmpty()

        override fun dispatch(context: CoroutineContext, block: Runnable) {
            tasks += block
        }

        fun run() = generateSequence(tasks::poll).forEach(Runnable::run)

        /** One task alone: an answer that is quick must not be let through with the call that asked for it. */
        fun runFirst() = tasks.poll().run()

        suspend fun runOnce() {
            until { holds }
            run()
        }
    }

    private val heldBack = HeldBack()

    /** Answers take their time: one that comes before the call is suspended is not held back. */
    private fun <T> start(bench: Bench, call: suspend () -> T): Deferred<T> {
        listOf(Phase.SUBMIT, Phase.STATUS).forEach { bench.emulator.inject(it, Fault.delay(Duration.ofMillis(500))) }
        return CoroutineScope(heldBack + Job()).async { call() }.also { heldBack.runFirst() }
    }

    @Test
    fun R16_theTicketOfACancelledSubmitIsTold() = withBench { bench ->
        bench.emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(300)))
        val submit = async { runCatching { bench.queue.submit(Bench.INPUT) } }
        until { bench.posts() == 1 }
        submit.cancel()
        until { bench.orphans.isNotEmpty() }
        assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Accepted::class.java)
        val ticket = (bench.orphans.single() as Orphan.Accepted).ticket()
        assertThat(bench.queue.await(ticket).images()).hasSize(1)
        assertThat(bench.cancelCalls()).isEmpty()
    }

    @Test
    fun aSubmitThatIsCancelledBeforeItLeavesSendsNothing() = withBench { bench ->
        val job = launch {
            currentCoroutineContext().cancel()
            bench.queue.submit(Bench.INPUT)
        }
        job.join()
        bench.letThingsHappen()
        assertThat(bench.posts()).`as`("the one of letThingsHappen").isEqualTo(1)
        assertThat(bench.orphans).isEmpty()
    }

    @ParameterizedTest
    @CsvSource("DETACH, 0", "CANCEL, 1")
    fun R16_aTicketThatArrivesAsItsCallerIsCancelledIsTold(policy: StopPolicy, cancels: Int) = withBench { bench ->
        bench.emulator.nextJob(JobScript.steps(JobScript.running()))
        val submit = start(bench) { bench.queue.submit(Bench.INPUT, SubmitOptions.defaults().withOnStop(policy)) }
        until { heldBack.holds }
        submit.cancel()
        heldBack.run()
        assertThat(submit.isCancelled).isTrue()
        assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Accepted::class.java)
        until { bench.cancelCalls().size >= cancels }
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).hasSize(cancels)
        assertThat(bench.orphans).hasSize(1)
    }

    /** A ticket that is on its way to its subscriber when the cancel comes is delivered all the same. */
    @Test
    fun R16_aTicketThatOutrunsTheCancelIsTold() = runTest {
        var subscriber: CoreSubscriber<in StatusUpdate>? = null
        val stub =
            StubQueue(
                object : Mono<StatusUpdate>() {
                    override fun subscribe(actual: CoreSubscriber<in StatusUpdate>) {
                        subscriber = actual
                        actual.onSubscribe(Operators.emptySubscription())
                    }
                }
            )
        val submit = launch { stub.faced.submit(Bench.INPUT) }
        runCurrent()
        submit.cancelAndJoin()
        assertThat(stub.abandoned).isEmpty()
        subscriber!!.onNext(StubQueue.RUNNING)
        assertThat(stub.abandoned).containsExactly(StubQueue.TICKET)
    }

    @Test
    fun aTicketThatItsCallerGetsIsNoOrphan() = withBench { bench ->
        val submit = start(bench) { bench.queue.submit(Bench.INPUT) }
        heldBack.runOnce()
        assertThat(submit.await().requestId()).isNotEmpty()
        submit.cancel()
        assertThat(bench.orphans).isEmpty()
    }

    @ParameterizedTest
    @ValueSource(booleans = [false, true])
    fun R16_aResultThatArrivesAsItsCallerIsCancelledLeavesATicket(kept: Boolean) = withBench { bench ->
        bench.emulator.nextJob(JobScript.steps(JobScript.completed()))
        val keep: suspend (QueueTicket) -> Unit = {}
        val call = start(bench) { bench.queue.submitAndAwait(Bench.INPUT, onTicket = keep.takeIf { kept }) }
        heldBack.runOnce()
        until { heldBack.holds }
        call.cancel()
        heldBack.run()
        assertThat(call.isCancelled).isTrue()
        assertThat(bench.orphans).hasSize(if (kept) 0 else 1)
    }

    @Test
    fun submitAndAwaitBringsTheResultAndTellsNobody() = withBench { bench ->
        assertThat(bench.queue.submitAndAwait(Bench.INPUT).images()).hasSize(1)
        assertThat(bench.orphans).isEmpty()
    }

    @Test
    fun watchingStartsWhenTheTicketIsKept() = withBench { bench ->
        val kept = mutableListOf<QueueTicket>()
        bench.queue.submitAndAwait(Bench.INPUT) {
            bench.letThingsHappen()
            assertThat(bench.statusCalls(it)).isEmpty()
            kept += it
        }
        assertThat(bench.statusCalls(kept.single())).isNotEmpty()
        assertThat(bench.orphans).isEmpty()
    }

    @Test
    fun aTicketThatCannotBeKeptIsToldAndItsFailureIsTheError() = withBench { bench ->
        class NoDatabase : RuntimeException("no database")
        val watch = WatchOptions.defaults().withOnStop(StopPolicy.CANCEL)
        val error = runCatching { bench.queue.submitAndAwait(Bench.INPUT, watch = watch) { throw NoDatabase() } }
        assertThat(error.exceptionOrNull()).isInstanceOf(NoDatabase::class.java)
        assertThat(bench.orphans).hasSize(1)
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).isEmpty()
    }

    @Test
    fun aTicketThatIsNotKeptInTimeIsToldAndItsJobGoesOn() = withBench { bench ->
        val watch = WatchOptions.defaults().withOnStop(StopPolicy.CANCEL)
        val error = runCatching {
            bench.queue.submitAndAwait(Bench.INPUT, watch = watch) { withTimeout(1) { awaitCancellation() } }
        }
        assertThat(error.exceptionOrNull()).isInstanceOf(TimeoutCancellationException::class.java)
        assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Accepted::class.java)
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).isEmpty()
    }

    @ParameterizedTest
    @CsvSource("DETACH, 0", "CANCEL, 1")
    fun aCallerCancelledWhileItKeepsTheTicketLeavesAnOrphan(policy: StopPolicy, cancels: Int) = withBench { bench ->
        val keeping = CompletableDeferred<Unit>()
        bench.emulator.nextJob(JobScript.steps(JobScript.running()))
        val call = launch {
            bench.queue.submitAndAwait(Bench.INPUT, watch = WatchOptions.defaults().withOnStop(policy)) {
                keeping.complete(Unit)
                awaitCancellation()
            }
        }
        keeping.await()
        call.cancel(CancellationException("enough"))
        call.join()
        until { bench.cancelCalls().size >= cancels }
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).hasSize(cancels)
        assertThat(bench.orphans).singleElement().isInstanceOf(Orphan.Accepted::class.java)
    }

    @ParameterizedTest
    @CsvSource("false, 1", "true, 0")
    fun aCallerCancelledWhileItWaitsLeavesAnOrphanUnlessTheTicketIsKept(kept: Boolean, told: Int) = withBench { bench ->
        val keep: suspend (QueueTicket) -> Unit = {}
        bench.emulator.nextJob(JobScript.steps(JobScript.running()))
        val watch = Bench.EAGER.withOnStop(StopPolicy.CANCEL)
        val call = launch { bench.queue.submitAndAwait(Bench.INPUT, watch = watch, onTicket = keep.takeIf { kept }) }
        until { bench.emulator.ledger().entries().count { it.path().endsWith("/status") } > 1 }
        call.cancel()
        call.join()
        until { bench.cancelCalls().isNotEmpty() }
        bench.letThingsHappen()
        assertThat(bench.cancelCalls()).hasSize(1)
        assertThat(bench.orphans).hasSize(told)
    }
}
