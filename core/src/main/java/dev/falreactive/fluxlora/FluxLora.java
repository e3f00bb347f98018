package dev.falreactive.fluxlora;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.InputSchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model {@code fal-ai/flux-lora}. */
public final class FluxLora {

    /** The model's id. */
    public static final EndpointId ID = EndpointId.of("fal-ai/flux-lora");

    private static final InputSchema SCHEMA = InputSchema.resource(FluxLora.class, "text-to-image.schema.json");

    /** Makes images from a prompt. Its input is checked against {@link #inputSchema()} before it is sent. */
    public static final Endpoint<FluxLoraRequest, FluxLoraResult> TEXT_TO_IMAGE = Endpoint.of(
                    ID,
                    Codec.of(FluxLoraRequest.class),
                    Codec.of(result -> Codec.map().write(result.toJson()), FluxLora::result))
            .withCheck(FluxLoraRequest::violations);

    private FluxLora() {}

    /** An answer without images is none of this model's, whatever its code. */
    private static FluxLoraResult result(byte[] json) {
        Map<String, @Nullable Object> fields = Codec.map().read(json);
        if (!(fields.get("images") instanceof List<?>)) {
            throw new IllegalArgumentException("it holds no images");
        }
        return FluxLoraResult.ofJson(fields);
    }

    /** {@return the JSON Schema of the input: the home of its ranges, words and defaults} */
    public static InputSchema inputSchema() {
        return SCHEMA;
    }
}
