package dev.falreactive.kotlin

import dev.falreactive.reactor.ReactorFalClient
import dev.falreactive.reactor.ReactorMedia
import dev.falreactive.reactor.ReactorQueue
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.KVisibility
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.full.valueParameters
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** Whatever the Reactor adapter has is here too, under the same name and in the same order, or there is a reason. */
class ParityTest {

    private val queueDeviations =
        mapOf(
            "submitAndAwait(I, SubmitOptions, WatchOptions, Function<in QueueTicket, out Mono<Void>>): Mono<O>" to
                "the hook is a suspend function",
            "await(QueueTicket, WatchOptions, Mono<WebhookDelivery>): Mono<O>" to
                "a source of webhooks is a publisher: it belongs to the Reactor client that this one is of",
        )

    private val clientDeviations =
        mapOf(
            "queue(Endpoint<I, O>): ReactorQueue<I, O>" to "the queue is this module's",
            "direct(Endpoint<I, O>): ReactorDirect<I, O>" to
                "a call without a queue is one publisher: of the Reactor client that this one is of",
            "webhooks(): ReactorWebhooks" to "they come as publishers: from the Reactor client that this one is of",
            "files(): ReactorFiles" to
                "beside jobs: of the Reactor client that this one is of; inputs with files need nothing of it",
            "media(): ReactorMedia" to "the files are this module's",
            "diagnose(): Mono<Diagnosis>" to DIAGNOSE,
            "diagnose(EndpointId): Mono<Diagnosis>" to DIAGNOSE,
            "diagnose(EndpointId, String): Mono<Diagnosis>" to DIAGNOSE,
            "closeLater(): Mono<Void>" to "a suspend function returns nothing",
            "abandon(QueueTicket, StopPolicy): Unit" to "a cancelled coroutine's ticket is told without being asked to",
        )

    @Test
    fun theQueueHasEveryVerb() {
        assertParity(ReactorQueue::class, CoroutineQueue::class, queueDeviations)
    }

    @Test
    fun theFilesHaveEveryVerb() {
        assertParity(ReactorMedia::class, CoroutineMedia::class, emptyMap())
    }

    @Test
    fun theClientHasEverything() {
        assertParity(ReactorFalClient::class, CoroutineFalClient::class, clientDeviations)
        assertThat(namesOf(CoroutineFalClient::class)).contains("queue", "media")
    }

    @Test
    fun theHookOfSubmitAndAwaitIsASuspendFunction() {
        val hook = CoroutineQueue<*, *>::submitAndAwait.valueParameters.last()
        assertThat(plain(hook.type.toString())).isEqualTo("(suspend (QueueTicket) -> Unit)")
    }

    @Test
    fun theVerbsComeInTheSameOrder() {
        val reactor = verbsInOrder("reactor-adapter/api/fal-reactive-reactor.txt", "reactor.ReactorQueue")
        val kotlin = verbsInOrder("kotlin-adapter/api/fal-reactive-kotlin.txt", "kotlin.CoroutineQueue")
        assertThat(kotlin).isNotEmpty().isEqualTo(reactor)
    }

    private fun assertParity(reactor: KClass<*>, kotlin: KClass<*>, deviations: Map<String, String>) {
        val wanted = reactor.declaredMemberFunctions.map { signature(it, it.valueParameters) }
        val here = functionsOf(kotlin).flatMap(::overloads) + propertiesOf(kotlin)
        assertThat(wanted).isNotEmpty()
        assertThat(wanted - here.toSet()).containsExactlyInAnyOrderElementsOf(deviations.keys)
        assertThat(namesOf(reactor)).containsAll(namesOf(kotlin))
    }

    private fun namesOf(type: KClass<*>): Set<String> =
        (functionsOf(type).map { it.name } + publicPropertiesOf(type).map { it.name }).toSet()

    private fun functionsOf(type: KClass<*>) =
        type.declaredMemberFunctions.filter { it.visibility == KVisibility.PUBLIC }

    private fun publicPropertiesOf(type: KClass<*>) =
        type.declaredMemberProperties.filter { it.visibility == KVisibility.PUBLIC }

    /** A function with default arguments is as many overloads as may be called, written in Reactor's types. */
    private fun overloads(function: KFunction<*>): List<String> {
        val required = function.valueParameters.count { !it.isOptional }
        return (required..function.valueParameters.size).map { signature(function, function.valueParameters.take(it)) }
    }

    private fun propertiesOf(type: KClass<*>) =
        publicPropertiesOf(type).map { "${it.name}(): ${plain(it.returnType.toString())}" }

    private fun signature(function: KFunction<*>, parameters: List<KParameter>): String {
        val result = plain(function.returnType.toString()).replace(Regex("^Flow<"), "Flux<")
        val parameterTypes = parameters.joinToString(", ") { plain(it.type.toString()) }
        return "${function.name}($parameterTypes): ${if (function.isSuspend) "Mono<$result>" else result}"
    }

    /** Without packages and nullness, which the compiler checks. */
    private fun plain(type: String) = type.replace(Regex("\\b[a-z]\\w*\\."), "").replace(Regex("[!?]"), "")

    private fun verbsInOrder(dump: String, type: String): List<String> {
        val repository = Path.of(System.getProperty("fal.moduleDir")).parent
        val body =
            repository
                .resolve(dump)
                .readText()
                .split(Regex("(class|interface) dev\\.falreactive\\.$type<"))
                .last()
                .substringBefore("\n}")
        return Regex(" (\\w+)\\(").findAll(body).map { it.groupValues[1] }.distinct().toList()
    }

    private companion object {
        const val DIAGNOSE = "a look at a configuration, once: by the Reactor client that this one is of"
    }
}
