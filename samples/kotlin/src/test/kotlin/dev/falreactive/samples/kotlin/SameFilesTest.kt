package dev.falreactive.samples.kotlin

import dev.falreactive.samples.batch.BatchProgram
import dev.falreactive.samples.batch.Comparison
import dev.falreactive.samples.reactor.BatchReactor
import dev.falreactive.samples.rxjava.BatchRxJava
import java.nio.file.Path
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class SameFilesTest {

    /** Each on an emulator of its own, with the prompts that the README runs. */
    @Test
    fun `the three programs leave the same files`(@TempDir dir: Path) {
        val prompts = Path.of(System.getProperty("fal.moduleDir"), "..", "prompts.txt")
        Comparison.run(prompts, dir.resolve("reactor"), BatchProgram(BatchReactor::run))
            .leavesTheSameAs(Comparison.run(prompts, dir.resolve("rxjava"), BatchProgram(BatchRxJava::run)))
            .leavesTheSameAs(Comparison.run(prompts, dir.resolve("kotlin"), BatchProgram(::run)))
    }
}
