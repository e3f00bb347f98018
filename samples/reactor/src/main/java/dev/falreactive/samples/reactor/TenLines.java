package dev.falreactive.samples.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;

/** What the README shows. */
final class TenLines {

    private TenLines() {}

    // README
    static void withReactor(FalConfig config) {
        try (var client = ReactorFalClient.create(config)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            var request = FluxLoraRequest.builder("a tiger's eye").build();
            queue.submit(request)
                    .flatMapMany(queue::watch)
                    .doOnNext(update -> System.out.println(update.phase()))
                    .blockLast();
        }
    }
    // README
}
