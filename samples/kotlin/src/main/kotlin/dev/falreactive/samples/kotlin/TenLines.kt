package dev.falreactive.samples.kotlin

import dev.falreactive.FalConfig
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.kotlin.CoroutineFalClient
import dev.falreactive.kotlin.fluxLora

// README
suspend fun withCoroutines(config: FalConfig) {
    CoroutineFalClient.create(config).use { client ->
        val queue = client.queue(FluxLora.TEXT_TO_IMAGE)
        val request = fluxLora { prompt = "a tiger's eye" }
        val ticket = queue.submit(request)
        queue.watch(ticket).collect { update -> println(update.phase()) }
    }
}
// README
