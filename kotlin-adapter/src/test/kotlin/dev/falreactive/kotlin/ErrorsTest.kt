package dev.falreactive.kotlin

import dev.falreactive.FalException
import dev.falreactive.JobFailure
import dev.falreactive.StatusUpdate
import dev.falreactive.Violation
import dev.falreactive.WatchOptions
import dev.falreactive.emulator.JobScript
import dev.falreactive.fluxlora.FluxLora
import java.time.Duration
import java.time.Instant
import java.util.Optional
import java.util.OptionalInt
import java.util.concurrent.CancellationException
import java.util.stream.Stream
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import reactor.core.publisher.Mono
import reactor.core.scheduler.Schedulers

/** An error arrives as it was made, though coroutines copy what they can to show where it surfaced. */
class ErrorsTest {

    /** Fails on another thread, as a server's answer does. */
    private fun failing(error: Throwable) =
        StubQueue(Mono.error<StatusUpdate>(error).subscribeOn(Schedulers.parallel())).faced

    private fun caughtFrom(call: suspend () -> Unit): Throwable? =
        runBlocking { runCatching { call() } }.exceptionOrNull()

    @ParameterizedTest
    @MethodSource("everyLeaf")
    fun aFalExceptionArrivesAsItself(error: FalException) {
        val queue = failing(error)
        assertThat(caughtFrom { queue.status(StubQueue.TICKET) }).isSameAs(error)
        assertThat(caughtFrom { queue.submit(Bench.INPUT) }).isSameAs(error)
        assertThat(caughtFrom { queue.watch(StubQueue.TICKET).collect {} }).isSameAs(error)
        assertThat(caughtFrom { queue.submitAndAwait(Bench.INPUT) }).isSameAs(error)
    }

    /** What the test above would see otherwise. */
    @Test
    fun coroutinesDoCopyOtherErrorsHere() {
        assertThat(System.getProperty("kotlinx.coroutines.debug")).isEqualTo("on")
        val error = IllegalStateException("of a listener")
        assertThat(caughtFrom { failing(error).status(StubQueue.TICKET) }).isNotSameAs(error).hasCause(error)
    }

    @Test
    fun theTicketIsInTheError() = withBench { bench ->
        val ticket = bench.submitEndless()
        val early = runCatching { bench.queue.result(ticket) }.exceptionOrNull() as FalException.Rejected
        assertThat(early.reason()).isEqualTo(FalException.Rejected.Reason.NOT_READY)
        assertThat(early.ticket()).contains(ticket)
        val deadline = WatchOptions.defaults().withDeadline(Duration.ofMillis(100))
        val late = runCatching { bench.queue.await(ticket, deadline) }.exceptionOrNull() as FalException.WatchTimeout
        assertThat(late.ticket()).contains(ticket)
        val failing = JobScript.steps(JobScript.completed()).withResult(422, """{"detail":"too rude"}""")
        val failed = runCatching { bench.queue.await(bench.submit(failing)) }.exceptionOrNull()
        assertThat(failed).isInstanceOf(FalException.JobFailed::class.java).hasMessageContaining("too rude")
    }

    @Test
    fun aCancellationOfSomebodyElsesIsPassedOn() {
        val error = CancellationException("of a credential supplier")
        val caught = caughtFrom { failing(error).submit(Bench.INPUT) }
        assertThat(caught).isInstanceOf(CancellationException::class.java).hasMessage("of a credential supplier")
    }

    companion object {
        @JvmStatic
        fun everyLeaf(): Stream<FalException> {
            val evidence = FalException.Evidence.of(StubQueue.TICKET)
            return Stream.of(
                FalException.InvalidInput("The input", listOf(Violation("/prompt", "required", "is missing"))),
                FalException.Rejected(FalException.Rejected.Reason.GONE, "gone", Optional.empty(), evidence),
                FalException.Unreachable("no answer", evidence, null),
                FalException.Unreadable("no JSON", evidence, null),
                FalException.SubmitOutcomeUnknown("reset", FluxLora.ID, Instant.EPOCH, "0123", evidence, null),
                FalException.JobFailed(
                    JobFailure("it broke", Optional.empty(), emptyList(), OptionalInt.empty()),
                    evidence,
                ),
                FalException.WatchTimeout(Duration.ofSeconds(1), Optional.empty(), StubQueue.TICKET),
            )
        }
    }
}
