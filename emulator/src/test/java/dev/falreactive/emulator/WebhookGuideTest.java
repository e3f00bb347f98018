package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.falreactive.webhook.WebhookEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/webhooks.md} shows is compiled, and receives. */
class WebhookGuideTest {

    private static final Pattern CODE = Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final List<WebhookEvent<?>> events = new CopyOnWriteArrayList<>();

    private HttpHandler compiled(Path directory, String keysUrl, Consumer<WebhookEvent<?>> handler) throws Exception {
        Path guide = Path.of(System.getProperty("fal.moduleDir")).resolve("../docs/webhooks.md");
        Matcher code = CODE.matcher(Files.readString(guide));
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(directory.resolve("WebhookReceiver.java"), code.group(1));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(exit).isZero();
        URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        return (HttpHandler) loader.loadClass("WebhookReceiver")
                .getConstructor(URI.class, Consumer.class)
                .newInstance(URI.create(keysUrl), handler);
    }

    @Test
    void theReceiverReceives(@TempDir Path directory) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EmulatorConfig config = EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .webhooks(WebhookSettings.defaults().withRetries(1, Duration.ofMillis(1)))
                .build();
        try (FalEmulator emulator = FalEmulator.start(config)) {
            server.createContext("/hook", compiled(directory, emulator.webhookKeysUrl(), event -> {
                events.add(event);
                if (events.size() == 1) {
                    throw new IllegalStateException("not now");
                }
            }));
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";

            // Refused by the handler, then taken, then told apart as a duplicate.
            emulator.nextWebhook(WebhookScript.ordinary().times(2));
            String first = Receiver.submit(emulator, "{\"prompt\":\"x\"}", url);
            Until.holds(() -> emulator.webhooks().size() == 3);
            assertThat(events).extracting(WebhookEvent::requestId).containsExactly(first, first);
            assertThat(events).extracting(WebhookEvent::kind).containsOnly(WebhookEvent.Kind.SUCCEEDED);
            assertThat(statuses(emulator)).containsExactly(500, 200, 200);

            emulator.nextWebhook(WebhookScript.ordinary().withBadSignature());
            Receiver.submit(emulator, "{\"prompt\":\"x\"}", url);
            Until.holds(() -> emulator.webhooks().size() == 5);
            // It might be a key that is new.
            assertThat(statuses(emulator)).endsWith(503, 503);
            assertThat(events).hasSize(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aDuplicateThatComesWhileTheFirstIsBeingHandledIsNotLost(@TempDir Path directory) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                        .queueTime(Duration.ZERO)
                        .runTime(Duration.ZERO)
                        .build());
                Receiver recorder = new Receiver()) {
            recorder.submit(emulator);
            Receiver.Post post = recorder.awaitPost();
            List<Integer> meanwhile = new CopyOnWriteArrayList<>();
            server.createContext("/hook", compiled(directory, emulator.webhookKeysUrl(), event -> {
                events.add(event);
                meanwhile.add(posted(server, post.headers(), post.body()));
                if (events.size() == 1) {
                    throw new IllegalStateException("not now");
                }
            }));
            server.start();

            assertThat(posted(server, post.headers(), post.body())).isEqualTo(500);
            assertThat(posted(server, post.headers(), post.body())).isEqualTo(200);
            assertThat(posted(server, post.headers(), post.body())).isEqualTo(200);
            assertThat(meanwhile).containsExactly(503, 503);
            assertThat(events).hasSize(2);
            assertThat(posted(server, Map.of(), post.body())).isEqualTo(401);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void whatANewKeySignedWithinAMinuteOfTheLastReadingIsAskedToComeAgain(@TempDir Path directory) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .webhooks(WebhookSettings.defaults().withRetries(1, Duration.ofMillis(1)))
                .build())) {
            server.createContext("/hook", compiled(directory, emulator.webhookKeysUrl(), events::add));
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
            Receiver.submit(emulator, "{\"prompt\":\"x\"}", url);
            Until.holds(() -> emulator.webhooks().size() == 1);
            emulator.rotateWebhookKey();
            Receiver.submit(emulator, "{\"prompt\":\"x\"}", url);
            Until.holds(() -> emulator.webhooks().size() == 3);
            assertThat(statuses(emulator)).containsExactly(200, 503, 503);
        } finally {
            server.stop(0);
        }
    }

    private static int posted(HttpServer server, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-fal-webhook-")) {
                request.header(name, value);
            }
        });
        return HttpClient.newHttpClient()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static List<Integer> statuses(FalEmulator emulator) {
        return emulator.webhooks().stream()
                .map(attempt -> attempt.status().orElse(0))
                .toList();
    }
}
