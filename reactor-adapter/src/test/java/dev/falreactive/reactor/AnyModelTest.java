package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.InputSchema;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraImageToImageRequest;
import dev.falreactive.fluxlora.FluxLoraInpaintingRequest;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.fluxlora.GeneratedImage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that nobody typed, and those that somebody did: from input to output, through the queue and without it. */
class AnyModelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Somebody's own input. */
    record Speech(String text, @JsonProperty("voice_id") String voice, double speed) {}

    /** Somebody's own output. */
    record Spoken(String text, @JsonProperty("voice_id") String voice, double speed) {}

    private final FalEmulator emulator = FalEmulator.start(EmulatorConfig.builder()
            .queueTime(Duration.ofMillis(10))
            .runTime(Duration.ofMillis(20))
            .echoApps("fal-ai/any", "workflows/me/my-flow", "comfy/me/my-graph", "110602490/lora")
            .build());
    private final ReactorFalClient client = ReactorFalClient.create(FalConfig.builder()
            .baseUrl(emulator.baseUrl())
            .directUrl(emulator.directUrl())
            .credentials(emulator.credentials())
            .pollPolicy(PollPolicy.constant(Duration.ofMillis(5)))
            .build());

    @AfterEach
    void close() {
        client.close();
        emulator.close();
    }

    private <I, O> O output(Endpoint<I, O> endpoint, I input) {
        return Objects.requireNonNull(
                client.queue(endpoint).submitAndAwait(input).block(PATIENCE));
    }

    private static Map<String, @Nullable Object> input() {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        input.put("prompt", "a tiger's eye");
        input.put("seed", new BigInteger("340282366920938463463374607431768211457"));
        input.put("nothing", null);
        input.put("deep", List.of(Map.of("a", List.of(1, true))));
        return input;
    }

    @Test
    void aModelThatNobodyTyped() {
        Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> any = Endpoint.json("fal-ai/any/model");

        assertThat(output(any, input())).isEqualTo(input());
        assertThat(client.direct(any).run(input()).block(PATIENCE)).isEqualTo(input());
        assertThat(client.direct(any).stream(input()).collectList().block(PATIENCE))
                .containsExactly(input());
    }

    @Test
    void aPairOfRecords() {
        Endpoint<Speech, Spoken> speech = Endpoint.of("fal-ai/any/speech", Speech.class, Spoken.class);
        Speech input = new Speech("hello", "v7", 1.25);

        assertThat(output(speech, input)).isEqualTo(new Spoken("hello", "v7", 1.25));
        assertThat(client.direct(speech).run(input).block(PATIENCE)).isEqualTo(new Spoken("hello", "v7", 1.25));
        assertThat(emulator.ledger().submits())
                .singleElement()
                .satisfies(post ->
                        assertThat(post.body()).isEqualTo("{\"text\":\"hello\",\"voice_id\":\"v7\",\"speed\":1.25}"));
    }

    @Test
    void codecsOfOnesOwn() {
        Codec<String> text = Codec.of(
                value -> ("{\"prompt\":\"" + value + "\"}").getBytes(StandardCharsets.UTF_8),
                json -> String.valueOf(Codec.map().read(json).get("prompt")));
        Endpoint<String, String> own = Endpoint.of("fal-ai/any/text", text, text);

        assertThat(output(own, "a fox")).isEqualTo("a fox");
    }

    @Test
    void aModelWithItsOwnSchemaIsCheckedBeforeAnythingIsSent() {
        Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> checked =
                Endpoint.json("fal-ai/any/model").withSchema(InputSchema.parse("""
                        {
                          "type": "object",
                          "properties": {
                            "prompt": {"type": "string", "minLength": 1},
                            "steps": {"type": "integer", "minimum": 1, "maximum": 8}
                          },
                          "required": ["prompt"]
                        }"""));
        Map<String, @Nullable Object> good = Map.of("prompt", "a fox", "steps", 8);

        assertThat(output(checked, good)).isEqualTo(good);
        for (Throwable error : List.of(
                catchThrowable(() -> output(checked, Map.of("steps", 9))),
                catchThrowable(
                        () -> client.direct(checked).run(Map.of("steps", 9)).block(PATIENCE)))) {
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.InvalidInput.class,
                            invalid -> assertThat(invalid.violations())
                                    .extracting(violation -> violation.pointer() + " " + violation.keyword())
                                    .containsExactly("/prompt required", "/steps maximum"));
        }
        assertThat(emulator.ledger().submits()).hasSize(1);
        assertThat(emulator.ledger().of(Phase.DIRECT)).isEmpty();
    }

    /** Submitted to the whole id; asked about under the app, with its namespace and without its path. */
    @ParameterizedTest
    @CsvSource({
        "fal-ai/any/model, /fal-ai/any/model, /fal-ai/any",
        "fal-ai/any/model/v2/fast, /fal-ai/any/model/v2/fast, /fal-ai/any",
        "fal-ai/any, /fal-ai/any, /fal-ai/any",
        "workflows/me/my-flow, /workflows/me/my-flow, /workflows/me/my-flow",
        "workflows/me/my-flow/step, /workflows/me/my-flow/step, /workflows/me/my-flow",
        "comfy/me/my-graph, /comfy/me/my-graph, /comfy/me/my-graph",
        "110602490-lora, /110602490/lora, /110602490/lora",
    })
    void anIdOfAnyForm(String id, String submitted, String app) {
        Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> endpoint = Endpoint.json(id);
        ReactorQueue<Map<String, @Nullable Object>, Map<String, @Nullable Object>> queue = client.queue(endpoint);
        QueueTicket ticket = Objects.requireNonNull(queue.submit(input()).block(PATIENCE));

        assertThat(queue.await(QueueTicket.fromJson(ticket.toJson())).block(PATIENCE))
                .isEqualTo(input());
        catchThrowable(() -> queue.cancel(ticket).block(PATIENCE));
        assertThat(client.direct(endpoint).run(input()).block(PATIENCE)).isEqualTo(input());

        String job = app + "/requests/" + ticket.requestId();
        assertThat(emulator.ledger().submits()).extracting(LedgerEntry::path).containsExactly(submitted);
        assertThat(emulator.ledger().of(Phase.STATUS))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.path()).isEqualTo(job + "/status"));
        assertThat(emulator.ledger().of(Phase.RESULT))
                .extracting(LedgerEntry::path)
                .containsOnly(job);
        assertThat(emulator.ledger().of(Phase.CANCEL))
                .extracting(LedgerEntry::path)
                .containsExactly(job + "/cancel");
        assertThat(emulator.ledger().of(Phase.DIRECT))
                .extracting(LedgerEntry::path)
                .containsExactly(submitted);
    }

    @ParameterizedTest
    @CsvSource({"no-owner", "workflows/me", "comfy", "fal-ai//x", "fal-ai/../x", "'fal-ai/x?y'"})
    void anIdThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> Endpoint.json(id)).isInstanceOf(FalException.InvalidInput.class);
        assertThatThrownBy(() -> Endpoint.of(id, Codec.map(), Codec.map()))
                .isInstanceOf(FalException.InvalidInput.class);
    }

    @Test
    void anImageMadeOfAnImage() {
        GeneratedImage first = output(
                        FluxLora.TEXT_TO_IMAGE,
                        FluxLoraRequest.builder("a tiger").imageSize(96, 64).build())
                .images()
                .get(0);

        FluxLoraResult second = output(
                FluxLora.IMAGE_TO_IMAGE,
                FluxLoraImageToImageRequest.builder("a tiger in snow", first.url())
                        .strength(0.6)
                        .numImages(2)
                        .build());
        FluxLoraResult third = output(
                FluxLora.INPAINTING,
                FluxLoraInpaintingRequest.builder(
                                "a tiger with a hat",
                                first.url(),
                                second.images().get(0).url())
                        .imageSize(96, 64)
                        .build());

        assertThat(second.images()).hasSize(2).allSatisfy(image -> {
            assertThat(image.width()).hasValue(96);
            assertThat(image.height()).hasValue(64);
        });
        assertThat(third.images()).hasSize(1);
        assertThat(emulator.ledger().submits())
                .extracting(LedgerEntry::path)
                .containsExactly(
                        "/fal-ai/flux-lora", "/fal-ai/flux-lora/image-to-image", "/fal-ai/flux-lora/inpainting");
    }

    @Test
    void whatTheModelFindsWrongComesAsAFieldErrorOfTheJob() {
        FluxLoraImageToImageRequest input = FluxLoraImageToImageRequest.builder("x", "data:image/png;base64,AAAA")
                .build();

        for (Throwable error : List.of(
                catchThrowable(() -> output(FluxLora.IMAGE_TO_IMAGE, input)),
                catchThrowable(
                        () -> client.direct(FluxLora.IMAGE_TO_IMAGE).run(input).block(PATIENCE)))) {
            assertThat(error)
                    .isInstanceOfSatisfying(
                            FalException.JobFailed.class,
                            failed -> assertThat(failed.failure().fieldErrors())
                                    .singleElement()
                                    .satisfies(field -> assertThat(field.type()).isEqualTo("image_load_error")));
        }
    }

    @Test
    void aTicketOfOneEndpointIsRefusedByAnotherOfTheSameApp() {
        QueueTicket ticket = Objects.requireNonNull(client.queue(FluxLora.TEXT_TO_IMAGE)
                .submit(FluxLoraRequest.builder("a tiger").build())
                .block(PATIENCE));
        int before = emulator.ledger().entries().size();

        assertThatThrownBy(() ->
                        client.queue(FluxLora.IMAGE_TO_IMAGE).await(ticket).block(PATIENCE))
                .isInstanceOf(FalException.InvalidInput.class);
        assertThat(emulator.ledger().entries()).hasSize(before);
    }
}
