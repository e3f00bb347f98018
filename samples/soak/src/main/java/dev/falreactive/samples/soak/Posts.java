package dev.falreactive.samples.soak;

import dev.falreactive.Codec;
import dev.falreactive.protocol.FieldNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The submits that arrived, by the emulator's own ledger: the other side's word. */
final class Posts {

    /**
     * One submit that arrived.
     *
     * @param job the number in its prompt
     * @param requestId the job that it made, if it made one
     * @param status the HTTP status of its answer, 0 if it got none
     * @param fault what the emulator did to it, if anything
     */
    record Post(int job, Optional<String> requestId, int status, Optional<String> fault) {}

    private Posts() {}

    static List<Post> of(String emulator) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator + "/_emulator/ledger?phase=submit"))
                .build();
        try {
            String json = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            Object entries = Codec.map()
                    .read(("{\"entries\":" + json + "}").getBytes(StandardCharsets.UTF_8))
                    .get("entries");
            List<Post> posts = new ArrayList<>();
            for (Object entry : (List<?>) Objects.requireNonNull(entries, "entries")) {
                posts.add(post((Map<?, ?>) entry));
            }
            return posts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Post post(Map<?, ?> entry) {
        String prompt = String.valueOf(((Map<?, ?>) Objects.requireNonNull(entry.get("body"))).get("prompt"));
        return new Post(
                Integer.parseInt(prompt.substring(Soak.PROMPT.length())),
                Optional.ofNullable(entry.get(FieldNames.REQUEST_ID)).map(String::valueOf),
                ((Number) Objects.requireNonNull(entry.get("status"))).intValue(),
                Optional.ofNullable(entry.get("fault")).map(String::valueOf));
    }
}
