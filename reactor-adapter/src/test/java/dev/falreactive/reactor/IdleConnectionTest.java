package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.StatusUpdate;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A server that closes idle connections sooner than the client expects is a normal one. */
class IdleConnectionTest {

    private static final Duration SERVER_IDLE = Duration.ofMillis(400);
    private static final Duration PAUSE = Duration.ofMillis(450);
    private static final int LANES = 50;

    private final AtomicInteger posts = new AtomicInteger();
    private final Set<String> connections = ConcurrentHashMap.newKeySet();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .idleTimeout(SERVER_IDLE)
            .route(routes -> routes.post("/**", (request, response) -> {
                        String id = "job-" + posts.incrementAndGet();
                        return request.receive()
                                .then(response.sendString(Mono.just("{\"request_id\":\"" + id + "\"}"))
                                        .then());
                    })
                    .get("/**", (request, response) -> {
                        request.withConnection(connection ->
                                connections.add(connection.channel().id().asLongText()));
                        return response.status(202).sendString(Mono.just("{\"status\":\"IN_PROGRESS\"}"));
                    }))
            .bindNow();
    // One try for each call: what a retry would hide is seen.
    private final ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
            .baseUrl("http://127.0.0.1:" + server.port())
            .credentials(FalCredentials.key("id:secret"))
            .pollPolicy(PollPolicy.constant(PAUSE))
            .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(5))
            .build());
    private final ReactorQueue<Map<String, @Nullable Object>, Map<String, @Nullable Object>> queue =
            client.queue(Endpoint.json("fal-ai/any"));

    @AfterEach
    void close() {
        client.close();
        server.disposeNow();
    }

    @Test
    void R10_aThousandSubmitsWithPausesAreAThousandPostsAndNoneIsInDoubt() {
        long tickets = Flux.range(0, LANES)
                .flatMap(
                        lane -> Flux.range(0, 1_000 / LANES)
                                .concatMap(i -> Mono.delay(i == 0 ? Duration.ZERO : PAUSE)
                                        .then(queue.submit(Map.of("prompt", "p" + lane + "-" + i)))),
                        LANES)
                .map(QueueTicket::requestId)
                .distinct()
                .count()
                .block(Duration.ofSeconds(55));
        assertThat(tickets).isEqualTo(1_000);
        assertThat(posts.get()).isEqualTo(1_000);
    }

    @Test
    void aWatchNoticesNothing() {
        assertThat(polledBy(1)).isEqualTo(20);
        // The server did close them between two polls.
        assertThat(connections).hasSizeGreaterThan(10);
    }

    @Test
    void manyWatchesThatMeetConnectionsJustAsTheyAreClosedNoticeNothing() {
        assertThat(polledBy(LANES)).isEqualTo(20 * LANES);
        assertThat(posts.get()).isEqualTo(LANES);
    }

    private long polledBy(int watches) {
        return Flux.range(0, watches)
                .flatMap(
                        lane -> queue.submit(Map.of("prompt", "p" + lane))
                                .flatMapMany(ticket -> queue.watch(ticket).take(20)),
                        watches)
                .filter(update -> update.phase() == StatusUpdate.Phase.IN_PROGRESS)
                .count()
                .block(Duration.ofSeconds(55));
    }
}
