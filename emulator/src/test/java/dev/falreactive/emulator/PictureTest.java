package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.WireResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {

    private static final PictureSpec SPEC = new PictureSpec("a cat", BigInteger.TEN, 0, 160, 120, PictureFormat.JPEG);

    private static BufferedImage read(byte[] file) throws IOException {
        return java.util.Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
    }

    @ParameterizedTest
    @CsvSource({"1024, 768", "512, 512", "64, 64", "1, 1", "3000, 2", "2, 3000", "33, 700", "2500, 2000"})
    void isAnImageOfTheSize(int width, int height) throws IOException {
        byte[] file =
                new Gallery().picture(new PictureSpec("a cat", BigInteger.TEN, 0, width, height, PictureFormat.JPEG));

        BufferedImage image = read(file);
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    @Test
    void isRichEnoughToBeLarge() {
        for (int index = 0; index < 6; index++) {
            PictureSpec spec = new PictureSpec("a cat", BigInteger.ONE, index, 1024, 768, PictureFormat.JPEG);
            assertThat(new Gallery().picture(spec)).hasSizeBetween(40_000, 400_000);
        }
    }

    @Test
    void isTheSameForTheSameAndDiffersForAllElse() {
        byte[] first = new Gallery().picture(SPEC);

        assertThat(new Gallery().picture(SPEC)).isEqualTo(first);
        for (PictureSpec other : List.of(
                new PictureSpec("a dog", BigInteger.TEN, 0, 160, 120, PictureFormat.JPEG),
                new PictureSpec("a cat", BigInteger.TWO, 0, 160, 120, PictureFormat.JPEG),
                new PictureSpec("a cat", BigInteger.TEN, 1, 160, 120, PictureFormat.JPEG))) {
            assertThat(new Gallery().picture(other)).isNotEqualTo(first);
        }
    }

    @Test
    void isRefusedIfItWouldFillTheMemory() {
        Gallery small = new Gallery(0);
        PictureSpec huge = new PictureSpec("a", BigInteger.ONE, 0, 14_142, 14_142, PictureFormat.JPEG);

        assertThatThrownBy(() -> small.picture(huge)).isInstanceOf(PictureTooLarge.class);
        assertThat(small.picture(SPEC)).isNotEmpty();
    }

    @Test
    void isServedWithoutACredentialUntilItExpires() throws IOException {
        Bench bench = new Bench();
        String id = bench.submit("{\"prompt\":\"a\",\"output_format\":\"png\",\"num_images\":2}");
        bench.pass("PT4S").anonymous();
        WireResponse image = bench.get("/_emulator/images/" + id + "/1.png");

        assertThat(image.status()).isEqualTo(200);
        assertThat(image.headers().get("Content-Type")).contains("image/png");
        assertThat(read(image.body()).getWidth()).isEqualTo(1024);
        assertThat(image.body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(bench.get("/_emulator/images/" + id + "/1.jpeg").status()).isEqualTo(404);
        assertThat(bench.get("/_emulator/images/" + id + "/2.png").status()).isEqualTo(404);
        assertThat(bench.pass("P6D").get("/_emulator/images/" + id + "/1.png").status())
                .isEqualTo(200);
        assertThat(bench.pass("P1D").get("/_emulator/images/" + id + "/1.png").status())
                .isEqualTo(404);
    }

    @Test
    void isInsideTheResultIfAskedFor() throws IOException {
        Bench bench = new Bench();
        String id = bench.submit("{\"prompt\":\"a\",\"sync_mode\":true,\"image_size\":\"square\"}");
        WireResponse result = bench.pass("PT4S").result(id);

        String url = Bench.text(Bench.images(result).get(0), "url");
        assertThat(url).startsWith("data:image/jpeg;base64,");
        assertThat(read(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)))
                        .getHeight())
                .isEqualTo(512);
        assertThat(bench.result(id).body()).isEqualTo(result.body());
        assertThat(bench.pass("PT6M").result(id).status()).isEqualTo(404);
    }

    @Test
    void thePromptIsWrittenEvenWhereThereAreNoFonts() {
        BufferedImage image = new BufferedImage(400, 200, BufferedImage.TYPE_3BYTE_BGR);
        new Caption(pixels -> {
                    throw new InternalError("java.lang.reflect.InvocationTargetException");
                })
                .write(image, "A fox, in the snow? 猫");

        long white = 0;
        for (int x = 0; x < 400; x++) {
            for (int y = 150; y < 200; y++) {
                white += image.getRGB(x, y) == 0xfff4f4f4 ? 1 : 0;
            }
        }
        assertThat(white).isGreaterThan(200);
    }

    @Test
    void longPromptsAreWrappedAndCut() {
        DotLettering letters = new DotLettering(10);
        List<String> lines = Caption.wrap("one two three\n four five six seven eight nine ten", 60, letters);

        assertThat(lines).hasSize(3).allMatch(line -> letters.widthOf(line) <= 90);
        assertThat(lines.get(0)).isEqualTo("one two");
        assertThat(lines.get(2)).endsWith("...");
        assertThat(Caption.wrap("x".repeat(30), 60, letters)).hasSize(3);
        assertThat(Caption.wrap(" ", 60, letters)).isEmpty();
    }
}
