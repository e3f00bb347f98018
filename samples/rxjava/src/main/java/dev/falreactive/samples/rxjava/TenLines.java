package dev.falreactive.samples.rxjava;

import dev.falreactive.FalConfig;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.rxjava3.RxFalClient;

/** What the README shows. */
final class TenLines {

    private TenLines() {}

    // README
    static void withRxJava(FalConfig config) {
        try (var client = RxFalClient.create(config)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            var request = FluxLoraRequest.builder("a tiger's eye").build();
            queue.submit(request)
                    .flatMapPublisher(queue::watch)
                    .doOnNext(update -> System.out.println(update.phase()))
                    .blockingLast();
        }
    }
    // README
}
