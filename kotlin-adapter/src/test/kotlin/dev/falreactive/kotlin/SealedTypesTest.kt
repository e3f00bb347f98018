package dev.falreactive.kotlin

import dev.falreactive.FalException
import dev.falreactive.Orphan
import dev.falreactive.StatusUpdate
import java.util.OptionalInt
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** The sealed types of Java need no `else`. That this file compiles is half of the test. */
class SealedTypesTest {

    private fun say(update: StatusUpdate): String =
        when (update) {
            is StatusUpdate.InQueue -> "after ${update.position().orElse(0)} others"
            is StatusUpdate.InProgress -> "at work"
            is StatusUpdate.Completed -> "done"
            is StatusUpdate.Unrecognized -> update.raw()
        }

    private fun whatToDo(error: FalException): String =
        when (error) {
            is FalException.InvalidInput -> "mend ${error.violations().size} fields"
            is FalException.Rejected -> error.reason().name
            is FalException.Unreachable -> "try again"
            is FalException.Unreadable -> "resume"
            is FalException.SubmitOutcomeUnknown -> "look at the account"
            is FalException.JobFailed -> error.failure().detail()
            is FalException.WatchTimeout -> "watch again"
        }

    private fun endpointOf(orphan: Orphan) =
        when (orphan) {
            is Orphan.Accepted -> orphan.ticket().endpoint()
            is Orphan.Unknown -> orphan.error().endpoint()
        }

    @Test
    fun eachLeafHasItsBranch() {
        assertThat(say(StatusUpdate.InQueue(OptionalInt.of(2), emptyList()))).isEqualTo("after 2 others")
        assertThat(say(StatusUpdate.Unrecognized("PAUSED", emptyList()))).isEqualTo("PAUSED")
        assertThat(ErrorsTest.everyLeaf().map(::whatToDo).distinct()).hasSize(7)
        assertThat(endpointOf(Orphan.Accepted(StubQueue.TICKET))).isEqualTo(StubQueue.TICKET.endpoint())
    }
}
