package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalCredentials;
import dev.falreactive.protocol.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.netty.ChannelBindException;

class ServerTest {

    private static EmulatorConfig.Builder quick() {
        return EmulatorConfig.builder().queueTime(Duration.ofMillis(100)).runTime(Duration.ofMillis(300));
    }

    private static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    @Test
    void aStreamTellsEachChangeUntilTheEnd() throws Exception {
        try (FalEmulator emulator = FalEmulator.start(quick().build())) {
            Caller caller = new Caller(emulator);
            String id = caller.submit();
            HttpResponse<String> stream = caller.get(Caller.job(id) + "/status/stream?logs=1");

            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            List<String> events = events(stream.body());
            assertThat(events.get(0)).contains("IN_QUEUE");
            assertThat(events.get(1)).contains("IN_PROGRESS").contains("Loading model");
            assertThat(events.get(events.size() - 1)).contains("COMPLETED").contains("Encoding image 1/1");
            assertThat(events).doesNotHaveDuplicates();
            assertThat(events(caller.get(Caller.job(id) + "/status/stream").body()))
                    .singleElement()
                    .satisfies(event -> assertThat(event).contains("COMPLETED").contains("\"logs\":null"));
        }
    }

    @Test
    void aStreamWithoutNewsIsKeptAlive() throws Exception {
        try (FalEmulator emulator =
                FalEmulator.start(quick().keepAlive(Duration.ofMillis(20)).build())) {
            Caller caller = new Caller(emulator);
            emulator.nextJob(JobScript.neverEnding());
            String id = caller.submit();
            HttpResponse<InputStream> stream = caller.client()
                    .send(
                            caller.request(Caller.job(id) + "/status/stream").build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = stream.body()) {
                StringBuilder read = new StringBuilder();
                while (!read.toString().contains(": keepalive\n\n: keepalive\n\n")) {
                    read.append((char) in.read());
                }
                assertThat(read).startsWith("data: {");
            }
            Until.holds(() -> emulator.ledger().entries().get(1).aborted());
        }
    }

    @Test
    void aSteeredJobIsToldToAnOpenStream() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            emulator.nextJob(JobScript.steps(JobScript.queued(3)));
            String id = caller.submit();
            CompletableFuture<HttpResponse<String>> stream = caller.client()
                    .sendAsync(
                            caller.request(Caller.job(id) + "/status/stream").build(),
                            HttpResponse.BodyHandlers.ofString());
            Until.holds(() -> emulator.ledger().count(HttpMethod.GET, "/stream") == 1);
            emulator.steer(id, JobScript.completed());

            List<String> events = events(stream.get().body());
            assertThat(events.get(events.size() - 1)).contains("COMPLETED");
        }
    }

    @Test
    void aStreamNeedsAKeyAndAJob() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            String id = caller.submit();
            HttpRequest anonymous = HttpRequest.newBuilder(
                            URI.create(emulator.baseUrl() + Caller.job(id) + "/status/stream"))
                    .build();

            assertThat(caller.client()
                            .send(anonymous, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(caller.get(Caller.job("unknown") + "/status/stream").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void imagesAreReadWithoutAKey() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            emulator.nextJob(JobScript.steps(JobScript.completed()));
            String id = caller.submit();
            String url = caller.get(Caller.job(id)).body().replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
            HttpResponse<byte[]> image = caller.client()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(image.statusCode()).isEqualTo(200);
            assertThat(image.headers().firstValue("content-type")).contains("image/jpeg");
            assertThat(image.headers().firstValueAsLong("content-length")).hasValue(image.body().length);
            assertThat(image.body()).hasSizeGreaterThan(8_000);
            assertThat(emulator.ledger().media())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.authScheme()).isEmpty());
            assertThat(emulator.ledger().entries()).hasSize(2);
        }
    }

    @Test
    void theLedgerHoldsWhatWasSeenAndNoCredential() throws Exception {
        EmulatorConfig config = EmulatorConfig.builder().ledger(3, 20).build();
        try (FalEmulator emulator = FalEmulator.start(config)) {
            Caller caller = new Caller(emulator);
            HttpRequest submit = caller.request("/fal-ai/flux-lora?fal_webhook=x")
                    .header("X-Fal-Tags", "a=b")
                    .header("X-Other", "y")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"fox\"}"))
                    .build();
            String id = Caller.id(caller.client()
                    .send(submit, HttpResponse.BodyHandlers.ofString())
                    .body());
            caller.get(Caller.job(id) + "/status");

            LedgerEntry first = emulator.ledger().submits().get(0);
            assertThat(first.method()).isEqualTo(HttpMethod.POST);
            assertThat(first.path()).isEqualTo("/fal-ai/flux-lora");
            assertThat(first.query()).contains("fal_webhook=x");
            assertThat(first.requestId()).contains(id);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.authScheme()).contains("Key");
            assertThat(first.headers().get("x-fal-tags")).contains("a=b");
            assertThat(first.headers().get("x-other")).isEmpty();
            assertThat(first.body()).isEqualTo("{\"prompt\":\"fox\"}");
            assertThat(first.aborted()).isFalse();
            assertThat(emulator.ledger().count(HttpMethod.GET, "/status")).isEqualTo(1);
            assertThat(emulator.ledger().forRequest(id)).hasSize(2);

            String json = caller.get("/_emulator/ledger").body();
            assertThat(json)
                    .startsWith("[{\"n\":1,")
                    .contains("\"auth\":\"Key\"")
                    .contains("\"body\":{\"prompt\":\"fox\"}")
                    .contains("\"request_id\":\"" + id + "\"")
                    .doesNotContain("_emulator")
                    .doesNotContain("secret");

            caller.post("{\"prompt\":\"a long one, longer than twenty\"}");
            caller.post("{}");
            assertThat(emulator.ledger().entries())
                    .hasSize(3)
                    .extracting(LedgerEntry::number)
                    .containsExactly(2L, 3L, 4L);
            assertThat(emulator.ledger().entries().get(1).body()).hasSize(20);
            emulator.ledger().clear();
            assertThat(emulator.ledger().entries()).isEmpty();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            assertThat(caller.post("x".repeat(16 * 1024 * 1024)).statusCode()).isEqualTo(200);

            int status;
            try {
                status = caller.post("x".repeat(16 * 1024 * 1024 + 1)).statusCode();
            } catch (IOException e) {
                // The server may close before the client has sent all of it.
                status = 413;
            }
            assertThat(status).isEqualTo(413);
            assertThat(emulator.ledger().submits()).hasSize(1);
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            HttpRequest delete = caller.request("/fal-ai/flux-lora").DELETE().build();

            assertThat(caller.client()
                            .send(delete, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void acceptsTheCredentialsThatItNames() throws Exception {
        for (EmulatorConfig config : List.of(
                EmulatorConfig.builder().bearer(true).pathPrefix("/fal").build(),
                EmulatorConfig.builder().acceptedSecrets("a:b", "c:d").build())) {
            try (FalEmulator emulator = FalEmulator.start(config)) {
                FalCredentials credentials = emulator.credentials();
                assertThat(new Caller(emulator).post("{}").statusCode()).isEqualTo(200);
                assertThat(credentials.headerValue()).startsWith(config.values().bearer() ? "Bearer " : "Key a:b");
            }
        }
    }

    @Test
    void closingFreesThePortAndEndsStreams() throws Exception {
        FalEmulator emulator = FalEmulator.start();
        Caller caller = new Caller(emulator);
        emulator.nextJob(JobScript.neverEnding());
        String id = caller.submit();
        CompletableFuture<HttpResponse<String>> stream = caller.client()
                .sendAsync(
                        caller.request(Caller.job(id) + "/status/stream").build(),
                        HttpResponse.BodyHandlers.ofString());
        Until.holds(() -> emulator.ledger().count(HttpMethod.GET, "/stream") == 1);
        int port = URI.create(emulator.baseUrl()).getPort();
        emulator.close();
        emulator.close();

        assertThatThrownBy(stream::get).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
        FalEmulator.start(EmulatorConfig.builder().port(port).build()).close();
    }

    @Test
    void aPortThatIsTakenIsAnError() {
        try (FalEmulator emulator = FalEmulator.start()) {
            int port = URI.create(emulator.baseUrl()).getPort();

            assertThatThrownBy(() -> FalEmulator.start(
                            EmulatorConfig.builder().port(port).build()))
                    .isInstanceOf(ChannelBindException.class);
        }
    }
}
