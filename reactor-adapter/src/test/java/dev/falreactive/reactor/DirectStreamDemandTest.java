package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.DirectOptions;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** A stream of 1,000 large events: who reads slowly slows the server down, and misses none. */
class DirectStreamDemandTest {

    private static final int EVENTS = 1_000;
    private static final String PADDING = "x".repeat(100_000);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final AtomicInteger written = new AtomicInteger();
    private final AtomicBoolean blocked = new AtomicBoolean();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> {
                response.withConnection(connection -> {
                    // One at a time, as a model makes them: what the server itself takes ahead is not what is tested.
                    connection.channel().config().setWriteBufferHighWaterMark(256 * 1024);
                    connection
                            .channel()
                            .eventLoop()
                            .scheduleAtFixedRate(
                                    () -> blocked.set(!connection.channel().isWritable()),
                                    1,
                                    1,
                                    java.util.concurrent.TimeUnit.MILLISECONDS);
                });
                return response.sse()
                        .send(
                                Flux.range(0, EVENTS)
                                        .map(DirectStreamDemandTest::event)
                                        .doOnNext(event -> written.incrementAndGet())
                                        .map(event -> io.netty.buffer.Unpooled.copiedBuffer(
                                                event, java.nio.charset.StandardCharsets.UTF_8)),
                                event -> true);
            })
            .bindNow();
    private final ReactorFalClient client = ReactorFalClient.create(
            FalConfig.builder().baseUrl("http://127.0.0.1:" + server.port()).build());

    private static String event(int i) {
        return Sse.event("{\"i\":" + i + ",\"padding\":\"" + PADDING + "\"}");
    }

    @AfterEach
    void close() {
        client.close();
        server.disposeNow();
    }

    private Flux<Integer> stream(DirectOptions options) {
        return client.direct(Endpoint.json("fal-ai/any")).stream(Map.of(), options)
                .map(output -> ((Number) java.util.Objects.requireNonNull(output.get("i"))).intValue());
    }

    @Test
    void whoStallsHoldsUpTheServerAndThenReadsOnWithoutALoss() {
        List<Integer> read = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        BaseSubscriber<Integer> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(Integer i) {
                read.add(i);
            }

            @Override
            protected void hookFinally(reactor.core.publisher.SignalType type) {
                over.set(true);
            }
        };
        // A silence limit that is shorter than the stall: a reader that takes its time is no silence.
        stream(DirectOptions.defaults().withIdleTimeout(Duration.ofMillis(1_000)))
                .subscribe(reader);
        AtomicInteger quiet = new AtomicInteger();
        AtomicInteger last = new AtomicInteger(-1);
        Eventually.holds("the server is held up for longer than the silence limit", () -> {
            boolean same = blocked.get() && last.getAndSet(written.get()) == written.get();
            return quiet.updateAndGet(n -> same ? n + 1 : 0) > 700;
        });

        assertThat(read).containsExactly(0);
        assertThat(over).isFalse();
        // What the sockets hold, and a few: not a tenth of the stream's 100 MB would fit otherwise.
        assertThat(written.get()).isLessThan(EVENTS / 3);

        reader.request(Long.MAX_VALUE);
        Eventually.holds("the stream is over", over::get);
        assertThat(read)
                .containsExactlyElementsOf(IntStream.range(0, EVENTS).boxed().toList());
    }

    @Test
    void whoReadsOneByOneGetsAllInOrder() {
        AtomicInteger next = new AtomicInteger();
        StepVerifier.create(stream(DirectOptions.defaults())
                        .concatMap(i -> Mono.just(i), 1)
                        .limitRate(1))
                .thenConsumeWhile(i -> i == next.getAndIncrement())
                .verifyComplete();
        assertThat(next.get()).isEqualTo(EVENTS);
    }

    @Test
    void anEventThatIsTooLargeIsAnError() {
        FalConfig small = FalConfig.builder()
                .baseUrl("http://127.0.0.1:" + server.port())
                .maxResultBytes(50_000)
                .build();
        try (ReactorFalClient other = ReactorFalClient.create(small)) {
            Flux<Map<String, @Nullable Object>> stream = other.direct(Endpoint.json("fal-ai/any")).stream(Map.of());
            StepVerifier.create(stream)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(dev.falreactive.FalException.Unreadable.class)
                            .hasMessageContaining("larger than 50000 bytes")
                            .hasMessageContaining("may be billed"))
                    .verify(PATIENCE);
        }
    }
}
