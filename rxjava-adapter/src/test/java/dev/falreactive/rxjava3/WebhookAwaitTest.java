package dev.falreactive.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookVerdict;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whichever comes first, webhook or poll; a server of ours takes the emulator's webhook in. */
class WebhookAwaitTest {

    private static final WatchOptions SOON =
            WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ofMillis(100)));

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ofMillis(50))
            .build());
    private final ReactorFalClient client = ReactorFalClient.create(
            Local.config(emulator).webhookKeysUrl(emulator.webhookKeysUrl()).build());
    private final RxQueue<FluxLoraRequest, FluxLoraResult> queue =
            RxFalClient.wrap(client).queue(FluxLora.TEXT_TO_IMAGE);
    private HttpServer server;

    @BeforeEach
    void receive() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::take);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        client.close();
        emulator.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        WebhookVerdict verdict = client.webhooks()
                .verify(exchange.getRequestHeaders()::getFirst, body)
                .block();
        if (verdict instanceof WebhookVerdict.Verified verified) {
            client.webhooks().received(verified.delivery());
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private QueueTicket submit() {
        URI hook = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        return queue.submit(Local.INPUT, SubmitOptions.defaults().withWebhook(hook))
                .blockingGet();
    }

    private FluxLoraResult awaited(QueueTicket ticket, WatchOptions options, Single<WebhookDelivery> webhook) {
        return queue.await(ticket, options, webhook)
                .timeout(30, TimeUnit.SECONDS)
                .blockingGet();
    }

    @Test
    void theWebhookEndsItWithoutReadingTheResult() {
        // The first poll, if it is made at all, gets no answer.
        emulator.inject(Phase.STATUS, Fault.stall());
        QueueTicket ticket = submit();
        Single<WebhookDelivery> webhook = Single.fromPublisher(client.webhooks().of(ticket));
        assertThat(awaited(ticket, WatchOptions.defaults(), webhook).images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
    }

    @Test
    void thePollEndsItWhenNoneComesAndTheSourceIsLeft() {
        SingleSubject<WebhookDelivery> never = SingleSubject.create();
        assertThat(awaited(submit(), SOON, never).images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(1);
        assertThat(never.hasObservers()).isFalse();
    }

    @Test
    void aSourceThatFailsIsNoError() {
        Single<WebhookDelivery> broken = Single.error(new IllegalStateException("gone"));
        assertThat(awaited(submit(), SOON, broken).images()).isNotEmpty();
        assertThat(emulator.ledger().of(Phase.RESULT)).hasSize(1);
    }
}
