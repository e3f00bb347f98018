package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Ordinary proxies and own certificates, by the hook of the HTTP client, as {@code docs/relays.md} shows it. */
class RoutesTest {

    private static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    private static FalEmulator emulator() {
        return FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(20))
                .build());
    }

    /** A host that no name server knows: only the proxy can lead there. */
    private static FalConfig beyond(FalEmulator emulator) {
        return FalConfig.builder()
                .baseUrl("http://queue.beyond.invalid")
                .allowInsecureHost("queue.beyond.invalid")
                .credentials(emulator.credentials())
                .retryPolicy(RetryPolicy.DEFAULT.withMaxUnreachable(Duration.ofMillis(1)))
                .build();
    }

    private static int port(FalEmulator emulator) {
        return URI.create(emulator.baseUrl()).getPort();
    }

    @Test
    void anHttpProxyCarriesAllCallsAndMedia(@TempDir Path out) {
        try (FalEmulator emulator = emulator();
                TinyProxy proxy = TinyProxy.http(port(emulator));
                ReactorFalClient client = RelaySnippets.throughHttpProxy(beyond(emulator), "127.0.0.1", proxy.port())) {
            runsToTheImage(client, out);
            String basic = Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.asked)
                    .isNotEmpty()
                    .allMatch(head -> head.startsWith("CONNECT queue.beyond.invalid:80 "))
                    .allMatch(head -> head.toLowerCase(java.util.Locale.ROOT)
                            .contains("proxy-authorization: basic " + basic.toLowerCase(java.util.Locale.ROOT)))
                    .noneMatch(head -> head.contains("Key "));
            onlyTheQueueGetsTheKey(emulator);
        }
    }

    @Test
    void aSocksProxyCarriesAllCallsAndMedia(@TempDir Path out) {
        try (FalEmulator emulator = emulator();
                TinyProxy proxy = TinyProxy.socks5(port(emulator));
                ReactorFalClient client = RelaySnippets.throughSocks(beyond(emulator), "127.0.0.1", proxy.port())) {
            runsToTheImage(client, out);
            assertThat(proxy.asked).isNotEmpty().containsOnly("queue.beyond.invalid:80");
            onlyTheQueueGetsTheKey(emulator);
        }
    }

    @Test
    void withoutAProxyThatHostIsNotReached() {
        try (FalEmulator emulator = emulator();
                ReactorFalClient client = ReactorFalClient.create(beyond(emulator))) {
            assertThat(catchThrowable(() ->
                            client.queue(FluxLora.TEXT_TO_IMAGE).submit(INPUT).block()))
                    .isInstanceOf(FalException.Unreachable.class);
        }
    }

    private static void runsToTheImage(ReactorFalClient client, Path out) {
        var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
        QueueTicket ticket = queue.submit(INPUT).block();
        String image = queue.await(ticket).block().images().get(0).url();
        Path file = out.resolve("image.jpg");
        client.media().save(ticket, image, file).block();
        assertThat(file).isNotEmptyFile();
    }

    private static void onlyTheQueueGetsTheKey(FalEmulator emulator) {
        assertThat(emulator.ledger().entries())
                .filteredOn(call -> call.phase().filter(Phase.MEDIA::equals).isEmpty())
                .extracting(LedgerEntry::authScheme)
                .isNotEmpty()
                .allMatch(scheme -> scheme.equals(java.util.Optional.of("Key")));
        assertThat(emulator.ledger().of(Phase.MEDIA))
                .hasSize(1)
                .allMatch(call -> call.authScheme().isEmpty());
    }

    @Test
    void aCertificateOfOnesOwnIsTrustedWhereItIsNamed(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("tls.p12");
        File certificate = directory.resolve("tls.pem").toFile();
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keypass",
                "secret",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "tls",
                "-storepass",
                "secret",
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString());
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext(serverContext(store)))
                .handle((request, response) -> response.header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"status\":\"IN_PROGRESS\"}")))
                .bindNow();
        FalConfig config = FalConfig.builder()
                .baseUrl("https://127.0.0.1:" + server.port())
                .credentials(FalCredentials.key("id:secret"))
                .retryPolicy(RetryPolicy.DEFAULT.withMaxUnreachable(Duration.ofMillis(1)))
                .build();
        QueueTicket ticket = QueueTicket.of(FluxLora.ID, "some-job", Instant.now());
        try (ReactorFalClient trusting = RelaySnippets.trusting(config, certificate);
                ReactorFalClient other = ReactorFalClient.create(config)) {
            assertThat(trusting.queue(FluxLora.TEXT_TO_IMAGE).status(ticket).block())
                    .isNotNull();
            assertThat(catchThrowable(() ->
                            other.queue(FluxLora.TEXT_TO_IMAGE).status(ticket).block()))
                    .isInstanceOf(FalException.Unreachable.class)
                    .hasMessageContaining("certi");
            assertThat(other.diagnose().block().toString()).contains("the host does not answer");
        } finally {
            server.disposeNow();
        }
    }

    private static SslContext serverContext(Path store) {
        try (var in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, "secret".toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, "secret".toCharArray());
            return SslContextBuilder.forServer(factory).build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String... args) throws Exception {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
