package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** An answer that comes to no reader: its connection is closed, and neither it nor a buffer is kept. */
class UnreadAnswerTest {

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    /** Answers with a body that does not end, or with a whole one. */
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> {
                open.incrementAndGet();
                asked.incrementAndGet();
                request.withConnection(connection -> connection.onDispose(open::decrementAndGet));
                Mono<Void> answer = request.path().equals("whole")
                        ? response.header("Content-Length", "2")
                                .sendString(Mono.just("{}"))
                                .then()
                        : response.sendString(Flux.concat(Mono.just("{"), Mono.never()))
                                .then();
                return request.receive().then(answer);
            })
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    private enum Call {
        READ {
            @Override
            Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader) {
                return transport.send(request(HttpMethod.GET, uri), 1_000, Transport.Departure.FREE);
            }
        },
        SUBMIT {
            @Override
            Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader) {
                return transport.send(request(HttpMethod.POST, uri), 1_000, Transport.Departure.FREE);
            }
        },
        STREAM {
            @Override
            Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader) {
                return transport.open(request(HttpMethod.GET, uri), reader);
            }
        },
        DIRECT {
            @Override
            Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader) {
                return transport.call(request(HttpMethod.POST, uri), Duration.ofMinutes(1), reader);
            }
        },
        FILE {
            @Override
            Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader) {
                return transport.files().open(uri, reader);
            }
        };

        abstract Publisher<?> by(NettyTransport transport, URI uri, MediaSource.Reader<byte[]> reader);

        static WireRequest request(HttpMethod method, URI uri) {
            return new WireRequest(method, uri, WireHeaders.of(Map.of()), new byte[0]);
        }
    }

    /** As one is that meets a cancel on its way. */
    @ParameterizedTest
    @EnumSource
    void oneThatIsDroppedOnItsWay(Call call) {
        isLetGo(
                http -> http.mapConnect(connect -> connect.filter(connection -> false)),
                call,
                (status, headers, body) -> body);
    }

    /** Of a call, its connection may be another's by then: nothing but its bytes is to be let go of. */
    @ParameterizedTest
    @EnumSource
    void oneThatIsDroppedOnItsWayWhenItIsWhole(Call call) {
        UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
        AtomicInteger over = new AtomicInteger();
        NettyTransport transport = transport(http -> http.option(ChannelOption.ALLOCATOR, memory)
                .mapConnect(connect -> connect.filter(connection -> false)));
        try {
            URI whole = URI.create("http://127.0.0.1:" + server.port() + "/whole");
            Flux.from(call.by(transport, whole, (status, headers, body) -> body))
                    .doFinally(signal -> over.incrementAndGet())
                    .subscribe(element -> {}, error -> {});
            Eventually.holds("the end", () -> over.get() == 1);
            Eventually.holds(
                    "no memory in use",
                    () -> memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory() == 0);
        } finally {
            transport.close().subscribe();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "DIRECT", "FILE"})
    void oneWhoseReaderThrows(Call call) {
        isLetGo(UnaryOperator.identity(), call, (status, headers, body) -> {
            throw new IllegalStateException("no reader");
        });
    }

    private NettyTransport transport(UnaryOperator<HttpClient> hook) {
        return NettyTransport.create(
                FalConfig.builder().baseUrl("http://127.0.0.1:" + server.port()).build(), hook, Schedulers.parallel());
    }

    private void isLetGo(UnaryOperator<HttpClient> hook, Call call, MediaSource.Reader<byte[]> reader) {
        NettyTransport transport = transport(hook);
        try {
            AtomicInteger over = new AtomicInteger();
            Flux.from(call.by(transport, URI.create("http://127.0.0.1:" + server.port() + "/x"), reader))
                    .doFinally(signal -> over.incrementAndGet())
                    .subscribe(element -> {}, error -> {});
            Eventually.holds("the end", () -> over.get() == 1);
            Eventually.holds("a closed connection", () -> open.get() == 0);
            assertThat(asked).hasValue(1);
        } finally {
            transport.close().subscribe();
        }
    }
}
