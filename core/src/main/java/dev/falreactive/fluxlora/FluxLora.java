package dev.falreactive.fluxlora;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.InputSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model {@code fal-ai/flux-lora}, and its paths. The input of each is checked against its schema before it is sent. Jobs
 * of all of them are asked about under the same app, but a ticket belongs to the endpoint that made it.
 */
public final class FluxLora {

    /** The model's id. */
    public static final EndpointId ID = EndpointId.of("fal-ai/flux-lora");

    private static final InputSchema SCHEMA = InputSchema.resource(FluxLora.class, "text-to-image.schema.json");
    private static final InputSchema IMAGE_TO_IMAGE_SCHEMA =
            InputSchema.resource(FluxLora.class, "image-to-image.schema.json");
    private static final InputSchema INPAINTING_SCHEMA = InputSchema.resource(FluxLora.class, "inpainting.schema.json");

    private static final Codec<FluxLoraResult> RESULT =
            Codec.of(result -> Codec.map().write(result.toJson()), FluxLora::result);

    /** Makes images from a prompt. Its input is checked against {@link #inputSchema()} before it is sent. */
    public static final Endpoint<FluxLoraRequest, FluxLoraResult> TEXT_TO_IMAGE = endpoint(ID, FluxLoraRequest.class);

    /** Makes images from an image and a prompt. Its input is checked against {@link #imageToImageSchema()}. */
    public static final Endpoint<FluxLoraImageToImageRequest, FluxLoraResult> IMAGE_TO_IMAGE =
            endpoint(EndpointId.of(ID + "/image-to-image"), FluxLoraImageToImageRequest.class);

    /** Repaints a part of an image. Its input is checked against {@link #inpaintingSchema()}. */
    public static final Endpoint<FluxLoraInpaintingRequest, FluxLoraResult> INPAINTING =
            endpoint(EndpointId.of(ID + "/inpainting"), FluxLoraInpaintingRequest.class);

    private FluxLora() {}

    private static <I extends FluxLoraInput> Endpoint<I, FluxLoraResult> endpoint(EndpointId id, Class<I> input) {
        return Endpoint.of(id, Codec.of(input), RESULT).withCheck(FluxLoraInput::violations);
    }

    /** An answer without images is none of this model's, whatever its code. */
    private static FluxLoraResult result(byte[] json) {
        Map<String, @Nullable Object> fields = Codec.map().read(json);
        if (!(fields.get("images") instanceof List<?>)) {
            throw new IllegalArgumentException("it holds no images");
        }
        return FluxLoraResult.ofJson(fields);
    }

    /** {@return the JSON Schema of the input of {@link #TEXT_TO_IMAGE}: the home of its ranges, words and defaults} */
    public static InputSchema inputSchema() {
        return SCHEMA;
    }

    /** {@return the JSON Schema of the input of {@link #IMAGE_TO_IMAGE}} */
    public static InputSchema imageToImageSchema() {
        return IMAGE_TO_IMAGE_SCHEMA;
    }

    /** {@return the JSON Schema of the input of {@link #INPAINTING}} */
    public static InputSchema inpaintingSchema() {
        return INPAINTING_SCHEMA;
    }
}
