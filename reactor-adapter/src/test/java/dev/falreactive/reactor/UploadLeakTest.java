package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.RetryPolicy;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What must not go where: the key to where the storage points, the signed URL into words. */
@Isolated
class UploadLeakTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "canary-secret-9d2e";
    private static final String SIGNATURE = "signed-canary-77aa";

    private final List<Map.Entry<String, Boolean>> seen = new CopyOnWriteArrayList<>();
    private FalEmulator emulator;
    private ReactorFalClient client;
    private DisposableServer elsewhere;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start();
        client = ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(FalCredentials.key("canary:" + SECRET))
                .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(5)))
                .build());
        elsewhere = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    seen.add(Map.entry(
                            request.method() + " " + request.uri(),
                            request.requestHeaders().contains("Authorization")));
                    boolean fails = request.uri().startsWith("/fails");
                    return request.receive()
                            .then(Mono.defer(() -> response.status(fails ? 400 : 200)
                                    .header("ETag", "\"tag\"")
                                    .sendString(Mono.just(fails ? "<Error>" + request.uri() + "</Error>" : ""))
                                    .then()));
                })
                .bindNow();
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
        elsewhere.disposeNow();
    }

    private void target(String uploadUrl) {
        emulator.inject(
                Phase.STORAGE,
                Fault.respond(
                        200,
                        Map.of("Content-Type", "application/json"),
                        "{\"upload_url\":\"" + uploadUrl + "\",\"file_url\":\"https://files.example/x\"}"));
    }

    private Throwable failed() {
        return catchThrowable(() ->
                client.files().upload(FileSource.of(new byte[100], "image/png")).block(LIMIT));
    }

    @Test
    void theKeyDoesNotGoWhereTheStoragePoints() {
        String base = "http://127.0.0.1:" + elsewhere.port() + "/bucket/x?sig=" + SIGNATURE;
        target(base);
        client.files().upload(FileSource.of(new byte[100], "image/png")).block(LIMIT);
        target(base);
        client.files()
                .upload(FileSource.of(Flux.range(0, 11).map(i -> ByteBuffer.allocate(1024 * 1024)), "video/mp4"))
                .block(LIMIT);

        assertThat(seen)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "PUT /bucket/x?sig=" + SIGNATURE,
                        "PUT /bucket/x/1?sig=" + SIGNATURE,
                        "PUT /bucket/x/2?sig=" + SIGNATURE,
                        "POST /bucket/x/complete?sig=" + SIGNATURE);
        assertThat(seen).noneMatch(Map.Entry::getValue);
        assertThat(emulator.ledger().of(Phase.STORAGE))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.authScheme()).contains("Key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://files.example/x",
                "javascript:alert(1)",
                "http://files.example/x",
                "http://127.0.0.1.example.com/x",
                "https://user:password@files.example/x",
                "https://files.example/x#y",
                "https:///x",
                "//files.example/x",
                "/x",
                "not a url",
                ""
            })
    void anUnsafePlaceIsRefusedAndNotNamed(String url) {
        target(url);

        assertThat(failed()).isInstanceOf(FalException.Unreadable.class).hasMessageNotContaining("example");
        assertThat(emulator.ledger().entries()).hasSize(1);
    }

    @Test
    void theSignedUrlIsInNoErrorAndNoLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
        root.addAppender(log);
        root.setLevel(Level.INFO);
        Throwable refused;
        Throwable unreachable;
        try {
            target("http://127.0.0.1:" + elsewhere.port() + "/fails/" + SIGNATURE + "?sig=" + SIGNATURE);
            refused = failed();
            target("http://127.0.0.1:1/" + SIGNATURE + "?sig=" + SIGNATURE);
            unreachable = failed();
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
        }
        assertThat(refused).isInstanceOf(FalException.Rejected.class);
        assertThat(unreachable).isInstanceOf(FalException.Unreachable.class);
        assertThat(List.of(trace(refused), trace(unreachable)))
                .noneMatch(text -> text.contains(SIGNATURE) || text.contains(SECRET));
        assertThat(List.copyOf(log.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(SIGNATURE) || line.contains(SECRET));
        assertThat(seen).hasSize(1);
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aSourceDoesNotShowItsBytes() {
        byte[] bytes = "private".getBytes(StandardCharsets.UTF_8);

        assertThat(FileSource.of(bytes, "text/plain").toString()).isEqualTo("FileSource[file.txt, text/plain]");
    }
}
