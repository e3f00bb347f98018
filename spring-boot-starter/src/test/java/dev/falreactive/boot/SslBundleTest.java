package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.reactor.ReactorFalClient;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A relay with a certificate that only the bundle trusts. */
class SslBundleTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path dir;

    private static DisposableServer server;

    @BeforeAll
    static void start() throws Exception {
        Path store = dir.resolve("relay.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "relay",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        var context = SslContextBuilder.forServer(factory).build();
        server = HttpServer.create()
                .port(0)
                .secure(spec -> spec.sslContext(context))
                .handle((request, response) -> response.status(200)
                        .header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"status\":\"IN_PROGRESS\"}")))
                .bindNow();
    }

    @AfterAll
    static void stop() {
        server.disposeNow();
    }

    @Test
    @Covers("fal.ssl.bundle")
    void aClientTrustsWhatItsBundleTrusts() {
        runner().withPropertyValues("fal.ssl.bundle=relay")
                .run(context -> assertThat(
                                status(context.getBean(ReactorFalClient.class)).phase())
                        .isEqualTo(StatusUpdate.Phase.IN_PROGRESS));
    }

    @Test
    void aNamedClientHasABundleOfItsOwn() {
        runner().withPropertyValues(
                        "fal.clients.x.key=a:b",
                        "fal.clients.x.base-url=https://localhost:" + server.port(),
                        "fal.clients.x.ssl.bundle=relay")
                .run(context -> {
                    assertThat(status(context.getBean("xFalClient", ReactorFalClient.class))
                                    .phase())
                            .isEqualTo(StatusUpdate.Phase.IN_PROGRESS);
                    assertThatThrownBy(() -> status(context.getBean("falClient", ReactorFalClient.class)))
                            .isInstanceOf(FalException.Unreachable.class);
                });
    }

    @Test
    void withoutTheBundleItIsNotTrusted() {
        runner().run(context -> assertThatThrownBy(() -> status(context.getBean(ReactorFalClient.class)))
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("certification path"));
    }

    @Test
    void aBundleThatIsNotThereStopsTheStart() {
        runner().withPropertyValues("fal.ssl.bundle=other")
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.ssl.bundle")
                        .contains("'other'"));
    }

    private static ApplicationContextRunner runner() {
        return Contexts.runner()
                .withPropertyValues(
                        "fal.key=a:b",
                        "fal.base-url=https://localhost:" + server.port(),
                        "fal.retry.max-failures=1",
                        "spring.ssl.bundle.jks.relay.truststore.location=file:" + dir.resolve("relay.p12"),
                        "spring.ssl.bundle.jks.relay.truststore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.relay.truststore.type=PKCS12");
    }

    private static StatusUpdate status(ReactorFalClient client) {
        QueueTicket ticket = QueueTicket.of(FluxLora.ID, "id", Instant.now());
        return client.queue(FluxLora.TEXT_TO_IMAGE).status(ticket).block(Duration.ofSeconds(20));
    }
}
