package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.BalanceState;
import dev.falreactive.Diagnosis;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.reactor.ReactorDirect;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorFiles;
import dev.falreactive.reactor.ReactorMedia;
import dev.falreactive.reactor.ReactorQueue;
import dev.falreactive.reactor.ReactorWebhooks;
import io.reactivex.rxjava3.core.Completable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ClientTest {

    @Test
    void aClientOfAConfigurationWorksWithAnyEndpoint() {
        try (Local local = new Local();
                RxFalClient client =
                        RxFalClient.create(Local.config(local.emulator).build())) {
            Map<String, Object> output = client.queue(Endpoint.json("fal-ai/flux-lora"))
                    .submitAndAwait(Map.of("prompt", "a tiger", "image_size", "square"))
                    .blockingGet();
            assertThat(output).containsEntry("prompt", "a tiger");
        }
    }

    @Test
    void aWrappedClientIsTheOneThatIsUsed() {
        AtomicInteger calls = new AtomicInteger();
        try (FalEmulator emulator = FalEmulator.start()) {
            FalConfig config = Local.config(emulator).build();
            try (ReactorFalClient shared = ReactorFalClient.builder(config)
                    .httpClient(http -> http.doOnRequest((request, connection) -> calls.incrementAndGet()))
                    .build()) {
                RxFalClient client = RxFalClient.wrap(shared);
                assertThat(client.config()).isSameAs(config);
                client.queue(FluxLora.TEXT_TO_IMAGE).submit(Local.INPUT).blockingGet();
                assertThat(calls).hasValue(1);
            }
        }
    }

    @Test
    void closingAWrapperClosesWhatItWraps() {
        CountingClient shared = new CountingClient();
        RxFalClient client = RxFalClient.wrap(shared);
        assertThat(shared.closed).isZero();
        client.close();
        assertThat(shared.closed).isEqualTo(1);
        Completable later = client.closeLater();
        assertThat(shared.closed).isEqualTo(1);
        later.blockingAwait();
        assertThat(shared.closed).isEqualTo(2);
        assertThat(client.balance()).isEqualTo(BalanceState.ok());
    }

    /** Counts how often it is closed, and does nothing else. */
    private static final class CountingClient implements ReactorFalClient {

        private int closed;

        @Override
        public <I, O> ReactorQueue<I, O> queue(Endpoint<I, O> endpoint) {
            throw new AssertionError("not asked for");
        }

        @Override
        public <I, O> ReactorDirect<I, O> direct(Endpoint<I, O> endpoint) {
            throw new AssertionError("not asked for");
        }

        @Override
        public ReactorMedia media() {
            throw new AssertionError("not asked for");
        }

        @Override
        public ReactorFiles files() {
            throw new AssertionError("not asked for");
        }

        @Override
        public ReactorWebhooks webhooks() {
            throw new AssertionError("not asked for");
        }

        @Override
        public FalConfig config() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void abandon(QueueTicket ticket, StopPolicy onStop) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Mono<Diagnosis> diagnose(EndpointId endpoint) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Mono<Diagnosis> diagnose(EndpointId endpoint, String answer) {
            throw new AssertionError("not asked for");
        }

        @Override
        public BalanceState balance() {
            return BalanceState.ok();
        }

        @Override
        public Mono<Void> closeLater() {
            return Mono.fromRunnable(() -> closed++);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void nothingIsWrappedOrConfiguredByNull() {
        assertThatThrownBy(() -> RxFalClient.wrap(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> RxFalClient.create(null)).isInstanceOf(NullPointerException.class);
    }
}
