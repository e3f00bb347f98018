package dev.falreactive.kotlin

import java.util.concurrent.TimeUnit
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout

/** No type of Java's is of unknown nullness here, and no word of the builder is in sight where it does not belong. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WhatCompilesTest {

    @TestFactory
    fun aMistakeIsAnError(): List<DynamicTest> {
        val said = KotlinCompiler.errorsIn(MISTAKES.map { it.first })
        return MISTAKES.mapIndexed { i, (code, error) ->
            dynamicTest(code) { assertThat(said[i]).containsIgnoringCase(error) }
        }
    }

    /** The same code with each mistake mended. */
    @Test
    fun whatIsRightCompiles() {
        val right =
            """
            suspend fun submit(queue: CoroutineQueue<FluxLoraRequest, FluxLoraResult>, request: FluxLoraRequest) =
                queue.submit(request)

            fun start(prompt: String): FluxLoraRequest.Builder = FluxLoraRequest.builder(prompt)

            fun json(size: ImageSize): Any? = size.toJson()

            fun fields(request: FluxLoraRequest): Map<String, Any?> = request.toJson()

            fun say(text: String): Int = text.length

            fun all(ticket: QueueTicket, update: StatusUpdate, error: FalException) =
                listOf(ticket.requestId(), update.phase().name, error.bodySnippet()).sumOf(::say)

            fun any(endpoint: Endpoint<Map<String, Any?>, Map<String, Any?>>) = endpoint

            fun json() = any(Endpoint.json("fal-ai/any/model"))

            fun end(update: StatusUpdate): Boolean =
                when (update) {
                    is StatusUpdate.Completed -> true
                    is StatusUpdate.InQueue, is StatusUpdate.InProgress, is StatusUpdate.Unrecognized -> false
                }

            fun size(): FluxLoraRequest = fluxLora { imageSize = LANDSCAPE_4_3; outputFormat = PNG; acceleration = NONE }

            @FluxLoraDsl class Other { fun name() = "other" }

            fun other(): FluxLoraRequest = fluxLora { prompt = Other().run { name() } }
            """
        assertThat(KotlinCompiler.errorsIn(listOf(right.trimIndent()))).containsOnly("")
    }

    companion object {
        private val MISTAKES =
            listOf(
                "suspend fun f(queue: CoroutineQueue<FluxLoraRequest, FluxLoraResult>) = queue.submit(null)" to
                    "null cannot be a value of a non-null type 'FluxLoraRequest'",
                "suspend fun f(client: CoroutineFalClient, ticket: QueueTicket?) =" +
                    " client.queue(FluxLora.TEXT_TO_IMAGE).status(ticket)" to
                    "actual type is 'QueueTicket?', but 'QueueTicket' was expected",
                "fun f() = FluxLoraRequest.builder(null)" to "null cannot be a value of a non-null type 'String'",
                "fun f(size: ImageSize): Any = size.toJson()" to "expected 'Any', actual 'Any?'",
                "fun f(request: FluxLoraRequest): Map<String, Any> = request.toJson()" to "expected 'Map<String, Any>'",
                "fun f(queue: CoroutineQueue<FluxLoraRequest?, FluxLoraResult>) = queue" to
                    "type argument is not within its bounds",
                "fun f(e: Endpoint<String?, String>) = e" to "type argument is not within its bounds",
                "fun f(update: StatusUpdate) = when (update) { is StatusUpdate.Completed -> 1 }" to
                    "'when' expression must be exhaustive",
                "fun f(error: FalException) = when (error) { is FalException.JobFailed -> 1 }" to
                    "'when' expression must be exhaustive",
                "val size = LANDSCAPE_4_3" to "unresolved reference 'LANDSCAPE_4_3'",
                "val scope = FluxLoraScope()" to "it is internal in",
                "@FluxLoraDsl class Other\nfun f() = fluxLora { Other().run { prompt = \"of the outer block\" } }" to
                    "cannot be called in this context with an implicit receiver",
            )
    }
}
