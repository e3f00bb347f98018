package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/** Whatever does not answer, it ends in time, with the leaf that says whether something may have been billed. */
class DeadlineTest {

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();
    private static final QueueTicket TICKET = QueueTicket.of(FluxLora.ID, "some-job", Instant.EPOCH);
    private static final Duration LIMIT = Duration.ofMillis(1_500);

    private static ReactorFalClient client(String baseUrl, UnaryOperator<HttpClient> hook) {
        return ReactorFalClient.builder(FalConfig.builder()
                        .baseUrl(baseUrl)
                        .allowInsecureHost("queue.test")
                        .credentials(FalCredentials.key("id:secret"))
                        .connectTimeout(Duration.ofMillis(300))
                        .requestTimeout(LIMIT)
                        .connections(Connections.DEFAULT.withMax(1))
                        .retryPolicy(RetryPolicy.DEFAULT
                                .withMaxFailures(5)
                                .withMaxUnreachable(Duration.ofSeconds(1))
                                .withPauses(Duration.ofMillis(5), Duration.ofMillis(20)))
                        .build())
                .httpClient(hook)
                .build();
    }

    private static void neverReached(ReactorFalClient client) {
        ReactorQueue<FluxLoraRequest, FluxLoraResult> queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        assertThat(catchThrowable(() -> queue.submit(INPUT).block()))
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("Nothing was submitted, nothing is billed");
        assertThat(catchThrowable(() -> queue.watch(TICKET).blockLast()))
                .isInstanceOfSatisfying(
                        FalException.Unreachable.class,
                        e -> assertThat(e.ticket()).contains(TICKET));
        assertThat(catchThrowable(
                        () -> queue.await(TICKET, WatchOptions.defaults().withDeadline(Duration.ofMillis(500)))
                                .block()))
                .isInstanceOf(FalException.WatchTimeout.class);
    }

    @Test
    void R11_aServerThatReadsAndNeverAnswers() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator.baseUrl(), http -> http)) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            emulator.inject(Phase.SUBMIT, Fault.stall());
            assertThat(catchThrowable(() -> queue.submit(INPUT).block()))
                    .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                    .hasMessageContaining("no whole answer within 1.5 s");
            emulator.nextJob(JobScript.neverEnding());
            QueueTicket ticket = queue.submit(INPUT).block();
            emulator.inject(Phase.STATUS, Fault.stall(), 5);
            assertThat(catchThrowable(() -> queue.watch(ticket).blockLast()))
                    .isInstanceOfSatisfying(
                            FalException.Unreachable.class,
                            e -> assertThat(e.ticket()).contains(ticket));
        }
    }

    @Test
    void R11_aDripIsCutByTheWholeExchangeAndNotByTheGapBetweenReads() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator.baseUrl(), http -> http)) {
            emulator.inject(Phase.SUBMIT, Fault.slowDrip(Duration.ofMillis(50)));
            assertThat(catchThrowable(() ->
                            client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block()))
                    .isInstanceOf(FalException.SubmitOutcomeUnknown.class);
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    void R11_whoWaitsForTheOnlyConnectionGoesOnWhenItIsFree() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .connections(Connections.DEFAULT.withMax(1))
                        .build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            emulator.inject(Phase.SUBMIT, Fault.delay(LIMIT));
            queue.submit(INPUT).subscribe(ticket -> {}, error -> {});
            assertThat(queue.submit(INPUT).block()).isNotNull();
            assertThat(emulator.ledger().submits()).hasSize(2);
        }
    }

    @Test
    void R11_aPoolInWhichTooManyWaitSaysWhatToRaise() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .requestTimeout(Duration.ofSeconds(3))
                        .connections(Connections.DEFAULT.withMax(1).withMaxWaiting(1))
                        .retryPolicy(RetryPolicy.DEFAULT.withMaxFailures(1))
                        .build())) {
            var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
            emulator.inject(Phase.SUBMIT, Fault.stall(), 2);
            queue.submit(INPUT).subscribe(ticket -> {}, error -> {});
            queue.submit(INPUT).subscribe(ticket -> {}, error -> {});
            assertThat(catchThrowable(() -> queue.submit(INPUT).block()))
                    .isInstanceOf(FalException.Unreachable.class)
                    .hasMessageContaining("raise FalConfig.connections")
                    .hasMessageContaining("Nothing was submitted");
        }
    }

    @Test
    void R11_aNameServerThatNeverAnswers() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                ReactorFalClient client = client(
                        "http://queue.test:9",
                        http -> http.resolver(spec -> spec.queryTimeout(Duration.ofMillis(150))
                                .maxQueriesPerResolve(4)
                                .dnsAddressResolverGroupProvider(builder -> new DnsAddressResolverGroup(
                                        builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(
                                                (InetSocketAddress) silent.getLocalSocketAddress()))))))) {
            neverReached(client);
        }
    }

    @Test
    void R11_aHostThatSwallowsConnections() throws IOException {
        List<Socket> filling = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ReactorFalClient client = client("http://127.0.0.1:" + full.getLocalPort(), http -> http)) {
            fill(full, filling);
            neverReached(client);
        } finally {
            for (Socket socket : filling) {
                socket.close();
            }
        }
    }

    /** Until the queue of connections that nobody accepts is full: one more is not answered at all. */
    private static void fill(ServerSocket server, List<Socket> sockets) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the queue of connections has no end");
    }

    @Test
    void R11_aServerThatAcceptsAndSpeaksNoTls() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ReactorFalClient client = client("https://127.0.0.1:" + mute.getLocalPort(), http -> http)) {
            neverReached(client);
        }
    }
}
