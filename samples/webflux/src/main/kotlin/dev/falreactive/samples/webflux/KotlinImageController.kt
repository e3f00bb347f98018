package dev.falreactive.samples.webflux

import dev.falreactive.QueueTicket
import dev.falreactive.StatusUpdate
import dev.falreactive.WatchOptions
import dev.falreactive.fluxlora.FluxLora
import dev.falreactive.fluxlora.FluxLoraRequest
import dev.falreactive.fluxlora.FluxLoraResult
import dev.falreactive.kotlin.CoroutineFalClient
import kotlinx.coroutines.flow.Flow
import org.springframework.http.MediaType
import org.springframework.http.ResponseEntity
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RequestMapping
import org.springframework.web.bind.annotation.RestController

/** The routes of [ImageController] with coroutines. */
@RestController
@RequestMapping("/kotlin/images")
class KotlinImageController(fal: CoroutineFalClient) {
    private val queue = fal.queue(FluxLora.TEXT_TO_IMAGE)

    @PostMapping
    suspend fun submit(@RequestBody request: FluxLoraRequest): ResponseEntity<QueueTicket> {
        val ticket = queue.submit(request)
        return ResponseEntity.accepted().location(Tickets.location("/kotlin/images", ticket)).body(ticket)
    }

    @GetMapping("/{ticket}/events", produces = [MediaType.TEXT_EVENT_STREAM_VALUE])
    fun events(@PathVariable ticket: String): Flow<StatusUpdate> =
        queue.watch(Tickets.of(ticket), WatchOptions.defaults().withLogs(true))

    @GetMapping("/{ticket}")
    suspend fun result(@PathVariable ticket: String): FluxLoraResult = queue.result(Tickets.of(ticket))
}
