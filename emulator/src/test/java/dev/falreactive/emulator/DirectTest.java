package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls without a queue, on a port of their own. */
class DirectTest {

    private static final String APP = "/fal-ai/flux-lora";

    @RegisterExtension
    final FalEmulatorExtension fal = FalEmulatorExtension.with(EmulatorConfig.builder()
            .queueTime(Duration.ofDays(1))
            .runTime(Duration.ofMillis(60))
            .echoApps("fal-ai/any")
            .build());

    private static HttpResponse<String> post(FalEmulator emulator, String path, String body)
            throws IOException, InterruptedException {
        Caller caller = new Caller(emulator);
        return caller.client()
                .send(
                        caller.request(emulator.directUrl() + path)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, @Nullable Object> json(String text) {
        return Codec.map().read(text.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> image(Map<String, @Nullable Object> output) {
        List<Map<String, @Nullable Object>> images =
                (List<Map<String, @Nullable Object>>) Objects.requireNonNull(output.get("images"));
        assertThat(images).hasSize(1);
        return images.get(0);
    }

    private static List<String> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static BufferedImage picture(String dataUri) {
        return InputImages.read(Base64.getDecoder().decode(dataUri.substring(dataUri.indexOf(',') + 1)));
    }

    /** How much neighbours differ: what a coarse picture has less of. */
    private static double detail(BufferedImage image) {
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 1; x < image.getWidth(); x++) {
                sum += Math.abs((image.getRGB(x, y) & 0xff) - (image.getRGB(x - 1, y) & 0xff));
            }
        }
        return (double) sum / image.getWidth() / image.getHeight();
    }

    @Test
    void aRunIsAnsweredWithItsOutput(FalEmulator emulator) throws IOException, InterruptedException {
        HttpResponse<String> response = post(emulator, APP, "{\"prompt\":\"a cat\",\"seed\":7}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-fal-request-id")).isPresent();
        assertThat(response.headers().firstValue("x-fal-billable-units")).contains("0.78643200");
        String url = String.valueOf(image(json(response.body())).get("url"));
        assertThat(url).startsWith(emulator.directUrl());
        assertThat(new Caller(emulator).get(url).statusCode()).isEqualTo(200);
        assertThat(new Caller(emulator)
                        .get(emulator.baseUrl()
                                + url.substring(emulator.directUrl().length()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(emulator.ledger().of(Phase.DIRECT)).singleElement().satisfies(entry -> {
            assertThat(entry.requestId()).isEqualTo(response.headers().firstValue("x-fal-request-id"));
            assertThat(entry.status()).isEqualTo(200);
        });
        assertThat(emulator.ledger().submits()).isEmpty();
    }

    @Test
    void aStreamSharpensToTheSameOutput(FalEmulator emulator) throws IOException, InterruptedException {
        String input = "{\"prompt\":\"a cat\",\"seed\":7,\"image_size\":\"square\",\"num_images\":3,\"sync_mode\":true,"
                + "\"output_format\":\"png\"}";
        HttpResponse<String> response = post(emulator, APP + "/stream", input);

        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        List<String> events = events(response);
        assertThat(events).hasSize(5);
        List<Double> details = events.stream()
                .map(event -> detail(picture(String.valueOf(image(json(event)).get("url")))))
                .toList();
        assertThat(details).isSorted().doesNotHaveDuplicates();
        assertThat(details.get(0)).isLessThan(details.get(4) / 3);
        assertThat(json(events.get(0))).doesNotContainKey("timings").containsEntry("seed", 7);
        assertThat(json(events.get(4))).containsKeys("timings", "has_nsfw_concepts", "prompt");
        // The last picture is the one that a run makes.
        String one = input.replace("\"num_images\":3", "\"num_images\":1");
        assertThat(image(json(post(emulator, APP, one).body())).get("url"))
                .isEqualTo(image(json(events.get(4))).get("url"));
    }

    @Test
    void anAppOfAnyKindStreamsItsOneOutput(FalEmulator emulator) throws IOException, InterruptedException {
        assertThat(events(post(emulator, "/fal-ai/any/model/stream", "{\"a\":1}")))
                .containsExactly("{\"a\":1}");
        assertThat(post(emulator, "/fal-ai/any/model", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void invalidInputIsA422AtOnceAlsoForAStream(FalEmulator emulator) throws IOException, InterruptedException {
        for (String path : List.of(APP, APP + "/stream", APP + "/image-to-image")) {
            HttpResponse<String> response = post(emulator, path, "{\"num_images\":9}");
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
            assertThat(response.body()).contains("num_images", "prompt");
        }
        assertThat(post(emulator, APP + "/no-such-path", "{}").statusCode()).isEqualTo(404);
        assertThat(post(emulator, "/fal-ai/no-such-app", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void theQueuesPathsAreNotThere(FalEmulator emulator) throws IOException, InterruptedException {
        String id = new Caller(emulator).submit();
        assertThat(new Caller(emulator)
                        .get(emulator.directUrl() + Caller.job(id) + "/status")
                        .statusCode())
                .isEqualTo(404);
        assertThat(emulator.directUrl()).isNotEqualTo(emulator.baseUrl());
    }

    @Test
    void faultsStrikeItsOwnPhase(FalEmulator emulator) throws IOException, InterruptedException {
        emulator.inject(FaultRule.parse("direct:concurrency-limit(20)"));
        HttpResponse<String> refused = post(emulator, APP, "{\"prompt\":\"a cat\"}");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-fal-needs-retry")).contains("1");
        assertThat(json(refused.body()))
                .containsEntry("detail", "Reached concurrent requests limit of 20")
                .containsEntry("type", "concurrent_requests_limit");
        assertThat(post(emulator, APP, "{\"prompt\":\"a cat [fault direct:app-503]\"}")
                        .statusCode())
                .isEqualTo(503);
        assertThat(post(emulator, APP, "{\"prompt\":\"a cat [fault direct:stored-failure(422)]\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(post(emulator, APP, "{\"prompt\":\"a cat [fault submit:app-503]\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aStreamMayEndWithAnError(FalEmulator emulator) throws IOException, InterruptedException {
        emulator.inject(FaultRule.parse("direct:stream-error(2)"));

        List<String> events = events(post(emulator, APP + "/stream", "{\"prompt\":\"a cat\"}"));

        assertThat(events).hasSize(3);
        assertThat(json(events.get(2))).containsEntry("error_type", "runner_server_error");
    }
}
