package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.TransportFault.Kind;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Too few connections of our own are told apart from a host that cannot be connected to. */
class NoneFreeTest {

    @ParameterizedTest
    @EnumSource(names = {"GET", "POST"})
    void aFullPoolIsNoUnreachableHost(HttpMethod method) {
        DisposableServer silent = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> Mono.never())
                .bindNow();
        NettyTransport transport = NettyTransport.create(
                FalConfig.builder()
                        .baseUrl("http://127.0.0.1:" + silent.port())
                        .requestTimeout(Duration.ofSeconds(3))
                        .connections(Connections.DEFAULT.withMax(1).withMaxWaiting(1))
                        .build(),
                UnaryOperator.identity(),
                Schedulers.parallel());
        try {
            AtomicReference<Throwable> refused = new AtomicReference<>();
            for (int i = 0; i < 3; i++) {
                ask(transport, silent.port(), method).subscribe(answer -> {}, refused::set);
            }
            Eventually.holds("a refusal", () -> refused.get() != null);
            assertThat(refused.get())
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            e -> assertThat(e.fault().kind()).isEqualTo(Kind.NONE_FREE));
        } finally {
            transport.close().subscribe();
            silent.disposeNow();
        }
    }

    @Test
    void aHostThatRefusesIsOne() {
        DisposableServer gone = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((q, a) -> Mono.never())
                .bindNow();
        gone.disposeNow();
        NettyTransport transport = NettyTransport.create(
                FalConfig.builder().baseUrl("http://127.0.0.1:" + gone.port()).build(),
                UnaryOperator.identity(),
                Schedulers.parallel());
        AtomicReference<Throwable> refused = new AtomicReference<>();
        ask(transport, gone.port(), HttpMethod.GET).subscribe(answer -> {}, refused::set);
        Eventually.holds("a refusal", () -> refused.get() != null);
        assertThat(refused.get())
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.fault().kind()).isEqualTo(Kind.NOT_SENT));
        transport.close().subscribe();
    }

    private static Mono<?> ask(NettyTransport transport, int port, HttpMethod method) {
        WireRequest request = new WireRequest(
                method, URI.create("http://127.0.0.1:" + port + "/x"), WireHeaders.of(Map.of()), new byte[0]);
        return transport.send(request, 1_000, Transport.Departure.FREE);
    }
}
