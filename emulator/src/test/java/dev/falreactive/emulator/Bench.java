package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireRequest;
import dev.falreactive.protocol.WireResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A queue as a value, with a clock that a test moves. */
final class Bench {

    static final String APP = "/fal-ai/flux-lora";

    private final EmulatedQueue queue;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private WireHeaders headers = WireHeaders.none().with("Authorization", "Key id:secret");

    Bench(EmulatorConfig.Builder config) {
        queue = EmulatedQueue.create(config.build(), new Random(42));
    }

    Bench() {
        this(EmulatorConfig.builder());
    }

    EmulatedQueue queue() {
        return queue;
    }

    Instant now() {
        return now;
    }

    Bench header(String name, String value) {
        headers = headers.with(name, value);
        return this;
    }

    Bench anonymous() {
        headers = WireHeaders.none();
        return this;
    }

    Bench pass(String time) {
        now = now.plus(Duration.parse(time));
        return this;
    }

    WireResponse send(HttpMethod method, String target, String body) {
        return queue.handle(request(method, target, body), now);
    }

    WireRequest request(HttpMethod method, String target, String body) {
        URI uri = URI.create("http://127.0.0.1:8787" + target);
        return new WireRequest(method, uri, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    WireResponse get(String target) {
        return send(HttpMethod.GET, target, "");
    }

    WireResponse post(String target, String body) {
        return send(HttpMethod.POST, target, body);
    }

    String submit(String input) {
        return text(json(post(APP, input)), "request_id");
    }

    String submit() {
        return submit("{\"prompt\":\"a cat\"}");
    }

    /** A job that a fault of its life strikes. */
    String submit(Fault fault) {
        WireRequest request = request(HttpMethod.POST, APP, "{\"prompt\":\"a cat\"}");
        Reply reply = queue.reply(request, now, ((Effect.Life) Effect.of(fault)).change());
        return text(json(((Reply.Ready) reply).response()), "request_id");
    }

    WireResponse status(String id) {
        return get(APP + "/requests/" + id + "/status");
    }

    Map<String, @Nullable Object> statusJson(String id) {
        return json(get(APP + "/requests/" + id + "/status?logs=1"));
    }

    String word(String id) {
        return text(statusJson(id), "status");
    }

    WireResponse result(String id) {
        return get(APP + "/requests/" + id);
    }

    WireResponse cancel(String id) {
        return send(HttpMethod.PUT, APP + "/requests/" + id + "/cancel", "");
    }

    /** The result of an input, once it has run. */
    WireResponse run(String input) {
        String id = submit(input);
        pass("PT10S");
        return result(id);
    }

    static Map<String, @Nullable Object> json(WireResponse response) {
        return Codec.map().read(response.body());
    }

    static String body(WireResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String text(Map<String, @Nullable Object> json, String field) {
        return String.valueOf(json.get(field));
    }

    static List<String> messages(Map<String, @Nullable Object> status) {
        return ((List<?>) java.util.Objects.requireNonNull(status.get("logs")))
                .stream()
                        .map(line -> String.valueOf(((Map<?, ?>) line).get("message")))
                        .toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> firstItem(WireResponse response) {
        return ((List<Map<String, @Nullable Object>>)
                        java.util.Objects.requireNonNull(json(response).get("detail")))
                .get(0);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, @Nullable Object>> images(WireResponse response) {
        return (List<Map<String, @Nullable Object>>)
                java.util.Objects.requireNonNull(json(response).get("images"));
    }
}
