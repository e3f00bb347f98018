package dev.falreactive.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain HTTP client with a key. */
final class Caller {

    private static final Pattern ID = Pattern.compile("\"request_id\":\"([^\"]+)\"");
    private static final String APP = "/fal-ai/flux-lora";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final FalEmulator emulator;

    Caller(FalEmulator emulator) {
        this.emulator = emulator;
    }

    HttpClient client() {
        return client;
    }

    HttpRequest.Builder request(String path) {
        String url = path.startsWith("http") ? path : emulator.baseUrl() + path;
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", emulator.credentials().headerValue());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(
                request(APP).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> cancel(String id) throws IOException, InterruptedException {
        return client.send(
                request(job(id) + "/cancel")
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    String submit() throws IOException, InterruptedException {
        return id(post("{\"prompt\":\"a cat\"}").body());
    }

    static String job(String id) {
        return APP + "/requests/" + id;
    }

    static String id(String body) {
        Matcher matcher = ID.matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("no request_id in " + body);
        }
        return matcher.group(1);
    }
}
