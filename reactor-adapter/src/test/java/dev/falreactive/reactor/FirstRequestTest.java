package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Nothing blocks, not even the first time that something is done: BlockHound watches the non-blocking threads. */
class FirstRequestTest {

    @Test
    void theFirstRequestMayBeMadeAndRefusedOnANonBlockingThread() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build())) {
            Mono<?> invalid = Mono.defer(() -> client.queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.ofJson(Map.of("num_images", 9, "image_size", "vast"))));
            StepVerifier.create(invalid.subscribeOn(Schedulers.parallel()))
                    .verifyError(FalException.InvalidInput.class);
            Mono<?> valid = Mono.defer(() -> client.queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.builder("a tiger").build()));
            StepVerifier.create(valid.subscribeOn(Schedulers.parallel()))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }
}
