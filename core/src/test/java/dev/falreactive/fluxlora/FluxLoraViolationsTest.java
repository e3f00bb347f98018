package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.Mappers;
import dev.falreactive.SubmitOptions;
import dev.falreactive.Violation;
import dev.falreactive.protocol.Wire;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R02: invalid input sends nothing, and names every violation with its JSON pointer. */
class FluxLoraViolationsTest {

    private static List<String> rules(List<Violation> violations) {
        return violations.stream().map(v -> v.pointer() + " " + v.keyword()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"prompt":"x","num_inference_steps":99,"guidance_scale":40,"num_images":9} ; /guidance_scale maximum, /num_images maximum, /num_inference_steps maximum
                    {"prompt":"x","num_inference_steps":0,"guidance_scale":-0.1,"num_images":0} ; /guidance_scale minimum, /num_images minimum, /num_inference_steps minimum
                    {}                                                        ; /prompt required
                    {"num_images":9}                                          ; /num_images maximum, /prompt required
                    {"prompt":null}                                           ; /prompt type
                    {"prompt":1}                                              ; /prompt type
                    {"prompt":["x"]}                                          ; /prompt type
                    {"prompt":"x","num_images":"2"}                           ; /num_images type
                    {"prompt":"x","num_images":1.5}                           ; /num_images type
                    {"prompt":"x","num_images":null}                          ; /num_images type
                    {"prompt":"x","num_images":99999999999999999999}          ; /num_images maximum
                    {"prompt":"x","seed":"1"}                                 ; /seed type
                    {"prompt":"x","seed":1.5}                                 ; /seed type
                    {"prompt":"x","seed":true}                                ; /seed type
                    {"prompt":"x","sync_mode":"true"}                         ; /sync_mode type
                    {"prompt":"x","enable_safety_checker":0}                  ; /enable_safety_checker type
                    {"prompt":"x","guidance_scale":"3.5"}                     ; /guidance_scale type
                    {"prompt":"x","output_format":"JPEG"}                     ; /output_format enum
                    {"prompt":"x","output_format":"webp"}                     ; /output_format enum
                    {"prompt":"x","acceleration":"high"}                      ; /acceleration enum
                    {"prompt":"x","image_size":"portrait_3_5"}                ; /image_size enum
                    {"prompt":"x","image_size":"640x480"}                     ; /image_size enum
                    {"prompt":"x","image_size":7}                             ; /image_size type
                    {"prompt":"x","image_size":null}                          ; /image_size type
                    {"prompt":"x","image_size":[]}                            ; /image_size type
                    {"prompt":"x","image_size":{"width":0,"height":14143}}    ; /image_size/height maximum, /image_size/width exclusiveMinimum
                    {"prompt":"x","image_size":{"width":"w","height":1.5}}    ; /image_size/height type, /image_size/width type
                    {"prompt":"x","loras":{}}                                 ; /loras type
                    {"prompt":"x","loras":["a/b"]}                            ; /loras/0 type
                    {"prompt":"x","loras":[{"path":"a/b","scale":4.1}]}       ; /loras/0/scale maximum
                    {"prompt":"x","loras":[{"path":"a/b"},{"scale":-1}]}      ; /loras/1/path required, /loras/1/scale minimum
                    """)
    void R02_everyViolationIsNamedWhereverTheJsonComesFrom(String json, String expected) {
        List<String> rules = Arrays.asList(expected.split(", "));

        assertThatThrownBy(() -> FluxLoraRequest.fromJson(json))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        error -> assertThat(rules(error.violations())).containsExactlyElementsOf(rules));
        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            FluxLoraRequest unchecked = mappers.read(json, FluxLoraRequest.class);
            assertThat(rules(unchecked.violations())).containsExactlyElementsOf(rules);
            assertThatThrownBy(() -> Wire.FAL.submit(FluxLora.TEXT_TO_IMAGE, unchecked, SubmitOptions.defaults()))
                    .isInstanceOfSatisfying(
                            InvalidInput.class,
                            error -> assertThat(rules(error.violations())).containsExactlyElementsOf(rules));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"\"}",
                "{\"prompt\":\"x\",\"seed\":null}",
                "{\"prompt\":\"x\",\"seed\":9223372036854775808}",
                "{\"prompt\":\"x\",\"seed\":340282366920938463463374607431768211457}",
                "{\"prompt\":\"x\",\"seed\":-1}",
                "{\"prompt\":\"x\",\"num_inference_steps\":1,\"guidance_scale\":0,\"num_images\":1}",
                "{\"prompt\":\"x\",\"num_inference_steps\":50,\"guidance_scale\":35,\"num_images\":4}",
                "{\"prompt\":\"x\",\"image_size\":{\"width\":1,\"height\":14142}}",
                "{\"prompt\":\"x\",\"image_size\":{\"width\":512}}",
                "{\"prompt\":\"x\",\"loras\":[{\"path\":\"a/b\",\"scale\":0},{\"path\":\"c/d\",\"scale\":4}]}",
            })
    void R02_whatBreaksNoRuleIsNotRefused(String json) {
        assertThat(FluxLoraRequest.fromJson(json).violations()).isEmpty();
        assertThat(Wire.FAL
                        .submit(FluxLora.TEXT_TO_IMAGE, FluxLoraRequest.fromJson(json), SubmitOptions.defaults())
                        .request()
                        .body())
                .isNotEmpty();
    }

    @Test
    void R02_theBuilderNamesAllViolationsTogether() {
        FluxLoraRequest.Builder builder = FluxLoraRequest.builder("a private wish")
                .numInferenceSteps(99)
                .guidanceScale(40)
                .numImages(9)
                .lora("a/b", 7)
                .imageSize(0, 14143);

        InvalidInput error = catchThrowableOfType(InvalidInput.class, builder::build);

        assertThat(rules(error.violations()))
                .containsExactly(
                        "/guidance_scale maximum",
                        "/image_size/height maximum",
                        "/image_size/width exclusiveMinimum",
                        "/loras/0/scale maximum",
                        "/num_images maximum",
                        "/num_inference_steps maximum");
        assertThat(error).hasMessageStartingWith("The input of fal-ai/flux-lora is not valid, nothing was sent: ");
        assertThat(error.getMessage())
                .contains("/num_inference_steps (maximum)", "50", "/loras/0/scale", "; ")
                .doesNotContain("private", "$", "\n");
        assertThat(error.ticket()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void R02_aScaleThatIsNoNumberIsRefused(double scale) {
        assertThatThrownBy(
                        () -> FluxLoraRequest.builder("x").guidanceScale(scale).build())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("/guidance_scale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"x\"", "{", "{}{}", "{\"prompt\":}", "<html>"})
    void R02_whatIsNoJsonObjectIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> FluxLoraRequest.fromJson(text))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        error -> assertThat(error.violations()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"x\",\"num_inference_steps\":1e999999999}",
                "{\"prompt\":\"x\",\"image_size\":{\"width\":1e999999999}}",
                "{\"prompt\":\"x\",\"guidance_scale\":1e-999999999}",
                "{\"prompt\":\"x\",\"seed\":1e999999999}",
            })
    void R14_aNumberOfHostileSizeCostsAnAnswerNotTheProcessor(String json) {
        Assertions.assertThatCode(() ->
                        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                            try {
                                FluxLoraRequest.fromJson(json);
                            } catch (InvalidInput expected) {
                                assertThat(expected.violations()).isNotEmpty();
                            }
                        }))
                .doesNotThrowAnyException();
    }

    @Test
    void R02_aSeedOfMoreDigitsThanJsonIsReadWithIsRefused() {
        FluxLoraRequest.Builder builder = FluxLoraRequest.builder("x");

        assertThat(builder.seed(BigInteger.TEN.pow(999)).build().seed()).contains(BigInteger.TEN.pow(999));
        assertThatThrownBy(() -> builder.seed(BigInteger.TEN.pow(1000)).build())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("1,000 digits");
    }

    @Test
    void R14_thousandsOfViolationsMakeABoundedMessageAndAreAllThere() {
        List<LoraWeight> weights = java.util.Collections.nCopies(5_000, LoraWeight.of("a/b", 9));
        FluxLoraRequest.Builder builder = FluxLoraRequest.builder("x").loras(weights);

        InvalidInput error = catchThrowableOfType(InvalidInput.class, builder::build);

        assertThat(error.violations()).hasSize(5_000);
        assertThat(error.getMessage()).hasSizeLessThan(5_000).contains("more");
    }

    @Test
    void R14_inputThatIsNestedDeeplyIsRefusedAndNotAStackOverflow() {
        String deep = "[".repeat(900) + "]".repeat(900);
        FluxLoraRequest request =
                new Mappers.Jackson2().read("{\"prompt\":\"x\",\"loras\":" + deep + "}", FluxLoraRequest.class);

        assertThatThrownBy(() -> Wire.FAL.submit(FluxLora.TEXT_TO_IMAGE, request, SubmitOptions.defaults()))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void aMissingSeedIsNotANullSeed() {
        assertThat(FluxLoraRequest.fromJson("{\"prompt\":\"x\",\"seed\":null}").toJson())
                .containsKey("seed");
        assertThat(FluxLoraRequest.fromJson("{\"prompt\":\"x\"}").toJson()).doesNotContainKey("seed");
        assertThat(FluxLoraRequest.builder("x").seed(BigInteger.ONE).build().seed())
                .contains(BigInteger.ONE);
    }
}
