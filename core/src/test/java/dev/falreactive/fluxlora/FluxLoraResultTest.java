package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.falreactive.Codec;
import dev.falreactive.Mappers;
import dev.falreactive.protocol.Wire;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluxLoraResultTest {

    private static FluxLoraResult read(String json) {
        return Codec.of(FluxLoraResult.class).read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void allFieldsAreRead() {
        FluxLoraResult result = read(Wire.fixture("GET_result_ok.json"));

        assertThat(result.images()).singleElement().satisfies(image -> {
            assertThat(image.url()).isEqualTo("https://v3.fal.media/files/tiger/eye.jpeg");
            assertThat(image.isInline()).isFalse();
            assertThat(image.width()).hasValue(1024);
            assertThat(image.height()).hasValue(768);
            assertThat(image.contentType()).contains("image/jpeg");
            assertThat(image.fileName()).isEmpty();
            assertThat(image.fileSize()).isEmpty();
        });
        assertThat(result.timings()).isEqualTo(Map.of("inference", 1.19));
        assertThat(result.seed()).contains(BigInteger.valueOf(196619188014358660L));
        assertThat(result.hasNsfwConcepts()).containsExactly(false);
        assertThat(result.prompt()).contains("Extreme close-up of a single tiger eye");
    }

    @Test
    void anImageMayBeItsUrlAlone() {
        FluxLoraResult result =
                read("{\"images\":[\"https://x.example/1.png\",{\"url\":\"https://x.example/2.png\"},3,null,[]]}");

        assertThat(result.images())
                .extracting(GeneratedImage::url)
                .containsExactly("https://x.example/1.png", "https://x.example/2.png");
        assertThat(result.images().get(0).width()).isEmpty();
        assertThat(result.toJson().get("images")).asInstanceOf(LIST).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "42", "196619188014358660", "9223372036854775807", "9223372036854775808", "-1"})
    void aSeedKeepsItsDigits(String seed) {
        String json = "{\"seed\":" + seed + "}";

        assertThat(read(json).seed()).contains(new BigInteger(seed));
        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            FluxLoraResult result = mappers.read(json, FluxLoraResult.class);
            assertThat(result.seed()).contains(new BigInteger(seed));
            assertThat(mappers.write(result)).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"42\"", "1.5", "true", "[1]", "{}"})
    void aSeedThatIsNoIntegerIsNotThere(String seed) {
        assertThat(read("{\"seed\":" + seed + "}").seed()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void unknownFieldsSurviveARoundTrip(Mappers mappers) {
        String json = "{\"images\":[{\"url\":\"https://x/y\",\"new\":{\"a\":[1,null,\"b\"]}}],\"brand_new\":[{}],"
                + "\"seed\":9223372036854775808}";
        FluxLoraResult result = mappers.read(json, FluxLoraResult.class);

        assertThat(mappers.write(result)).isEqualTo(json);
        assertThat(mappers.write(result.images().get(0)))
                .isEqualTo("{\"url\":\"https://x/y\",\"new\":{\"a\":[1,null,\"b\"]}}");
        assertThat(mappers.read(mappers.write(result), FluxLoraResult.class))
                .isEqualTo(result)
                .hasSameHashCodeAs(result);
        assertThat(mappers.read(mappers.write(result.images().get(0)), GeneratedImage.class))
                .isEqualTo(result.images().get(0))
                .hasSameHashCodeAs(result.images().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"images\":null,\"timings\":null,\"seed\":null,\"has_nsfw_concepts\":null,\"prompt\":null}",
                "{\"images\":{},\"timings\":[],\"seed\":\"x\",\"has_nsfw_concepts\":true,\"prompt\":7}",
                "{\"images\":\"none\",\"timings\":1,\"has_nsfw_concepts\":\"no\",\"prompt\":[]}",
            })
    void missingOrOddFieldsAreEmptyAndNoError(String json) {
        FluxLoraResult result = read(json);

        assertThat(result.images()).isEmpty();
        assertThat(result.timings()).isEmpty();
        assertThat(result.seed()).isEmpty();
        assertThat(result.hasNsfwConcepts()).isEmpty();
        assertThat(result.prompt()).isEmpty();
    }

    @Test
    void oddItemsAreLeftOutOrFalse() {
        FluxLoraResult result = read("""
                {"images":[null,7,{"url":null,"width":"1024","height":7.5,"file_size":-1}],
                 "timings":{"inference":null,"load":2,"x":"y"},"has_nsfw_concepts":[true,null,"true"]}""");

        assertThat(result.images()).singleElement().satisfies(image -> {
            assertThat(image.url()).isEmpty();
            assertThat(image.width()).isEmpty();
            assertThat(image.height()).isEmpty();
            assertThat(image.fileSize()).isEmpty();
        });
        assertThat(result.timings()).isEqualTo(Map.of("load", 2.0));
        assertThat(result.hasNsfwConcepts()).containsExactly(true, false, false);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5000000000, 5000000000", "9223372036854775807, 9223372036854775807"})
    void aFileSizeMayBeLarge(String size, long expected) {
        assertThat(read("{\"images\":[{\"file_size\":" + size + "}]}")
                        .images()
                        .get(0)
                        .fileSize())
                .hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'data:image/jpeg;base64,AAAA', true",
        "'DATA:image/png;base64,AAAA', true",
        "https://v3.fal.media/data:, false",
        "'', false"
    })
    void anImageIsInlineIfItsUrlHoldsIt(String url, boolean inline) {
        assertThat(GeneratedImage.ofJson(Map.of("url", url)).isInline()).isEqualTo(inline);
    }

    @Test
    void theResultIsUnmodifiable() {
        FluxLoraResult result = read(Wire.fixture("GET_result_ok.json"));

        assertThat(result.toJson()).isUnmodifiable();
        assertThat(result.images()).isUnmodifiable();
        assertThat(result.timings()).isUnmodifiable();
    }

    @Test
    void toStringPrintsNoPromptAndNoMegabytes() {
        String inline = "data:image/png;base64," + "A".repeat(5_000_000);
        FluxLoraResult result = FluxLoraResult.ofJson(
                Map.of("images", Collections.nCopies(4, Map.of("url", inline)), "prompt", "a private wish", "seed", 7));

        assertThat(result.toString()).hasSizeLessThan(2_000).contains("seed=7").doesNotContain("private");
        assertThat(result.images().get(0).toString()).hasSizeLessThan(300).contains("data:image/png");
    }

    @Test
    void R14_toStringOfAThousandImagesIsBounded() {
        FluxLoraResult result = FluxLoraResult.ofJson(Map.of(
                "images", Collections.nCopies(100_000, Map.of("url", "https://x/" + "y".repeat(200)))));

        assertThat(result.images()).hasSize(100_000);
        assertThat(result.toString()).hasSizeLessThan(5_000).contains("100000");
    }
}
