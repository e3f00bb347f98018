package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.InputSchema;
import dev.falreactive.SubmitOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitRequestTest {

    private static WireRequest request(SubmitOptions options) {
        return Wire.FAL
                .submit(Endpoint.json("fal-ai/flux-lora"), Map.of("prompt", "x"), options)
                .request();
    }

    @Test
    void defaultOptionsSendNoHeadersOfTheirOwn() {
        assertThat(request(SubmitOptions.defaults()).headers().asMap().keySet())
                .containsExactlyInAnyOrder("Accept", "Accept-Encoding", "Content-Type", "User-Agent");
    }

    @ParameterizedTest
    @CsvSource({"101, 0.101", "1000, 1", "30000, 30", "1500, 1.5", "100000, 100", "3600000, 3600"})
    void aStartTimeoutIsSentInSeconds(long millis, String seconds) {
        SubmitOptions options = SubmitOptions.defaults().withStartTimeout(Duration.ofMillis(millis));

        assertThat(request(options).headers().get("x-fal-request-start-timeout"))
                .contains(seconds);
        assertThat(request(options).headers().get("x-fal-request-timeout")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1, 0, -1})
    void aStartTimeoutThatTheServerRefusesIsRefusedHere(long millis) {
        assertThatThrownBy(() -> SubmitOptions.defaults().withStartTimeout(Duration.ofMillis(millis)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("/startTimeout");
    }

    @Test
    void aLowPriorityIsSentAndANormalOneIsNot() {
        assertThat(request(SubmitOptions.defaults().withPriority(SubmitOptions.Priority.LOW))
                        .headers()
                        .get("X-Fal-Queue-Priority"))
                .contains("low");
        assertThat(request(SubmitOptions.defaults().withPriority(SubmitOptions.Priority.NORMAL))
                        .headers()
                        .get("X-Fal-Queue-Priority"))
                .isEmpty();
    }

    @Test
    void aRunnerHintIsSent() {
        assertThat(request(SubmitOptions.defaults().withRunnerHint("my lora"))
                        .headers()
                        .get("X-Fal-Runner-Hint"))
                .contains("my lora");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nX-Evil: 1", "a\nb", "虎", "a\u0000", "a\u007f"})
    void R12_aRunnerHintThatNoHeaderCanHoldIsRefused(String hint) {
        assertThatThrownBy(() -> SubmitOptions.defaults().withRunnerHint(hint)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void aPrefixOfTheBaseUrlGoesBeforeTheEndpoint() {
        QueueProtocol relay = new QueueProtocol(
                FalConfig.builder().baseUrl("https://relay.example/fal/").build());

        assertThat(relay.submit(Endpoint.json("fal-ai/flux-lora/image-to-image"), Map.of(), SubmitOptions.defaults())
                        .request()
                        .uri())
                .hasToString("https://relay.example/fal/fal-ai/flux-lora/image-to-image");
    }

    @Test
    void R02_aCodecThatCannotWriteTheInputIsInvalidInput() {
        Codec<String> refuses = Codec.of(
                text -> {
                    throw new IllegalArgumentException("cannot write this");
                },
                json -> "");
        Endpoint<String, String> plain = Endpoint.of(Wire.ENDPOINT, refuses, refuses);

        for (Endpoint<String, String> endpoint :
                java.util.List.of(plain, plain.withSchema(InputSchema.parse("{\"type\":\"object\"}")))) {
            assertThatThrownBy(() -> Wire.FAL.submit(endpoint, "x", SubmitOptions.defaults()))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("cannot write this");
        }
    }

    @Test
    void R02_aSchemaOfAnyEndpointIsChecked() {
        Endpoint<Map<String, Object>, Map<String, Object>> endpoint =
                Endpoint.json("me/app").withSchema(InputSchema.parse("""
                        {"type":"object","properties":{"a/b":{"type":"object","required":["c~d"]}},"required":["n"]}"""));

        assertThatThrownBy(() -> Wire.FAL.submit(endpoint, Map.of("a/b", Map.of()), SubmitOptions.defaults()))
                .hasMessageContaining("/a~1b/c~0d (required)")
                .hasMessageContaining("/n (required)");
        assertThat(Wire.FAL.submit(endpoint, Map.of("n", 1, "a/b", Map.of("c~d", true)), SubmitOptions.defaults()))
                .isNotNull();
    }

    @Test
    void aRequestPrintsNeitherQueryNorBody() {
        WireRequest request = Wire.FAL.status(Wire.TICKET, true).request();

        assertThat(request.uri().getQuery()).isEqualTo("logs=1");
        assertThat(request).hasToString("GET /fal-ai/flux-lora/requests/" + Wire.ID + "/status");
        assertThat(request(SubmitOptions.defaults())).hasToString("POST /fal-ai/flux-lora");
    }
}
