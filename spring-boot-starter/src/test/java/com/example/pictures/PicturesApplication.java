package com.example.pictures;

import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

@SpringBootApplication
class PicturesApplication {

    @RestController
    record Pictures(ReactorFalClient fal) {

        @GetMapping(path = "/pictures", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<ServerSentEvent<StatusUpdate>> picture(@RequestParam String prompt) {
            var queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
            return queue.submit(FluxLoraRequest.builder(prompt).build())
                    .flatMapMany(queue::watch)
                    .map(update -> ServerSentEvent.builder(update).build());
        }
    }
}
