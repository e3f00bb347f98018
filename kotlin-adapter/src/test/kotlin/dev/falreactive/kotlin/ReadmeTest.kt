package dev.falreactive.kotlin

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText
import kotlinx.coroutines.flow.toList
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** What the READMEs show compiles, and the ten lines do what they say. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeTest {

    private val module = Path.of(System.getProperty("fal.moduleDir"))
    private val fence = Regex("^```kotlin\\n(.*?)^```$", setOf(RegexOption.DOT_MATCHES_ALL, RegexOption.MULTILINE))

    private fun fencesOf(readme: Path): List<String> =
        fence.findAll(readme.readText()).map { it.groupValues[1] }.toList()

    @Test
    fun theKotlinCodeCompiles() {
        val own = fencesOf(module.resolve("README.md"))
        assertThat(own).hasSizeGreaterThanOrEqualTo(5)
        val yours = "fun store(ticket: String) = println(ticket)\n\nfun keep(orphan: Orphan) = println(orphan)\n\n"
        val pages = listOf(own, fencesOf(module.resolveSibling("README.md"))).map { yours + it.joinToString("\n") }
        assertThat(KotlinCompiler.errorsIn(pages)).containsOnly("")
    }

    @Test
    fun theTenLinesRun() = withBench { bench ->
        val queue = bench.queue
        val ticket =
            queue.submit(
                fluxLora {
                    prompt = "a tiger's eye"
                    imageSize = LANDSCAPE_4_3
                }
            )
        assertThat(queue.watch(ticket).toList().last().isTerminal).isTrue()
        assertThat(queue.result(ticket).images()).hasSize(1)
    }
}
