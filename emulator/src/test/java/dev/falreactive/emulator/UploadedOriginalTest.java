package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pictures that are made of an image that was uploaded. */
class UploadedOriginalTest {

    private static final byte[] HALVES = PictureFile.encode(RemakeTest.halves(320, 200), PictureFormat.PNG);

    private FalEmulator emulator;
    private Caller caller;

    @BeforeEach
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ZERO)
                .build());
        caller = new Caller(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static Map<String, @Nullable Object> json(String body) {
        return Codec.map().read(body.getBytes(StandardCharsets.UTF_8));
    }

    private String sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = caller.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private Map<String, @Nullable Object> target(String path) throws IOException, InterruptedException {
        String file = "{\"content_type\":\"image/png\",\"file_name\":\"a.png\"}";
        return json(sent(caller.request("/storage/upload/" + path + "?storage_type=fal-cdn-v3")
                .POST(HttpRequest.BodyPublishers.ofString(file))));
    }

    private String put(String url, byte[] bytes) throws IOException, InterruptedException {
        return sent(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private String uploaded(byte[] bytes) throws IOException, InterruptedException {
        Map<String, @Nullable Object> target = target("initiate");
        put(String.valueOf(target.get("upload_url")), bytes);
        return String.valueOf(target.get("file_url"));
    }

    private String uploadedInParts(List<byte[]> parts) throws IOException, InterruptedException {
        Map<String, @Nullable Object> target = target("initiate-multipart");
        String url = String.valueOf(target.get("upload_url"));
        List<Object> tags = new ArrayList<>();
        for (byte[] part : parts) {
            tags.add(json(put(url.replace("?", "/" + (tags.size() + 1) + "?"), part)));
        }
        sent(HttpRequest.newBuilder(URI.create(url.replace("?", "/complete?")))
                .POST(HttpRequest.BodyPublishers.ofByteArray(Codec.map().write(Map.of("parts", tags)))));
        return String.valueOf(target.get("file_url"));
    }

    private BufferedImage made(String path, Map<String, ?> more) throws IOException, InterruptedException {
        Map<String, @Nullable Object> input = new LinkedHashMap<>(Map.of("prompt", "a cat", "seed", 7));
        input.put("output_format", "png");
        input.put("sync_mode", true);
        input.putAll(more);
        Map<String, @Nullable Object> output =
                json(sent(caller.request(emulator.directUrl() + "/fal-ai/flux-lora/" + path)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Codec.map().write(input)))));
        List<?> images = (List<?>) Objects.requireNonNull(output.get("images"));
        String url = String.valueOf(((Map<?, ?>) images.get(0)).get("url"));
        return InputImages.read(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)));
    }

    private static void isMadeOfHalves(BufferedImage made) {
        assertThat(made.getWidth()).isEqualTo(320);
        assertThat(made.getHeight()).isEqualTo(200);
        assertThat(RemakeTest.light(made, 0, 150)).isLessThan(RemakeTest.light(made, 170, 320) / 2);
    }

    @Test
    void imageToImageTakesSizeAndLightFromTheFile() throws Exception {
        isMadeOfHalves(made("image-to-image", Map.of("image_url", uploaded(HALVES))));
    }

    @Test
    void aJobOfTheQueueDoesSoToo() throws Exception {
        String input = "{\"prompt\":\"a cat\",\"output_format\":\"png\",\"image_url\":\"" + uploaded(HALVES) + "\"}";
        String id = Caller.id(sent(
                caller.request("/fal-ai/flux-lora/image-to-image").POST(HttpRequest.BodyPublishers.ofString(input))));
        List<?> images = (List<?>) Objects.requireNonNull(
                json(sent(caller.request(Caller.job(id)))).get("images"));
        String url = String.valueOf(((Map<?, ?>) images.get(0)).get("url"));

        isMadeOfHalves(InputImages.read(caller.client()
                .send(caller.request(url).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body()));
    }

    @Test
    void aFileInPartsIsAnImageToo() throws Exception {
        byte[] first = Arrays.copyOf(HALVES, 100);
        byte[] second = Arrays.copyOfRange(HALVES, 100, HALVES.length);

        isMadeOfHalves(made("image-to-image", Map.of("image_url", uploadedInParts(List.of(first, second)))));
    }

    @Test
    void inpaintingKeepsWhatTheMaskInAFileLeaves() throws Exception {
        BufferedImage image = RemakeTest.halves(320, 200);
        BufferedImage made = made(
                "inpainting",
                Map.of(
                        "image_url", uploaded(HALVES),
                        "mask_url", uploaded(HALVES),
                        "image_size", Map.of("width", 320, "height", 200)));

        for (int x = 0; x < 158; x++) {
            assertThat(made.getRGB(x, 90)).isEqualTo(image.getRGB(x, 90));
        }
        assertThat(RemakeTest.light(made, 170, 320)).isLessThan(250);
    }

    @Test
    void ofAFileThatIsNoImageAPictureIsMadeUp() throws Exception {
        String text = uploaded("no image".getBytes(StandardCharsets.UTF_8));
        String unknown = text.replaceAll("/files/[^/]+/", "/files/nobody/");

        assertThat(made("image-to-image", Map.of("image_url", text)).getWidth()).isEqualTo(1024);
        assertThat(made("image-to-image", Map.of("image_url", unknown)).getWidth())
                .isEqualTo(1024);
        assertThat(made("image-to-image", Map.of("image_url", uploaded(new byte[0])))
                        .getWidth())
                .isEqualTo(1024);
    }

    @Test
    void ofAFileThatOnlyBeginsAsAnImageAPictureIsMadeUp() throws Exception {
        String cut = uploaded(Arrays.copyOf(HALVES, 60));

        assertThat(made("image-to-image", Map.of("image_url", cut)).getWidth()).isEqualTo(320);
    }
}
