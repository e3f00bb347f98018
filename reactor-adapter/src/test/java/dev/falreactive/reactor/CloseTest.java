package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Closing a client loses no job that was paid for. */
class CloseTest {

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    private final FalEmulator emulator = FalEmulator.start();
    private final CountDownLatch posted = new CountDownLatch(1);
    private final ReactorFalClient client = ReactorFalClient.builder(FalConfig.builder()
                    .baseUrl(emulator.baseUrl())
                    .credentials(emulator.credentials())
                    // Long enough for a test to hang on, were a closed client's calls repeated.
                    .retryPolicy(RetryPolicy.DEFAULT.withMaxUnreachable(Duration.ofMinutes(5)))
                    .build())
            .httpClient(http -> http.doAfterRequest((request, connection) -> posted.countDown()))
            .build();
    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);

    @AfterEach
    void close() {
        client.close();
        emulator.close();
    }

    @Test
    void R16_aSubmitUnderWayStillBringsItsTicket() throws InterruptedException {
        emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(500)));
        Mono<QueueTicket> submit = queue.submit(INPUT).cache();
        submit.subscribe();
        posted.await();
        client.closeLater().block(Duration.ofSeconds(20));
        assertThat(submit.block(Duration.ofSeconds(20))).isNotNull();
        assertThat(emulator.ledger().submits()).hasSize(1);
    }

    @Test
    void aReadUnderWayIsAnsweredBeforeItIsClosed() {
        QueueTicket ticket = queue.submit(INPUT).block();
        emulator.inject(Phase.STATUS, Fault.delay(Duration.ofMillis(500)));
        CompletableFuture<StatusUpdate> status = queue.status(ticket).toFuture();
        Eventually.holds("a call", () -> !emulator.ledger().of(Phase.STATUS).isEmpty());
        client.closeLater().block(Duration.ofSeconds(20));
        assertThat(status).isCompleted();
    }

    @Test
    void afterItEachCallFailsAtOnceAndIsNotSent() {
        QueueTicket ticket = queue.submit(INPUT).block();
        int calls = emulator.ledger().entries().size();
        client.close();
        assertThat(catchThrowable(() -> queue.submit(INPUT).block(Duration.ofSeconds(20))))
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("the client is closed")
                .hasMessageContaining("Nothing was submitted");
        assertThat(catchThrowable(() -> queue.await(ticket).block(Duration.ofSeconds(20))))
                .isInstanceOfSatisfying(
                        FalException.Unreachable.class,
                        e -> assertThat(e.ticket()).contains(ticket));
        assertThat(emulator.ledger().entries()).hasSize(calls);
    }

    @Test
    void aWatchEndsAtItsNextCallWithItsTicket() {
        emulator.nextJob(JobScript.neverEnding());
        QueueTicket ticket = queue.submit(INPUT).block();
        Throwable error = catchThrowable(
                () -> queue.watch(ticket).doOnNext(update -> client.close()).blockLast(Duration.ofSeconds(20)));
        assertThat(error)
                .isInstanceOfSatisfying(
                        FalException.Unreachable.class,
                        e -> assertThat(e.ticket()).contains(ticket));
    }

    @Test
    void closingAgainDoesNothing() {
        client.closeLater().block(Duration.ofSeconds(20));
        client.closeLater().block(Duration.ofSeconds(20));
        client.close();
    }
}
