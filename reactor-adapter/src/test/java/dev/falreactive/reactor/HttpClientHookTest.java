package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/** The hook reaches every call, and cannot undo what keeps the key and the money safe. */
class HttpClientHookTest {

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    private static ReactorFalClient client(FalEmulator emulator, UnaryOperator<HttpClient> hook) {
        return ReactorFalClient.builder(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build())
                .httpClient(hook)
                .build();
    }

    @Test
    void itSeesEveryCall() {
        AtomicInteger calls = new AtomicInteger();
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client =
                        client(emulator, http -> http.doOnRequest((request, connection) -> calls.incrementAndGet()))) {
            client.queue(FluxLora.TEXT_TO_IMAGE).submitAndAwait(INPUT).block();
            assertThat(calls.get()).isEqualTo(emulator.ledger().entries().size());
        }
    }

    @Test
    void R12_itCannotMakeTheKeyFollowARedirect() {
        try (FalEmulator elsewhere = FalEmulator.start();
                FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client =
                        client(emulator, http -> http.followRedirect(true).disableRetry(false))) {
            emulator.inject(Phase.SUBMIT, Fault.redirect(elsewhere.baseUrl() + "/fal-ai/flux-lora"));
            Throwable error = catchThrowable(
                    () -> client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block());
            assertThat(error).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            assertThat(elsewhere.ledger().entries()).isEmpty();
        }
    }

    @Test
    void R10_eachSubmitHasAConnectionOfItsOwnAndStatusCallsShareThem() {
        Set<String> submits = ConcurrentHashMap.newKeySet();
        Set<String> others = ConcurrentHashMap.newKeySet();
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(
                        emulator,
                        http -> http.doOnRequest(
                                (request, connection) -> (request.method().equals(HttpMethod.POST) ? submits : others)
                                        .add(connection.channel().id().asLongText())))) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            for (int i = 0; i < 5; i++) {
                queue.submit(INPUT).flatMap(queue::status).block();
            }
            assertThat(submits).hasSize(5);
            assertThat(others).hasSize(1).doesNotContainAnyElementsOf(submits);
        }
    }
}
