package dev.falreactive.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Path
import kotlin.io.path.createTempDirectory
import kotlin.io.path.writeText
import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler

/** Compiles code as a strict user does. */
internal object KotlinCompiler {

    private const val IMPORTS =
        """
        import com.fasterxml.jackson.annotation.JsonProperty
        import dev.falreactive.*
        import dev.falreactive.fluxlora.*
        import dev.falreactive.kotlin.*
        import java.time.Duration
        import kotlinx.coroutines.flow.*
        """

    /** What the compiler says against each of the snippets, in one go; empty if nothing. */
    fun errorsIn(snippets: List<String>): List<String> {
        val directory = createTempDirectory("kotlin-snippets")
        try {
            val sources = snippets.mapIndexed { i, code -> source(directory, i, code) }
            val said = compile(directory, sources)
            return sources.map { source -> said.filter { it.startsWith("$source:") }.joinToString("\n") }
        } finally {
            directory.toFile().deleteRecursively()
        }
    }

    private fun source(directory: Path, i: Int, code: String): Path =
        directory.resolve("Snippet$i.kt").apply {
            writeText("package snippet$i\n" + IMPORTS.trimIndent() + "\n" + code)
        }

    private fun compile(directory: Path, sources: List<Path>): List<String> {
        val messages = ByteArrayOutputStream()
        val options =
            listOf("-Xjspecify-annotations=strict", "-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17")
        val classPath = listOf("-classpath", System.getProperty("java.class.path"))
        val target = listOf("-d", directory.resolve("classes").toString())
        val arguments = options + classPath + target + sources.map(Path::toString)
        val exit = K2JVMCompiler().exec(PrintStream(messages), *arguments.toTypedArray())
        val said = messages.toString().lines().filter { "error:" in it }
        check(said.isEmpty() == (exit == ExitCode.OK)) { messages.toString() }
        return said
    }
}
