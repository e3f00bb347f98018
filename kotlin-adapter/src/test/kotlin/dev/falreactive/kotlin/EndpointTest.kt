package dev.falreactive.kotlin

import com.fasterxml.jackson.annotation.JsonProperty
import dev.falreactive.Codec
import dev.falreactive.FalException
import dev.falreactive.emulator.JobScript
import java.math.BigDecimal
import java.math.BigInteger
import kotlin.reflect.typeOf
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.ValueSource

/** Data classes as input and output. */
class EndpointTest {

    data class Prompt(
        val prompt: String,
        @param:JsonProperty("image_size") val imageSize: String? = null,
        val steps: Int = 28,
        val isFast: Boolean = true,
        val extra: Map<String, Any?> = emptyMap(),
    )

    data class Image(val url: String, val width: Int?)

    data class Picture(
        val images: List<Image>,
        val seed: Long,
        val note: String? = null,
        val words: List<String> = listOf("none"),
    ) {
        init {
            require(seed >= 0) { "a seed is not negative" }
        }
    }

    private val echo = endpoint<Prompt, Prompt>("acme/echo")

    private fun answer(json: String) = JobScript.steps(JobScript.completed()).withResult(200, json)

    private fun read(json: String): Picture = codec<Picture>(typeOf<Picture>()).read(json.toByteArray())

    @Test
    fun aDataClassGoesOutAndComesBack() = withBench { bench ->
        val input = Prompt("a tiger", imageSize = "square", extra = mapOf("deep" to listOf(1, null)))
        assertThat(bench.client.queue(echo).submitAndAwait(input)).isEqualTo(input)
        assertThat(bench.emulator.ledger().submits().single().body()).contains("\"image_size\":\"square\"")
    }

    @Test
    fun whatIsNullIsNotSent() = withBench { bench ->
        bench.client.queue(echo).submit(Prompt("a tiger"))
        assertThat(Codec.map().read(bench.emulator.ledger().submits().single().body().toByteArray()))
            .isEqualTo(
                mapOf("prompt" to "a tiger", "steps" to 28, "isFast" to true, "extra" to emptyMap<String, Any>())
            )
    }

    @Test
    fun anAnswerWithMoreAndWithLessThanTheClassHas() = withBench { bench ->
        bench.emulator.nextJob(
            answer("""{"images":[{"url":"u","width":null,"more":1}],"seed":7,"more":{},"words":null}""")
        )
        val picture = bench.client.queue(endpoint<Prompt, Picture>("acme/echo")).submitAndAwait(Prompt("a tiger"))
        assertThat(picture).isEqualTo(Picture(listOf(Image("u", null)), 7, null, listOf("none")))
    }

    @Test
    fun anAnswerWithoutWhatTheClassNeedsIsUnreadable() = withBench { bench ->
        val queue = bench.client.queue(endpoint<Prompt, Picture>("acme/echo"))
        bench.emulator.nextJob(answer("""{"images":[{"url":"u"},{"width":3}],"seed":7}"""))
        val ticket = queue.submit(Prompt("a tiger"))
        val error = runCatching { queue.await(ticket) }.exceptionOrNull() as FalException.Unreadable
        assertThat(error.ticket()).contains(ticket)
        assertThat(error).hasMessageContaining("/images/1/url")
        assertThat(generateSequence<Throwable>(error) { it.cause }.map { it.javaClass.name }.toList()).noneMatch {
            it.startsWith("tools.jackson")
        }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value =
            [
                """{"images":[]}                           | /seed""",
                """{"images":[],"seed":null}               | /seed""",
                """{"seed":7}                              | /images""",
                """{"images":[{"url":null}],"seed":7}      | /images/0/url""",
                """{"images":[null],"seed":7}              | /images""",
                """{"images":[],"seed":"hidden"}           | /seed""",
                """{"images":[],"seed":7,"words":[null]}   | /words""",
            ],
    )
    fun whatIsWrongIsNamedAndNotQuoted(json: String, pointer: String) {
        assertThatThrownBy { read(json) }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageContaining("Picture at \"$pointer")
            .hasMessageContaining("line 1")
            .hasMessageNotContaining("hidden")
            .hasNoCause()
    }

    @ParameterizedTest
    @ValueSource(
        strings = ["", "null", "[]", "hidden", "{", """{"images":[],"seed":7} hidden""", """{"images":[],"seed":-1}"""]
    )
    fun whatIsNoSuchDocumentIsAnArgumentThatIsIllegal(json: String) {
        assertThatThrownBy { read(json) }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageStartingWith("not readable as ")
            .hasMessageNotContaining("hidden")
    }

    @Test
    fun nestingIsBounded() {
        val codec = codec<Map<String, Any?>>(typeOf<Map<String, Any?>>())
        val nested = { depth: Int -> ("""{"a":""" + "[".repeat(depth) + "]".repeat(depth) + "}").toByteArray() }
        assertThat(codec.read(nested(150))).containsKey("a")
        assertThatThrownBy { codec.read(nested(100_000)) }.isInstanceOf(IllegalArgumentException::class.java)
    }

    @Test
    fun numbersKeepTheirDigits() = withBench { bench ->
        val queue = bench.client.queue(endpoint<Map<String, Any?>, Map<String, Any?>>("acme/echo"))
        val numbers = mapOf("seed" to BigInteger.TEN.pow(40), "scale" to BigDecimal("0.10"), "nothing" to null)
        assertThat(queue.submitAndAwait(numbers)).isEqualTo(numbers)
    }

    @Test
    fun typesWithParametersAreReadInFull() {
        val codec = codec<Map<String, List<Image>>>(typeOf<Map<String, List<Image>>>())
        val images = mapOf("all" to listOf(Image("u", 3)))
        assertThat(codec.read(codec.write(images))).isEqualTo(images)
    }

    @Test
    fun whatCannotBeWrittenIsInvalidInputAndNothingIsSent() = withBench { bench ->
        data class Loop(val prompt: String, var self: Any? = null)
        val input = Loop("a tiger").apply { self = this }
        val error = runCatching { bench.client.queue(endpoint<Loop, Prompt>("acme/echo")).submit(input) }
        assertThat(error.exceptionOrNull()).isInstanceOf(FalException.InvalidInput::class.java)
        assertThat(bench.posts()).isZero()
    }

    @Test
    fun anIdThatIsNoneIsRefused() {
        assertThatThrownBy { endpoint<Prompt, Picture>("no-owner") }.isInstanceOf(FalException.InvalidInput::class.java)
    }
}
