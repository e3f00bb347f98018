package dev.falreactive.samples.kotlin

import dev.falreactive.samples.batch.Readme
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class ReadmeTest {

    @Test
    fun `the ten lines are the README's and run`() {
        Readme.shows("src/main/kotlin/dev/falreactive/samples/kotlin/TenLines.kt", "kotlin")
        Readme.runs { config -> runBlocking { withCoroutines(config) } }
    }

    @Test fun `the command is the README's`() = Readme.tells("batch-kotlin")
}
