package dev.falreactive.samples.gallery;

import dev.falreactive.Codec;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A gallery over real HTTP, as its page sees it. */
record Gallery(String root) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    static Gallery on(int port) {
        return new Gallery("http://localhost:" + port);
    }

    record Answer(int status, Map<String, Object> json, String text, HttpResponse<byte[]> raw) {

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        List<?> list(String name) {
            return (List<?>) json.get(name);
        }
    }

    Answer submit(String id, Map<String, ?> input) {
        return send(post("/api/jobs", Map.of("id", id, "input", input)));
    }

    /** Submits a job that must be taken; brings its id. */
    String submitted(String prompt) {
        String id = UUID.randomUUID().toString();
        Answer answer = resubmitted(id, prompt);
        if (answer.status() != 202) {
            throw new AssertionError(answer.toString());
        }
        return id;
    }

    /** The same request as {@link #submitted} makes; small images are drawn quickly. */
    Answer resubmitted(String id, String prompt) {
        return submit(id, Map.of("prompt", prompt, "image_size", Map.of("width", 64, "height", 64)));
    }

    Answer cancel(String id) {
        return send(request("/api/jobs/" + id + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer remove(String id) {
        return send(request("/api/jobs/" + id).DELETE());
    }

    Answer get(String path) {
        return send(request(path));
    }

    HttpRequest.Builder post(String path, Map<String, ?> body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Codec.map().write(new LinkedHashMap<>(body))));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(30));
    }

    /** A body that is read as it comes. */
    InputStream stream(String path) {
        HttpResponse<InputStream> response = HTTP.sendAsync(
                        HttpRequest.newBuilder(URI.create(root + path)).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .join();
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " is answered " + response.statusCode());
        }
        return response.body();
    }

    static Answer send(HttpRequest.Builder request) {
        return sendAsync(request).join();
    }

    static CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> {
                    String type = response.headers().firstValue("Content-Type").orElse("");
                    String text = new String(response.body(), StandardCharsets.UTF_8);
                    Map<String, Object> json = type.contains("json") && text.startsWith("{")
                            ? Codec.map().read(response.body())
                            : Map.of();
                    return new Answer(response.statusCode(), json, text, response);
                });
    }
}
