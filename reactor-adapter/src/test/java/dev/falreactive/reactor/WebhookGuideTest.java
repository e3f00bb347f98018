package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.WebhookAttempt;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.DisposableServer;

/** The route that {@code docs/webhooks.md} shows is compiled, and receives. */
class WebhookGuideTest {

    private static final Pattern ROUTE = Pattern.compile(
            "^```java\\n((?:(?!```).)*?public final class WebhookRoute .*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static DisposableServer started(Path directory, ReactorWebhooks webhooks) throws Exception {
        Path guide = Path.of(System.getProperty("fal.moduleDir")).resolve("../docs/webhooks.md");
        Matcher code = ROUTE.matcher(Files.readString(guide));
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(directory.resolve("WebhookRoute.java"), code.group(1));
        String classPath = System.getProperty("java.class.path");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(exit).isZero();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, WebhookGuideTest.class.getClassLoader());
        Class<?> route = loader.loadClass("WebhookRoute");
        Object made = route.getConstructor(ReactorWebhooks.class).newInstance(webhooks);
        return (DisposableServer) route.getMethod("start", int.class).invoke(made, 0);
    }

    private static int posted(URI hook, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(hook)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theRouteReceives(@TempDir Path directory) throws Exception {
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                        .queueTime(Duration.ZERO)
                        .runTime(Duration.ofMillis(50))
                        .build());
                ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .webhookKeysUrl(emulator.webhookKeysUrl())
                        .build())) {
            DisposableServer server = started(directory, client.webhooks());
            try {
                URI hook = URI.create("http://127.0.0.1:" + server.port() + "/hook");
                var queue = client.queue(FluxLora.TEXT_TO_IMAGE);
                FluxLoraRequest input =
                        FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();
                // The first poll, if it is made at all, gets no answer.
                emulator.inject(Phase.STATUS, Fault.stall());
                var result = queue.submit(input, SubmitOptions.defaults().withWebhook(hook))
                        .flatMap(ticket -> queue.await(
                                ticket,
                                WatchOptions.defaults(),
                                client.webhooks().of(ticket)))
                        .block(Duration.ofSeconds(30));
                assertThat(result.images()).hasSize(1);
                assertThat(emulator.ledger().of(Phase.RESULT)).isEmpty();
                Eventually.holds("an attempt", () -> emulator.webhooks().size() == 1);
                assertThat(emulator.webhooks())
                        .extracting(WebhookAttempt::result)
                        .containsExactly(WebhookAttempt.Result.DELIVERED);

                assertThat(posted(hook, new byte[] {1})).isEqualTo(401);
                assertThat(posted(hook, new byte[16 * 1024 * 1024 + 1])).isEqualTo(413);
            } finally {
                server.disposeNow();
            }
        }
    }
}
