package dev.falreactive.kotlin

import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.walk
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Rules of the sources that no compiler knows. */
class SourceRulesTest {

    private val main =
        Path.of(System.getProperty("fal.moduleDir"), "src", "main")
            .walk()
            .filter { it.extension == "kt" }
            .associate { it.name to it.readText() }

    private fun filesWith(pattern: String) = main.filterValues(Regex(pattern)::containsMatchIn).keys

    @Test
    fun noCoroutineLeavesItsCallersScopeAndNoThreadIsBlocked() {
        assertThat(main).hasSizeGreaterThan(3)
        assertThat(filesWith("GlobalScope|runBlocking|CoroutineScope\\(|Dispatchers|Thread\\.|\\.block")).isEmpty()
        assertThat(filesWith("suspend fun")).isNotEmpty()
    }

    @Test
    fun theJsonLibraryHasOneHome() {
        assertThat(filesWith("jackson")).containsExactly("KotlinJson.kt")
    }
}
