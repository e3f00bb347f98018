package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.protocol.WireResponse;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that are made of an image. */
class RemakeTest {

    private final Bench bench = new Bench();

    /** Left half black, right half white. */
    static BufferedImage halves(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    private static String uri(BufferedImage image) {
        return "data:image/png;base64,"
                + Base64.getEncoder().encodeToString(PictureFile.encode(image, PictureFormat.PNG));
    }

    private WireResponse run(String path, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("prompt", "a cat");
        input.put("seed", 7);
        input.put("output_format", "png");
        input.put("sync_mode", true);
        input.putAll(more);
        String json = new String(Codec.map().write(input), StandardCharsets.UTF_8);
        String id = Bench.text(Bench.json(bench.post(Bench.APP + path, json)), "request_id");
        bench.pass("PT10S");
        return bench.result(id);
    }

    private static BufferedImage picture(WireResponse response) {
        assertThat(response.status()).as(Bench.body(response)).isEqualTo(200);
        String url = String.valueOf(Bench.images(response).get(0).get("url"));
        return InputImages.read(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)));
    }

    static double light(BufferedImage image, int fromX, int toX) {
        long sum = 0;
        int toY = image.getHeight() * 3 / 4;
        for (int y = 0; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                sum += new Color(image.getRGB(x, y)).getGreen();
            }
        }
        return (double) sum / (toX - fromX) / toY;
    }

    @Test
    void imageToImageTakesSizeAndLightFromItsImage() {
        BufferedImage made = picture(run("/image-to-image", Map.of("image_url", uri(halves(320, 200)))));

        assertThat(made.getWidth()).isEqualTo(320);
        assertThat(made.getHeight()).isEqualTo(200);
        assertThat(light(made, 0, 150)).isLessThan(light(made, 170, 320) / 2);
    }

    @Test
    void aWeakRemakeStaysWithItsImageAndAStrongOneLeavesIt() {
        BufferedImage image = halves(320, 200);
        BufferedImage weak = picture(run("/image-to-image", Map.of("image_url", uri(image), "strength", 0.01)));
        BufferedImage strong = picture(run("/image-to-image", Map.of("image_url", uri(image), "strength", 1)));

        assertThat(light(weak, 170, 320)).isGreaterThan(245);
        assertThat(light(strong, 170, 320)).isLessThan(240);
    }

    @Test
    void aSizeThatIsAskedForWins() {
        BufferedImage made = picture(run(
                "/image-to-image",
                Map.of("image_url", uri(halves(320, 200)), "image_size", Map.of("width", 100, "height", 80))));

        assertThat(made.getWidth()).isEqualTo(100);
        assertThat(made.getHeight()).isEqualTo(80);
    }

    @Test
    void inpaintingKeepsWhatTheMaskLeaves() {
        BufferedImage image = new BufferedImage(200, 100, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(10, 200, 30));
        graphics.fillRect(0, 0, 200, 100);
        graphics.dispose();

        BufferedImage made = picture(run(
                "/inpainting",
                Map.of(
                        "image_url", uri(image),
                        "mask_url", uri(halves(200, 100)),
                        "image_size", Map.of("width", 200, "height", 100))));

        int changed = 0;
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 99; x++) {
                assertThat(made.getRGB(x, y)).isEqualTo(image.getRGB(x, y));
            }
            for (int x = 101; x < 200; x++) {
                changed += made.getRGB(x, y) == image.getRGB(x, y) ? 0 : 1;
            }
        }
        assertThat(changed).isGreaterThan(9_000);
    }

    @Test
    void anImageOfTheEmulatorIsFollowedAndAnotherUrlIsNot() {
        String id = bench.submit("{\"prompt\":\"a dog\",\"image_size\":{\"width\":300,\"height\":180}}");
        bench.pass("PT10S");
        String own = String.valueOf(Bench.images(bench.result(id)).get(0).get("url"));

        BufferedImage ofOwn = picture(run("/image-to-image", Map.of("image_url", own)));
        assertThat(ofOwn.getWidth()).isEqualTo(300);
        // Nobody listens there: a fetch would fail.
        BufferedImage ofOther = picture(run("/image-to-image", Map.of("image_url", "http://127.0.0.1:1/a.png")));
        assertThat(ofOther.getWidth()).isEqualTo(1024);
        BufferedImage ofThird = picture(run("/image-to-image", Map.of("image_url", "http://127.0.0.1:1/b.png")));
        assertThat(ofThird.getRGB(500, 300)).isNotEqualTo(ofOther.getRGB(500, 300));
    }

    @ParameterizedTest
    @CsvSource({
        "'data:image/png;base64,AAAA', image_load_error",
        "'data:image/png;base64,!!', image_load_error",
        "http://127.0.0.1:8787/_emulator/images/no-such-job/0.png, file_download_error",
    })
    void anImageThatIsNoneFailsTheRun(String url, String type) {
        WireResponse response = run("/image-to-image", Map.of("image_url", url));

        assertThat(response.status()).isEqualTo(422);
        assertThat(Bench.firstItem(response))
                .containsEntry("type", type)
                .containsEntry("loc", java.util.List.of("body", "image_url"));
    }

    @Test
    void theSchemasOfThePathsHold() {
        assertThat(Bench.body(run("/inpainting", Map.of("image_url", "u", "strength", 2))))
                .contains("mask_url", "strength", "less_than_equal");
        assertThat(run("/image-to-image", Map.of()).status()).isEqualTo(422);
    }
}
