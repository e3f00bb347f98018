package dev.falreactive.webhook;

import static dev.falreactive.webhook.Vector.ID;
import static dev.falreactive.webhook.Vector.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventTest {

    private static final Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> ANY =
            Endpoint.json("fal-ai/any");

    private static <O> WebhookEvent<O> read(Endpoint<?, O> endpoint, String fields) {
        return WebhookEvent.read(endpoint, utf8("{\"request_id\":\"" + ID + "\"," + fields + "}"));
    }

    private static WebhookEvent.Failed<?> failed(String fields) {
        return (WebhookEvent.Failed<?>) read(ANY, "\"status\":\"ERROR\"," + fields);
    }

    @Test
    void anOutputIsTypedByItsEndpoint() {
        WebhookEvent<FluxLoraResult> event = WebhookEvent.read(FluxLora.TEXT_TO_IMAGE, utf8(Vector.BODY));

        assertThat(event.kind()).isEqualTo(WebhookEvent.Kind.SUCCEEDED);
        FluxLoraResult output = ((WebhookEvent.Succeeded<FluxLoraResult>) event).output();
        assertThat(output.images())
                .singleElement()
                .satisfies(image -> assertThat(image.url()).hasToString("https://v3.fal.media/files/a/b.jpeg"));
        assertThat(output.seed()).contains(new BigInteger("9460989051277353000"));
    }

    @Test
    void anOutputOfAnyModelKeepsItsDigits() {
        WebhookEvent<Map<String, @Nullable Object>> event = read(
                ANY,
                "\"gateway_request_id\":\"gw-2\",\"status\":\"OK\",\"payload\":{\"a\":123456789012345678901234567890,\"b\":1.50,\"c\":[null]}");

        assertThat(event.requestId()).isEqualTo(ID);
        assertThat(event.gatewayRequestId()).isEqualTo("gw-2");
        assertThat(((WebhookEvent.Succeeded<Map<String, @Nullable Object>>) event).output())
                .containsEntry("a", new BigInteger("123456789012345678901234567890"))
                .containsEntry("b", new BigDecimal("1.50"))
                .containsKey("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1.5", "\"text\"", "[1,2,{\"a\":null}]", "true", "{}"})
    void anOutputMayBeAnyJson(String payload) {
        Codec<String> text = Codec.of(Vector::utf8, json -> new String(json, StandardCharsets.UTF_8));
        Endpoint<String, String> raw = Endpoint.of(EndpointId.of("fal-ai/any"), text, text);

        assertThat(read(raw, "\"status\":\"OK\",\"payload\":" + payload))
                .isEqualTo(new WebhookEvent.Succeeded<>(ID, ID, payload));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    "payload":null,"payload_error":"not JSON" ; not JSON
                    "payload":null                            ; the webhook holds no output
                    "payload_error":""                        ; the webhook holds no output
                    "payload":{"images":7}                    ; the output cannot be read: it holds no images
                    "payload":[]                              ; the output cannot be read: not readable as a JSON object at line 1, column 1
                    """)
    void aSuccessWithoutAReadableOutputIsToldApart(String fields, String explanation) {
        WebhookEvent<FluxLoraResult> event = read(FluxLora.TEXT_TO_IMAGE, "\"status\":\"OK\"," + fields);

        assertThat(event).isEqualTo(new WebhookEvent.WithoutOutput<>(ID, ID, explanation));
        assertThat(event.kind()).isEqualTo(WebhookEvent.Kind.WITHOUT_OUTPUT);
    }

    @Test
    void aCodecThatThrowsIsNoErrorOfTheServer() {
        Endpoint<String, String> broken = Endpoint.of(
                EndpointId.of("fal-ai/any"),
                Codec.of(Vector::utf8, json -> {
                    throw new IllegalStateException("no");
                }),
                Codec.of(Vector::utf8, json -> {
                    throw new IllegalStateException("no");
                }));

        assertThat(read(broken, "\"status\":\"OK\",\"payload\":{}").kind()).isEqualTo(WebhookEvent.Kind.WITHOUT_OUTPUT);
    }

    @Test
    void aPayloadWithAWarningIsStillAnOutput() {
        assertThat(read(ANY, "\"status\":\"OK\",\"payload\":{\"a\":1},\"payload_error\":\"x\"")
                        .kind())
                .isEqualTo(WebhookEvent.Kind.SUCCEEDED);
    }

    @Test
    void aFailureHasTheModelsWordsAndTheCode() {
        WebhookEvent.Failed<?> event = failed(
                "\"error\":\"Invalid status code: 422\",\"payload\":{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"Field required\",\"type\":\"missing\",\"input\":{\"secret\":1}}]}");

        assertThat(event.kind()).isEqualTo(WebhookEvent.Kind.FAILED);
        assertThat(event.failure().httpStatus()).hasValue(422);
        assertThat(event.failure().fieldErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.path()).isEqualTo("body.prompt"));
        assertThat(event.failure().describe())
                .isEqualTo("Invalid status code: 422 — body.prompt: Field required (missing)");
        assertThat(event.payloadError()).isEmpty();
        assertThat(event.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
                    "error":"Invalid status code: 503","payload":{"detail":"GPU error"}             ; GPU error                ; -                 ; 503
                    "error":"x","payload":{"detail":"d","error_type":"startup_timeout"}             ; d                        ; startup_timeout   ; -
                    "error":"Invalid status code: 500","payload":"Internal Server Error"            ; Internal Server Error    ; -                 ; 500
                    "error":"Invalid status code: 404","payload":null                               ; Invalid status code: 404 ; -                 ; 404
                    "error":"Invalid status code: 999","payload":{}                                 ; Invalid status code: 999 ; -                 ; -
                    "error":"the runner is gone"                                                    ; the runner is gone       ; -                 ; -
                    "error":null,"payload":7                                                        ; 7                        ; -                 ; -
                    "error":{"message":"x"}                                                         ; ''                       ; -                 ; -
                    "payload":null                                                                  ; ''                       ; -                 ; -
                    """)
    void aFailureIsReadInEveryShape(String fields, String detail, String type, Integer code) {
        var failure = failed(fields).failure();

        assertThat(failure.detail()).isEqualTo(detail);
        assertThat(failure.errorType()).isEqualTo(Optional.ofNullable(type));
        assertThat(failure.httpStatus()).isEqualTo(code == null ? OptionalInt.empty() : OptionalInt.of(code));
    }

    @Test
    void aFailureSaysWhyItsPayloadIsMissing() {
        assertThat(failed("\"error\":\"Invalid status code: 404\",\"payload\":null,\"payload_error\":\"not JSON\"")
                        .payloadError())
                .contains("not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"request_id\":\"x\"}", "{\"request_id\":7,\"status\":\"OK\"}"})
    void whatIsNoWebhookIsRefused(String body) {
        assertThatThrownBy(() -> WebhookEvent.read(ANY, utf8(body)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not readable as a webhook");
    }
}
