package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** A reader that stalls neither holds up a fast server nor fills the memory. */
class SlowReaderTest {

    private static final int EVENTS = 10_000;

    @Test
    void R14_theWholeStreamPassesAndTheNewestOfItIsKept() {
        CountDownLatch written = new CountDownLatch(1);
        Flux<String> events = Flux.range(1, EVENTS)
                .map(i -> Sse.running(i + " " + "x".repeat(500)))
                .buffer(50)
                .map(several -> String.join("", several))
                .doOnComplete(written::countDown)
                .concatWith(Flux.never());
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sse().sendString(events))
                .bindNow();
        try (ReactorFalClient client = ReactorFalClient.create(
                FalConfig.builder().baseUrl("http://127.0.0.1:" + server.port()).build())) {
            WatchOptions options =
                    WatchOptions.defaults().withMode(WatchMode.STREAMING).withLogs(true);
            String newest = EVENTS + " " + "x".repeat(500);
            StepVerifier.create(client.queue(FluxLora.TEXT_TO_IMAGE).watch(Fixture.TICKET, options), 1)
                    .expectNextCount(1)
                    // More than any buffer between the two holds: it is read, though nobody asks.
                    .then(() -> await(written))
                    .thenRequest(EVENTS)
                    .thenConsumeWhile(update -> !tells(update, newest), SlowReaderTest::isBounded)
                    .assertNext(SlowReaderTest::isBounded)
                    .thenCancel()
                    .verify(Duration.ofSeconds(60));
        } finally {
            server.disposeNow();
        }
    }

    private static void isBounded(StatusUpdate update) {
        assertThat(update.logs()).isNotEmpty().hasSizeLessThanOrEqualTo(ConflatedSubscription.MAX_LINES);
    }

    private static boolean tells(StatusUpdate update, String line) {
        return update.logs().stream().map(LogLine::message).anyMatch(line::equals);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
