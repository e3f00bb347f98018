package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.guards.BlockHoundGuard;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;

class BlockHoundIsOnTest implements BlockHoundGuard {

    @Test
    void aBlockingCallOnAnEventLoopIsCaught() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (FalEmulator emulator = FalEmulator.start();
                RxFalClient client = RxFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build())) {
            var watch = client.queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.builder("a tiger").build())
                    .flatMapPublisher(
                            ticket -> client.queue(FluxLora.TEXT_TO_IMAGE).watch(ticket, WatchOptions.defaults()))
                    .doOnNext(update -> {
                        thread.set(Thread.currentThread());
                        BlockHoundGuard.block();
                    });
            Throwable error = catchThrowable(watch::blockingLast);
            assertThat(error).isInstanceOf(BlockingOperationError.class);
            assertThat(thread.get().getName()).contains("reactor-http");
        }
    }
}
