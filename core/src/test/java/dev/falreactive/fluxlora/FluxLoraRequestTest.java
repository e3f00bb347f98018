package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Mappers;
import dev.falreactive.protocol.Wire;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set is sent, in the model's own words, and nothing else. */
class FluxLoraRequestTest {

    private static final BigInteger HUGE = BigInteger.TWO.pow(64).add(BigInteger.ONE);

    static Stream<Arguments> fields() {
        return Stream.of(
                field("image_size", "\"square_hd\"", b -> b.imageSize(ImageSize.SQUARE_HD)),
                field("image_size", "{\"width\":640,\"height\":480}", b -> b.imageSize(640, 480)),
                field("image_size", "\"portrait_16_9\"", b -> b.imageSize(ImageSize.PORTRAIT_16_9)),
                field("num_inference_steps", "50", b -> b.numInferenceSteps(50)),
                field("guidance_scale", "0.0", b -> b.guidanceScale(0)),
                field("guidance_scale", "35.0", b -> b.guidanceScale(35)),
                field("num_images", "4", b -> b.numImages(4)),
                field("seed", "0", b -> b.seed(0)),
                field("seed", "196619188014358660", b -> b.seed(196619188014358660L)),
                field("seed", "9223372036854775807", b -> b.seed(Long.MAX_VALUE)),
                field("seed", HUGE.toString(), b -> b.seed(HUGE)),
                field("loras", "[]", b -> b.loras(List.of())),
                field("loras", "[{\"path\":\"a/b\"}]", b -> b.loras(List.of(LoraWeight.of("a/b")))),
                field(
                        "loras",
                        "[{\"path\":\"a/b\",\"scale\":0.5},{\"path\":\"c/d\",\"scale\":4.0}]",
                        b -> b.lora("a/b", 0.5).lora("c/d", 4)),
                field("sync_mode", "true", b -> b.syncMode(true)),
                field("enable_safety_checker", "false", b -> b.enableSafetyChecker(false)),
                field("output_format", "\"png\"", b -> b.outputFormat(OutputFormat.PNG)),
                field("output_format", "\"jpeg\"", b -> b.outputFormat(OutputFormat.JPEG)),
                field("acceleration", "\"none\"", b -> b.acceleration(Acceleration.NONE)),
                field("acceleration", "\"regular\"", b -> b.acceleration(Acceleration.REGULAR)));
    }

    private static Arguments field(String name, String json, UnaryOperator<FluxLoraRequest.Builder> set) {
        return Arguments.of(name, json, set);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("fields")
    void aFieldIsTheSameByBuilderAndByJson(String name, String json, UnaryOperator<FluxLoraRequest.Builder> set) {
        FluxLoraRequest built = set.apply(FluxLoraRequest.builder("a tiger")).build();
        String document = "{\"prompt\":\"a tiger\",\"" + name + "\":" + json + "}";

        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            assertThat(mappers.write(built)).isEqualTo(document);
            assertThat(mappers.write(mappers.read(document, FluxLoraRequest.class)))
                    .isEqualTo(document);
        }
        assertThat(new Mappers.Jackson3().write(FluxLoraRequest.fromJson(document)))
                .isEqualTo(document);
        assertThat(built.toBuilder().build()).isEqualTo(built).hasSameHashCodeAs(built);
    }

    @Test
    void unsetFieldsAreNotSent() {
        assertThat(FluxLoraRequest.builder("a tiger").build().toJson()).isEqualTo(Map.of("prompt", "a tiger"));
    }

    @Test
    void accessorsGiveBackWhatWasSet() {
        FluxLoraRequest request = FluxLoraRequest.builder("a tiger")
                .imageSize(640, 480)
                .numInferenceSteps(7)
                .guidanceScale(2.5)
                .numImages(2)
                .seed(HUGE)
                .lora("a/b", 0.5)
                .syncMode(true)
                .enableSafetyChecker(false)
                .outputFormat(OutputFormat.PNG)
                .acceleration(Acceleration.REGULAR)
                .build();

        assertThat(request.prompt()).contains("a tiger");
        assertThat(request.imageSize()).contains(ImageSize.of(640, 480));
        assertThat(request.numInferenceSteps()).hasValue(7);
        assertThat(request.guidanceScale()).hasValue(2.5);
        assertThat(request.numImages()).hasValue(2);
        assertThat(request.seed()).contains(HUGE);
        assertThat(request.loras()).containsExactly(LoraWeight.of("a/b", 0.5));
        assertThat(request.syncMode()).contains(true);
        assertThat(request.enableSafetyChecker()).contains(false);
        assertThat(request.outputFormat()).contains("png");
        assertThat(request.acceleration()).contains("regular");
    }

    @Test
    void accessorsOfAnEmptyRequestAreEmpty() {
        FluxLoraRequest request = FluxLoraRequest.ofJson(Map.of());

        assertThat(request.prompt()).isEmpty();
        assertThat(request.imageSize()).isEmpty();
        assertThat(request.numInferenceSteps()).isEmpty();
        assertThat(request.guidanceScale()).isEmpty();
        assertThat(request.numImages()).isEmpty();
        assertThat(request.seed()).isEmpty();
        assertThat(request.loras()).isEmpty();
        assertThat(request.syncMode()).isEmpty();
        assertThat(request.enableSafetyChecker()).isEmpty();
        assertThat(request.outputFormat()).isEmpty();
        assertThat(request.acceleration()).isEmpty();
    }

    @Test
    void aBuilderMayBeUsedAgainAndDoesNotChangeWhatItMade() {
        FluxLoraRequest.Builder builder = FluxLoraRequest.builder("a tiger").numImages(1);
        FluxLoraRequest first = builder.build();
        FluxLoraRequest second = builder.numImages(2).build();

        assertThat(first.numImages()).hasValue(1);
        assertThat(second.numImages()).hasValue(2);
    }

    @Test
    void fieldsThatTheSchemaDoesNotNameAreSentAsTheyAre() {
        String json = "{\"prompt\":\"x\",\"brand_new\":{\"a\":[1,2.50,null]}}";

        assertThat(new Mappers.Jackson3().write(FluxLoraRequest.fromJson(json))).isEqualTo(json);
    }

    @Test
    void aRawFieldIsUncheckedAndWins() {
        FluxLoraRequest request = FluxLoraRequest.builder("a tiger")
                .imageSize(ImageSize.SQUARE)
                .raw("image_size", "square pro max")
                .raw("num_images", 400)
                .numImages(9)
                .raw("strength", null)
                .build();

        assertThat(Wire.json(new Mappers.Jackson2().write(request))).isEqualTo(Wire.json("""
                        {"prompt":"a tiger","image_size":"square pro max","num_images":400,"strength":null}"""));
        assertThat(request.violations()).isEmpty();
        assertThat(request.toBuilder().build()).isEqualTo(request);
    }

    @Test
    void aFieldBesideARawOneIsStillChecked() {
        assertThat(FluxLoraRequest.ofJson(Map.of("prompt", "x", "num_images", 9)).toBuilder()
                        .raw("image_size", "odd"))
                .satisfies(builder -> org.assertj.core.api.Assertions.assertThatThrownBy(builder::build)
                        .hasMessageContaining("/num_images"));
    }

    @Test
    void aPromptIsNotPrinted() {
        FluxLoraRequest request =
                FluxLoraRequest.builder("a private wish").numImages(2).build();

        assertThat(request.toString()).contains("prompt", "num_images").doesNotContain("private");
    }
}
