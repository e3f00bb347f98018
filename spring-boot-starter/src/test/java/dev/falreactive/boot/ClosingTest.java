package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.StartEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What becomes of a client when its application's context is closed, by its end or a restart. */
@StartEmulator
class ClosingTest {

    @Test
    void aSubmitThatIsUnderWayIsAnswered(FalEmulator emulator) {
        emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(300)));
        CompletableFuture<QueueTicket> ticket = new CompletableFuture<>();

        on(emulator.baseUrl()).run(context -> {
            context.getBean(ReactorFalClient.class)
                    .queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.builder("a fox").build())
                    .subscribe(ticket::complete, ticket::completeExceptionally);
            submitted(emulator);
        });

        assertThat(ticket).succeedsWithin(Duration.ofSeconds(10));
        assertThat(emulator.ledger().forRequest(ticket.join().requestId())).hasSize(1);
    }

    @Test
    void oneThatIsNeverAnsweredHoldsUpNothingForLong(FalEmulator emulator) {
        emulator.inject(Phase.SUBMIT, Fault.stall());
        CompletableFuture<QueueTicket> ticket = new CompletableFuture<>();

        on(emulator.baseUrl()).withPropertyValues("fal.request-timeout=500ms").run(context -> {
            context.getBean(ReactorFalClient.class)
                    .queue(FluxLora.TEXT_TO_IMAGE)
                    .submit(FluxLoraRequest.builder("a fox").build())
                    .subscribe(ticket::complete, ticket::completeExceptionally);
            submitted(emulator);
        });

        assertThat(ticket)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(FalException.SubmitOutcomeUnknown.class);
    }

    @Test
    void aRestartLeavesNoConnectionBehind() throws Exception {
        Queue<CompletableFuture<Void>> connections = new ConcurrentLinkedQueue<>();
        DisposableServer server = HttpServer.create()
                .port(0)
                .doOnConnection(
                        connection -> connections.add(connection.onDispose().toFuture()))
                .handle((request, response) -> response.status(200)
                        .header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"status\":\"IN_PROGRESS\"}")))
                .bindNow();
        try {
            for (int restart = 1; restart <= 3; restart++) {
                on("http://127.0.0.1:" + server.port()).run(context -> {
                    QueueTicket ticket = QueueTicket.of(FluxLora.ID, "id", Instant.now());
                    context.getBean(ReactorFalClient.class)
                            .queue(FluxLora.TEXT_TO_IMAGE)
                            .status(ticket)
                            .block(Duration.ofSeconds(10));
                    assertThat(connections).anyMatch(closed -> !closed.isDone());
                });
                assertThat(connections).hasSize(restart);
                for (CompletableFuture<Void> closed : connections) {
                    closed.get(10, TimeUnit.SECONDS);
                }
            }
        } finally {
            server.disposeNow();
        }
    }

    private static ApplicationContextRunner on(String baseUrl) {
        return Contexts.runner().withPropertyValues("fal.key=a:b", "fal.base-url=" + baseUrl);
    }

    private static void submitted(FalEmulator emulator) {
        while (emulator.ledger().of(Phase.SUBMIT).isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
