package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Mappers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageSizeTest {

    @ParameterizedTest
    @CsvSource({
        "square pro,     square_hd",
        "portrait_3_4,   portrait_4_3",
        "square_hd,      square_hd",
        "square,         square",
        "portrait_4_3,   portrait_4_3",
        "portrait_16_9,  portrait_16_9",
        "landscape_4_3,  landscape_4_3",
        "landscape_16_9, landscape_16_9",
    })
    void aNameOrAliasIsSentInFalsOwnWords(String given, String sent) {
        assertThat(ImageSize.named(given).toJson()).isEqualTo(sent);
        assertThat(ImageSize.parse(given).toJson()).isEqualTo(sent);
        assertThat(FluxLoraRequest.builder("x")
                        .imageSize(ImageSize.named(given))
                        .build()
                        .toJson())
                .containsEntry("image_size", sent);
        String json = "{\"prompt\":\"x\",\"image_size\":\"" + given + "\"}";
        assertThat(FluxLoraRequest.fromJson(json).toJson()).containsEntry("image_size", sent);
        for (Mappers mappers : java.util.List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            FluxLoraRequest read = mappers.read(json, FluxLoraRequest.class);
            assertThat(read.toJson()).containsEntry("image_size", sent);
            assertThat(read.violations()).isEmpty();
            assertThat(mappers.read('"' + given + '"', ImageSize.class)).isEqualTo(ImageSize.named(sent));
        }
    }

    @ParameterizedTest
    @CsvSource({"640x480, 640, 480", "1X14142, 1, 14142", "0x0, 0, 0"})
    void pixelsAreReadFromText(String text, int width, int height) {
        assertThat(ImageSize.parse(text)).isEqualTo(ImageSize.of(width, height));
    }

    @ParameterizedTest
    @CsvSource({"640", "640x", "x480", "-640x480", "640x480x2", "9999999999x1", "640*480"})
    void whatIsNotPixelsIsKeptAsAName(String text) {
        assertThat(ImageSize.parse(text).name()).contains(text);
    }

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void bothFormsSurvivePlainMappers(Mappers mappers) {
        assertThat(mappers.write(ImageSize.of(640, 480))).isEqualTo("{\"width\":640,\"height\":480}");
        assertThat(mappers.write(ImageSize.SQUARE)).isEqualTo("\"square\"");
        for (ImageSize size : java.util.List.of(ImageSize.of(640, 480), ImageSize.SQUARE)) {
            assertThat(mappers.read(mappers.write(size), ImageSize.class))
                    .isEqualTo(size)
                    .hasSameHashCodeAs(size);
        }
    }

    @Test
    void aSizeIsEitherNamedOrInPixels() {
        assertThat(ImageSize.of(640, 480)).hasToString("640x480");
        assertThat(ImageSize.of(640, 480).name()).isEmpty();
        assertThat(ImageSize.of(640, 480).width()).hasValue(640);
        assertThat(ImageSize.of(640, 480).height()).hasValue(480);
        assertThat(ImageSize.SQUARE).hasToString("square");
        assertThat(ImageSize.SQUARE.width()).isEmpty();
        assertThat(ImageSize.SQUARE.height()).isEmpty();
    }
}
