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
import dev.falreactive.webhook.WebhookDedupe;
import dev.falreactive.webhook.WebhookDelivery;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

/** The route that {@code docs/webhooks.md} shows is compiled, and receives. */
class WebhookGuideTest {

    private static final Pattern ROUTE = Pattern.compile(
            "^```java\\n((?:(?!```).)*?public final class WebhookRoute .*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern STORED = Pattern.compile(
            "^```java\\n((?:(?!```).)*?Mono<Integer> stored\\(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static String shown(Pattern code) throws Exception {
        Path guide = Path.of(System.getProperty("fal.moduleDir")).resolve("../docs/webhooks.md");
        Matcher shown = code.matcher(Files.readString(guide));
        assertThat(shown.find()).isTrue();
        return shown.group(1);
    }

    private static Class<?> compiled(Path directory, String name, String code) throws Exception {
        Path source = Files.writeString(directory.resolve(name + ".java"), code);
        String classPath = System.getProperty("java.class.path");
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", directory.toString(), source.toString());
        assertThat(exit).isZero();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, WebhookGuideTest.class.getClassLoader());
        return loader.loadClass(name);
    }

    private static DisposableServer started(Path directory, ReactorWebhooks webhooks) throws Exception {
        Class<?> route = compiled(directory, "WebhookRoute", shown(ROUTE));
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

    @SuppressWarnings("unchecked") // the code below says so
    private static Function<WebhookDelivery, Mono<Integer>> storing(
            Path directory, ReactorWebhooks webhooks, Function<WebhookDelivery, Mono<Void>> store) throws Exception {
        String code = """
                import dev.falreactive.reactor.ReactorWebhooks;
                import dev.falreactive.webhook.*;
                import java.util.function.Function;
                import reactor.core.publisher.Mono;

                public record Storing(ReactorWebhooks webhooks, Function<WebhookDelivery, Mono<Void>> store, WebhookDedupe dedupe)
                        implements Function<WebhookDelivery, Mono<Integer>> {
                    @Override
                    public Mono<Integer> apply(WebhookDelivery delivery) {
                        return stored(delivery);
                    }

                    private Mono<Void> store(WebhookDelivery delivery) {
                        return store.apply(delivery);
                    }

                """ + shown(STORED).replaceFirst("private final WebhookDedupe dedupe = .*;", "") + "}";
        return (Function<WebhookDelivery, Mono<Integer>>) compiled(directory, "Storing", code)
                .getConstructor(ReactorWebhooks.class, Function.class, WebhookDedupe.class)
                .newInstance(webhooks, store, WebhookDedupe.ofCapacity(10));
    }

    @Test
    void aDuplicateThatComesWhileTheFirstIsBeingStoredIsNotLost(@TempDir Path directory) throws Exception {
        WebhookDelivery delivery = Signer.delivery(Signer.OK);
        ReactorWebhooks webhooks = new Fixture().client.webhooks();
        List<Sinks.Empty<Void>> stores = new ArrayList<>();
        Function<WebhookDelivery, Mono<Integer>> stored = storing(directory, webhooks, one -> {
            stores.add(Sinks.empty());
            return stores.get(stores.size() - 1).asMono();
        });

        StepVerifier.create(stored.apply(delivery))
                .then(() -> assertThat(stored.apply(delivery).block()).isEqualTo(503))
                .then(() -> stores.get(0).tryEmitError(new IllegalStateException("not now")))
                .expectNext(500)
                .verifyComplete();
        // Its sender goes away.
        stored.apply(delivery).subscribe().dispose();
        StepVerifier.create(stored.apply(delivery))
                .then(() -> stores.get(2).tryEmitEmpty())
                .expectNext(200)
                .verifyComplete();
        assertThat(webhooks.received(delivery)).isFalse();
        assertThat(stored.apply(delivery).block()).isEqualTo(200);
        assertThat(stores).hasSize(3);
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
