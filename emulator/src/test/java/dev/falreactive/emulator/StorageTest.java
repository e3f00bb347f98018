package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {

    private static final String INITIATE = "/storage/upload/initiate?storage_type=fal-cdn-v3";
    private static final String PARTS = "/storage/upload/initiate-multipart?storage_type=fal-cdn-v3";
    private static final String BODY = "{\"content_type\":\"text/plain\",\"file_name\":\"a b.txt\"}";

    private FalEmulator emulator;
    private Caller caller;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start();
        caller = new Caller(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        return caller.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> posted(String path, String body) throws IOException, InterruptedException {
        return sent(caller.request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> put(String url, String body) throws IOException, InterruptedException {
        return sent(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> completed(String url, String body) throws IOException, InterruptedException {
        return sent(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String field(HttpResponse<String> answer, String name) {
        return String.valueOf(
                Codec.map().read(answer.body().getBytes(StandardCharsets.UTF_8)).get(name));
    }

    private static String below(String uploadUrl, String segment) {
        return uploadUrl.replace("?", "/" + segment + "?");
    }

    @Test
    void aFileIsStoredAndServed() throws Exception {
        HttpResponse<String> target = posted(INITIATE, BODY);
        HttpResponse<String> stored = put(field(target, "upload_url"), "hello");
        HttpResponse<String> served = caller.get(field(target, "file_url"));

        assertThat(stored.statusCode()).isEqualTo(200);
        assertThat(stored.headers().firstValue("etag")).contains("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(field(target, "file_url")).endsWith("/a%20b.txt");
        assertThat(served.body()).isEqualTo("hello");
        assertThat(served.headers().firstValue("content-type")).contains("text/plain");
        assertThat(emulator.ledger().of(Phase.STORAGE))
                .singleElement()
                .satisfies(entry -> assertThat(entry.authScheme()).contains("Key"));
        assertThat(emulator.ledger().of(Phase.UPLOAD)).singleElement().satisfies(entry -> {
            assertThat(entry.authScheme()).isEmpty();
            assertThat(entry.query().orElse("")).startsWith("signature=&");
        });
        assertThat(emulator.ledger().submits()).isEmpty();
        assertThat(emulator.ledger().media()).hasSize(1);
    }

    @Test
    void beforeItsBytesCameThereIsNoFile() throws Exception {
        HttpResponse<String> target = posted(INITIATE, BODY);

        assertThat(caller.get(field(target, "file_url")).statusCode()).isEqualTo(404);
    }

    @Test
    void partsMakeAFileInTheirOrderOnceTheyAreComplete() throws Exception {
        HttpResponse<String> target = posted(PARTS, BODY);
        String url = field(target, "upload_url");
        String second = field(put(below(url, "2"), "world"), "etag");
        String old = field(put(below(url, "1"), "HELLO "), "etag");
        String first = field(put(below(url, "1"), "hello "), "etag");
        String complete = below(url, "complete");

        assertThat(caller.get(field(target, "file_url")).statusCode()).isEqualTo(404);
        assertThat(completed(complete, parts(List.of(old, second))).statusCode())
                .isEqualTo(400);
        assertThat(completed(complete, parts(List.of(first))).statusCode()).isEqualTo(400);
        assertThat(completed(complete, parts(List.of(second, first))).statusCode())
                .isEqualTo(400);
        assertThat(completed(complete, "no JSON").statusCode()).isEqualTo(400);
        assertThat(completed(complete, parts(List.of(first, second))).statusCode())
                .isEqualTo(200);
        assertThat(caller.get(field(target, "file_url")).body()).isEqualTo("hello world");
    }

    private static String parts(List<String> etags) {
        return java.util.stream.IntStream.range(0, etags.size())
                .mapToObj(i -> "{\"partNumber\":" + (i + 1) + ",\"etag\":\"" + etags.get(i) + "\"}")
                .collect(Collectors.joining(",", "{\"parts\":[", "]}"));
    }

    @Test
    void whoHasNoKeyMayNotBeginAndWhoHasTheUrlNeedsNone() throws Exception {
        URI initiate = URI.create(emulator.baseUrl() + INITIATE);
        HttpResponse<String> anonymous =
                sent(HttpRequest.newBuilder(initiate).POST(HttpRequest.BodyPublishers.ofString(BODY)));
        String url = field(posted(INITIATE, BODY), "upload_url");
        HttpResponse<String> both = sent(caller.request(url).PUT(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(emulator.ledger().of(Phase.UPLOAD))
                .singleElement()
                .satisfies(entry -> assertThat(entry.authScheme()).contains("Key"));
        assertThat(put(url.replaceAll("signature=.", "signature=_"), "x").statusCode())
                .isEqualTo(403);
        assertThat(put(emulator.baseUrl() + "/_emulator/uploads/nobody", "x").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "no JSON", "{\"content_type\":1,\"file_name\":2}"})
    void anInitiateWithoutNameOrTypeIsRefused(String body) throws Exception {
        assertThat(posted(INITIATE, body).statusCode()).isEqualTo(422);
    }

    @Test
    void anotherStorageIsNotThere() throws Exception {
        assertThat(posted("/storage/upload/initiate?storage_type=gcs", BODY).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theConnectionIsCutInTheMiddleOfABody() throws Exception {
        HttpResponse<String> target = posted(INITIATE, BODY);
        emulator.inject(Phase.UPLOAD, UploadFault.cutAfter(100_000));

        assertThatThrownBy(() -> put(field(target, "upload_url"), "x".repeat(2_000_000)))
                .isInstanceOf(IOException.class);
        assertThat(caller.get(field(target, "file_url")).statusCode()).isEqualTo(404);
        assertThat(emulator.ledger().of(Phase.UPLOAD))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fault()).contains("upload-cut"));
        assertThat(put(field(target, "upload_url"), "whole").statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusalComesAfterAWholeBodyAndNothingIsStored() throws Exception {
        HttpResponse<String> target = posted(INITIATE, BODY);
        emulator.inject(FaultRule.parse("upload:app-500*2"));

        for (int i = 0; i < 2; i++) {
            assertThat(put(field(target, "upload_url"), "x".repeat(2_000_000)).statusCode())
                    .isEqualTo(500);
        }
        assertThat(caller.get(field(target, "file_url")).statusCode()).isEqualTo(404);
    }

    @Test
    void closingLeavesNothingOnDisk() throws Exception {
        Set<Path> before = directories();
        HttpResponse<String> target = posted(INITIATE, BODY);
        put(field(target, "upload_url"), "hello");
        Set<Path> during = directories();
        during.removeAll(before);
        emulator.close();

        assertThat(during).isNotEmpty();
        assertThat(during).anyMatch(directory -> !Files.exists(directory));
    }

    /** Other emulators may run beside this one. */
    private static Set<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("fal-emulator-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
