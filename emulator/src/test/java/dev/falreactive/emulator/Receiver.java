package dev.falreactive.emulator;

import dev.falreactive.Endpoint;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookEvent;
import dev.falreactive.webhook.WebhookHeaders;
import dev.falreactive.webhook.WebhookKeys;
import dev.falreactive.webhook.WebhookVerdict;
import dev.falreactive.webhook.WebhookVerifier;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server that webhooks are sent to. Answers 200, unless told otherwise. */
final class Receiver implements AutoCloseable {

    static final int NEVER = 0;

    /** What was posted. */
    record Post(String target, Map<String, String> headers, byte[] body) {

        WebhookVerdict verdict(WebhookKeys keys) {
            return WebhookVerifier.standard().verify(keys, WebhookHeaders.of(headers), body, Instant.now());
        }

        WebhookDelivery verified(WebhookKeys keys) {
            if (verdict(keys) instanceof WebhookVerdict.Verified verified) {
                return verified.delivery();
            }
            throw new AssertionError(verdict(keys));
        }

        WebhookEvent<Map<String, @Nullable Object>> event() {
            return WebhookEvent.read(Endpoint.json("fal-ai/any"), body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final DisposableServer server =
            HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Map<String, String> headers = new TreeMap<>();
        request.requestHeaders().forEach(header -> headers.put(header.getKey(), header.getValue()));
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> {
                    posts.add(new Post(request.method() + " " + request.uri(), headers, body));
                    Integer code = answers.poll();
                    if (code != null && code == NEVER) {
                        return Mono.<Void>never().doOnCancel(lost::incrementAndGet);
                    }
                    return response.status(code == null ? 200 : code)
                            .header("Location", url() + "/elsewhere")
                            .sendString(Mono.just("{\"received\":true}"))
                            .then();
                });
    }

    /** Says what the next posts are answered with. */
    Receiver answers(Integer... codes) {
        answers.addAll(List.of(codes));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/hook";
    }

    List<Post> posts() {
        return posts;
    }

    List<Post> awaitPosts(int count) {
        Until.holds(() -> posts.size() >= count);
        return posts;
    }

    Post awaitPost() {
        return awaitPosts(1).get(0);
    }

    /** How many senders went away before they were answered. */
    int lost() {
        return lost.get();
    }

    /** Submits a job whose end is to be told here. */
    String submit(FalEmulator emulator, String input) throws IOException, InterruptedException {
        return submit(emulator, input, url());
    }

    String submit(FalEmulator emulator) throws IOException, InterruptedException {
        return submit(emulator, "{\"prompt\":\"a cat\"}");
    }

    static String submit(FalEmulator emulator, String input, String webhook) throws IOException, InterruptedException {
        Caller caller = new Caller(emulator);
        String query = "?fal_webhook=" + URLEncoder.encode(webhook, StandardCharsets.UTF_8);
        HttpRequest request = caller.request(Bench.APP + query)
                .POST(HttpRequest.BodyPublishers.ofString(input))
                .build();
        return Caller.id(caller.client()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
