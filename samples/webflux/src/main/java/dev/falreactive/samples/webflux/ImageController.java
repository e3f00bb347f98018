package dev.falreactive.samples.webflux;

import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Three routes; whatever goes wrong is told by {@link Problems}. */
@RestController
@RequestMapping("/images")
class ImageController {

    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;

    ImageController(ReactorFalClient fal) {
        this.queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
    }

    /** The ticket is all that a client must keep. A client that goes away while this is on its way orphans it. */
    @PostMapping
    Mono<ResponseEntity<QueueTicket>> submit(@RequestBody FluxLoraRequest request) {
        return queue.submit(request)
                .map(ticket -> ResponseEntity.accepted()
                        .location(Tickets.location("/images", ticket))
                        .body(ticket));
    }

    /**
     * One status call for each update that the connection takes: a client that goes away stops the calls at once, and one
     * that stops reading does so once its socket's buffers, and the few dozen updates that WebFlux reads ahead, are full.
     */
    @GetMapping(path = "/{ticket}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<StatusUpdate>> events(@PathVariable String ticket) {
        return queue.watch(Tickets.of(ticket), WatchOptions.defaults().withLogs(true))
                .map(update -> ServerSentEvent.builder(update).build());
    }

    @GetMapping("/{ticket}")
    Mono<FluxLoraResult> result(@PathVariable String ticket) {
        return queue.result(Tickets.of(ticket));
    }
}
