package dev.falreactive.kotlin

import com.fasterxml.jackson.annotation.JsonProperty
import dev.falreactive.Codec
import dev.falreactive.Endpoint
import dev.falreactive.FalException
import dev.falreactive.InputFile
import dev.falreactive.UploadedFile
import dev.falreactive.emulator.JobScript
import dev.falreactive.emulator.Phase
import dev.falreactive.reactor.FileSource
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

    data class Photo(
        val prompt: String,
        @get:JsonProperty("image_url") val image: InputFile,
        val more: List<InputFile> = emptyList(),
        val mask: InputFile? = null,
    )

    private fun source(text: String) = FileSource.of(text.toByteArray(), "image/png").named("$text.png")

    @Test
    fun theFilesOfADataClassAreUploadedFirst() = withBench { bench ->
        val known = InputFile.at("https://example.com/known.png")
        val photo = Photo("a tiger", source("first"), listOf(known, source("second")))
        val output = bench.client.queue(endpoint<Photo, Map<String, Any?>>("acme/echo")).submitAndAwait(photo)
        assertThat(output.keys).containsExactlyInAnyOrder("prompt", "image_url", "more")
        assertThat(output["image_url"].toString()).startsWith(bench.emulator.baseUrl()).endsWith("/first.png")
        assertThat(output["more"] as List<*>).hasSize(2).contains("https://example.com/known.png").anyMatch {
            it.toString().endsWith("/second.png")
        }
        assertThat(bench.emulator.ledger().of(Phase.UPLOAD)).hasSize(2)
    }

    @Test
    fun aDataClassWithoutAFileToUploadUploadsNothing() = withBench { bench ->
        val photo = Photo("a tiger", UploadedFile("https://example.com/a.png", "a.png", "image/png", 7))
        val output = bench.client.queue(endpoint<Photo, Map<String, Any?>>("acme/echo")).submitAndAwait(photo)
        assertThat(output["image_url"]).isEqualTo("https://example.com/a.png")
        assertThat(bench.emulator.ledger().of(Phase.UPLOAD)).isEmpty()
    }

    @Test
    fun aDataClassWithAFileByCoresOwnCodec() = withBench { bench ->
        val endpoint = Endpoint.of("acme/echo", Photo::class.java, Map::class.java)
        val output = bench.client.queue(endpoint).submitAndAwait(Photo("a tiger", source("first")))
        assertThat(output["image_url"].toString()).endsWith("/first.png")
        assertThat(bench.emulator.ledger().of(Phase.UPLOAD)).hasSize(1)
    }

    @Test
    fun aFileThatNobodyUploadsHasNoJsonForm() {
        assertThatThrownBy { codec<Photo>(typeOf<Photo>()).write(Photo("a tiger", source("first"))) }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessageContaining("the file first.png has not been uploaded")
    }

    @Test
    fun anIdThatIsNoneIsRefused() {
        assertThatThrownBy { endpoint<Prompt, Picture>("no-owner") }.isInstanceOf(FalException.InvalidInput::class.java)
    }
}
