package com.example.observed;

import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An application with Actuator, metrics and tracing. */
@SpringBootApplication
class ObservedApplication {

    @Bean
    InMemorySpanExporter spans() {
        return InMemorySpanExporter.create();
    }

    @RestController
    record Pictures(ReactorFalClient fal) {

        /** Three verbs, one after the other: the request is what they have in common. */
        @GetMapping("/picture")
        Mono<String> picture(@RequestParam String prompt) {
            var queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
            return queue.submit(FluxLoraRequest.builder(prompt).build())
                    .flatMap(ticket -> queue.watch(ticket).then(queue.result(ticket)))
                    .map(result -> result.images().get(0).url());
        }
    }
}
