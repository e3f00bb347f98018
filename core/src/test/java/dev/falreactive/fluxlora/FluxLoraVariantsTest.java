package dev.falreactive.fluxlora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.InputFile;
import dev.falreactive.InputSchema;
import dev.falreactive.Mappers;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.UploadedFile;
import dev.falreactive.Violation;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model's other endpoints: what they take beside a prompt, and that a ticket of one is none of another's. */
class FluxLoraVariantsTest {

    private static final String IMAGE = "https://example.com/a.png";
    private static final String MASK = "data:image/png;base64,AAAA";

    private static final InputFile LOCAL = new InputFile() {
        @Override
        public String url() {
            throw new IllegalStateException("the file a.png has not been uploaded");
        }

        @Override
        public boolean isUploaded() {
            return false;
        }
    };

    private static List<String> rules(FluxLoraInput input) {
        return input.violations().stream()
                .map(v -> v.pointer() + " " + v.keyword())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> properties(InputSchema schema) {
        Map<String, @Nullable Object> document =
                Codec.map().read(schema.document().getBytes(StandardCharsets.UTF_8));
        return new LinkedHashMap<>((Map<String, @Nullable Object>) Objects.requireNonNull(document.get("properties")));
    }

    @Test
    void anImageToImageRequestIsWrittenAsItWasBuilt() {
        FluxLoraImageToImageRequest built = FluxLoraImageToImageRequest.builder("a tiger", IMAGE)
                .strength(0.5)
                .seed(7)
                .imageSize(ImageSize.SQUARE)
                .build();
        String json = "{\"prompt\":\"a tiger\",\"image_url\":\"" + IMAGE
                + "\",\"strength\":0.5,\"seed\":7,\"image_size\":\"square\"}";

        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            assertThat(mappers.write(built)).isEqualTo(json);
            assertThat(mappers.write(mappers.read(json, FluxLoraImageToImageRequest.class)))
                    .isEqualTo(json);
        }
        assertThat(new Mappers.Jackson3().write(FluxLoraImageToImageRequest.fromJson(json)))
                .isEqualTo(json);
        assertThat(built.toBuilder().build()).isEqualTo(built).hasSameHashCodeAs(built);
        assertThat(built.imageUrl()).contains(IMAGE);
        assertThat(built.strength()).hasValue(0.5);
        assertThat(built.toString()).contains("strength").doesNotContain("tiger", "example.com");
    }

    @Test
    void anInpaintingRequestIsWrittenAsItWasBuilt() {
        FluxLoraInpaintingRequest built = FluxLoraInpaintingRequest.builder("a tiger", IMAGE, MASK)
                .strength(1)
                .build();
        String json = "{\"prompt\":\"a tiger\",\"image_url\":\"" + IMAGE + "\",\"mask_url\":\"" + MASK
                + "\",\"strength\":1.0}";

        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            assertThat(mappers.write(built)).isEqualTo(json);
            assertThat(mappers.write(mappers.read(json, FluxLoraInpaintingRequest.class)))
                    .isEqualTo(json);
        }
        assertThat(built.imageUrl()).contains(IMAGE);
        assertThat(built.maskUrl()).contains(MASK);
        assertThat(built.toBuilder().build()).isEqualTo(built);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {}                                                               ; /image_url required, /prompt required
            {"prompt":"x"}                                                   ; /image_url required
            {"prompt":"x","image_url":7,"strength":"1"}                      ; /image_url type, /strength type
            {"prompt":"x","image_url":"u","strength":0.009}                  ; /strength minimum
            {"prompt":"x","image_url":"u","strength":1.01,"num_images":9}    ; /num_images maximum, /strength maximum
            """)
    void R02_imageToImageNamesEveryViolation(String json, String expected) {
        List<String> rules = Arrays.asList(expected.split(", "));

        assertThatThrownBy(() -> FluxLoraImageToImageRequest.fromJson(json))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("The input of fal-ai/flux-lora/image-to-image is not valid");
        FluxLoraImageToImageRequest unchecked = new Mappers.Jackson2().read(json, FluxLoraImageToImageRequest.class);
        assertThat(rules(unchecked)).containsExactlyElementsOf(rules);
        assertThatThrownBy(() -> Wire.FAL.submit(FluxLora.IMAGE_TO_IMAGE, unchecked, SubmitOptions.defaults()))
                .isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {}                                                   ; /image_url required, /mask_url required, /prompt required
            {"prompt":"x","image_url":"u"}                       ; /mask_url required
            {"prompt":"x","image_url":"u","mask_url":null}       ; /mask_url type
            {"prompt":"x","image_url":"u","mask_url":"m","strength":0} ; /strength minimum
            """)
    void R02_inpaintingNamesEveryViolation(String json, String expected) {
        assertThat(rules(new Mappers.Jackson3().read(json, FluxLoraInpaintingRequest.class)))
                .containsExactlyElementsOf(Arrays.asList(expected.split(", ")));
        assertThatThrownBy(() -> FluxLoraInpaintingRequest.fromJson(json)).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @CsvSource({"0.01", "0.85", "1"})
    void R02_theEndsOfTheRangeAreAllowed(double strength) {
        assertThat(FluxLoraImageToImageRequest.builder("x", IMAGE)
                        .strength(strength)
                        .build()
                        .violations())
                .isEmpty();
    }

    @Test
    void aRawFieldIsUncheckedHereToo() {
        assertThat(FluxLoraInpaintingRequest.builder("x", IMAGE, MASK)
                        .raw("strength", 7)
                        .build()
                        .violations())
                .isEmpty();
    }

    @Test
    void aFileStandsWhereItsUrlWill() {
        FluxLoraImageToImageRequest image =
                FluxLoraImageToImageRequest.builder("x", LOCAL).strength(0.5).build();
        FluxLoraInpaintingRequest painting = FluxLoraInpaintingRequest.builder("x", LOCAL, InputFile.at(MASK))
                .build();

        assertThat(text(FluxLora.IMAGE_TO_IMAGE.input().write(image, file -> "https://up.example/a")))
                .isEqualTo("{\"prompt\":\"x\",\"image_url\":\"https://up.example/a\",\"strength\":0.5}");
        assertThat(text(FluxLora.INPAINTING.input().write(painting, file -> "https://up.example/a")))
                .isEqualTo("{\"prompt\":\"x\",\"image_url\":\"https://up.example/a\",\"mask_url\":\"" + MASK + "\"}");
        assertThat(image.imageUrl()).isEmpty();
        assertThat(painting.imageUrl()).isEmpty();
        assertThat(painting.maskUrl()).contains(MASK);
        assertThat(image.toBuilder().build()).isEqualTo(image).hasSameHashCodeAs(image);
        assertThat(image)
                .isNotEqualTo(FluxLoraImageToImageRequest.builder("x", IMAGE)
                        .strength(0.5)
                        .build());
    }

    @Test
    void aFileWithAUrlIsItsUrl() {
        InputFile uploaded = new UploadedFile(IMAGE, "a.png", "image/png", 7);

        for (InputFile file : List.of(uploaded, InputFile.at(IMAGE))) {
            assertThat(FluxLoraImageToImageRequest.builder("x", file).build())
                    .isEqualTo(FluxLoraImageToImageRequest.builder("x", IMAGE).build());
            assertThat(FluxLoraInpaintingRequest.builder("x", InputFile.at(MASK), file)
                            .build())
                    .isEqualTo(
                            FluxLoraInpaintingRequest.builder("x", MASK, IMAGE).build());
        }
    }

    @Test
    void R02_aFileHidesNoViolation() {
        assertThatThrownBy(() -> FluxLoraImageToImageRequest.builder("x", LOCAL)
                        .strength(7)
                        .numImages(9)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/num_images", "/strength"));
    }

    @Test
    void whoWritesAFileThatNobodyUploadedIsTold() {
        FluxLoraImageToImageRequest image =
                FluxLoraImageToImageRequest.builder("x", LOCAL).build();
        FluxLoraInpaintingRequest painting = FluxLoraInpaintingRequest.builder("x", InputFile.at(IMAGE), LOCAL)
                .build();

        for (Mappers mappers : List.of(new Mappers.Jackson2(), new Mappers.Jackson3())) {
            assertThatThrownBy(() -> mappers.write(image)).hasStackTraceContaining("has not been uploaded");
            assertThatThrownBy(() -> mappers.write(painting)).hasStackTraceContaining("has not been uploaded");
        }
        assertThatThrownBy(() -> FluxLora.INPAINTING.input().write(painting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the file a.png has not been uploaded");
        assertThatThrownBy(() -> Wire.FAL.submit(FluxLora.IMAGE_TO_IMAGE, image, SubmitOptions.defaults()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("the file a.png has not been uploaded");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void requestsOfTwoEndpointsAreNeverEqual() {
        Map<String, @Nullable Object> fields = Map.of("prompt", "x", "image_url", IMAGE, "mask_url", MASK);

        assertThat(FluxLoraImageToImageRequest.ofJson(fields)).isNotEqualTo(FluxLoraInpaintingRequest.ofJson(fields));
    }

    /** What the three documents say of the same field is the same, but for the size that image-to-image takes of its image. */
    @Test
    void theSchemasAgreeOnWhatTheyShare() {
        Map<String, @Nullable Object> text = properties(FluxLora.inputSchema());
        Map<String, @Nullable Object> image = properties(FluxLora.imageToImageSchema());
        Map<String, @Nullable Object> painting = properties(FluxLora.inpaintingSchema());

        assertThat(image.keySet()).isEqualTo(union(text.keySet(), Set.of("image_url", "strength")));
        assertThat(painting.keySet()).isEqualTo(union(text.keySet(), Set.of("image_url", "mask_url", "strength")));
        assertThat(String.valueOf(image.get("image_size"))).doesNotContain("default=landscape");
        assertThat(String.valueOf(text.get("image_size"))).contains("default=landscape");
        text.keySet().forEach(field -> assertThat(painting.get(field)).isEqualTo(text.get(field)));
        text.keySet().stream()
                .filter(field -> !field.equals("image_size"))
                .forEach(field -> assertThat(image.get(field)).isEqualTo(text.get(field)));
        assertThat(image.get("strength")).isEqualTo(painting.get("strength"));
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new java.util.HashSet<>(some);
        all.addAll(more);
        return all;
    }

    @Test
    void aTicketOfOneEndpointIsRefusedByAnother() {
        for (Endpoint<?, ?> other : List.of(FluxLora.IMAGE_TO_IMAGE, FluxLora.INPAINTING)) {
            assertThatThrownBy(() -> QueueProtocol.requireOwn(other, Wire.TICKET))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("fal-ai/flux-lora");
            QueueTicket own = QueueTicket.of(other.id(), Wire.ID, Wire.NOW);
            QueueProtocol.requireOwn(other, own);
            assertThat(own.statusPath()).isEqualTo("/fal-ai/flux-lora/requests/" + Wire.ID + "/status");
        }
    }
}
