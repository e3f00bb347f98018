package dev.falreactive.kotlin

import com.fasterxml.jackson.annotation.JsonProperty
import dev.falreactive.DirectOptions
import dev.falreactive.FalException
import dev.falreactive.InputSchema
import java.time.Duration
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.reactive.asFlow
import kotlinx.coroutines.reactor.awaitSingle
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** A pair of data classes from input to output: through the queue, and without it by way of the Reactor client. */
class AnyModelTest {

    data class Speech(val text: String, @param:JsonProperty("voice_id") val voice: String, val speed: Double? = null)

    data class Spoken(val text: String, @param:JsonProperty("voice_id") val voice: String, val length: Int = 0)

    private val speech = endpoint<Speech, Spoken>("acme/echo/speech/v2")
    private val input = Speech("hello", "v7")
    private val output = Spoken("hello", "v7")

    @Test
    fun throughTheQueue() = withBench { bench ->
        assertThat(bench.client.queue(speech).submitAndAwait(input)).isEqualTo(output)
        val post = bench.emulator.ledger().submits().single()
        assertThat(post.path()).isEqualTo("/acme/echo/speech/v2")
        assertThat(post.body()).isEqualTo("""{"text":"hello","voice_id":"v7"}""")
    }

    @Test
    fun withoutTheQueue() = withBench { bench ->
        val direct = bench.reactor.direct(speech)
        val options = DirectOptions.defaults().withTimeout(Duration.ofSeconds(20))
        assertThat(direct.run(input, options).awaitSingle()).isEqualTo(output)
        assertThat(direct.stream(input).asFlow().toList()).containsExactly(output)
        assertThat(bench.posts()).isZero()
    }

    @Test
    fun withASchema() = withBench { bench ->
        val checked = speech.withSchema(InputSchema.parse("""{"properties":{"text":{"maxLength":3}}}"""))
        val error = runCatching { bench.client.queue(checked).submit(input) }.exceptionOrNull()
        assertThat((error as FalException.InvalidInput).violations().single().pointer()).isEqualTo("/text")
        assertThat(bench.posts()).isZero()
    }
}
