package dev.falreactive.kotlin

import dev.falreactive.FalException
import dev.falreactive.emulator.Fault
import dev.falreactive.emulator.Phase
import java.nio.file.Path
import kotlin.io.path.fileSize
import kotlin.io.path.listDirectoryEntries
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class MediaTest {

    @TempDir lateinit var directory: Path

    private val file
        get() = directory.resolve("tiger.jpg")

    @Test
    fun aFileIsSaved() = withBench { bench ->
        val ticket = bench.queue.submit(Bench.INPUT)
        val url = bench.queue.await(ticket).images().single().url()
        assertThat(bench.client.media.save(ticket, url, file)).isPositive().isEqualTo(file.fileSize())
    }

    @Test
    fun aFileBeyondTheLimitIsAnErrorWithTheTicket() = withBench { bench ->
        val ticket = bench.queue.submit(Bench.INPUT)
        val url = bench.queue.await(ticket).images().single().url()
        val error = runCatching { bench.client.media.save(ticket, url, file, maxBytes = 10) }.exceptionOrNull()
        assertThat((error as FalException.Unreadable).ticket()).contains(ticket)
        assertThat(directory.listDirectoryEntries()).isEmpty()
    }

    @Test
    fun aCancelledSaveLeavesNothingBehind() = withBench { bench ->
        val ticket = bench.queue.submit(Bench.INPUT)
        val url = bench.queue.await(ticket).images().single().url()
        bench.emulator.inject(Phase.MEDIA, Fault.stall())
        val save = launch { bench.client.media.save(ticket, url, file) }
        until { bench.emulator.ledger().media().isNotEmpty() }
        save.cancelAndJoin()
        until { bench.emulator.ledger().media().single().aborted() }
        // A file is deleted by a thread that may block, which nobody waits for.
        until { directory.listDirectoryEntries().isEmpty() }
    }
}
