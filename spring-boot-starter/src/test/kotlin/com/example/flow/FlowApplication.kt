package com.example.flow

import dev.falreactive.StatusUpdate
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.kotlin.CoroutineFalClient
import dev.falreactive.kotlin.fluxLora
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.map
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.http.MediaType
import org.springframework.http.codec.ServerSentEvent
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.RestController

@SpringBootApplication(proxyBeanMethods = false) class FlowApplication

@RestController
class Pictures(private val fal: CoroutineFalClient) {

    @GetMapping(path = ["/pictures"], produces = [MediaType.TEXT_EVENT_STREAM_VALUE])
    suspend fun picture(@RequestParam prompt: String): Flow<ServerSentEvent<StatusUpdate>> {
        val queue = fal.queue(FluxLora.TEXT_TO_IMAGE)
        val ticket = queue.submit(fluxLora { this.prompt = prompt })
        return queue.watch(ticket).map { ServerSentEvent.builder(it).build() }
    }
}
