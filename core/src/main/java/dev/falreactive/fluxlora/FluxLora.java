package dev.falreactive.fluxlora;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.InputSchema;

/** The model {@code fal-ai/flux-lora}. */
public final class FluxLora {

    /** The model's id. */
    public static final EndpointId ID = EndpointId.of("fal-ai/flux-lora");

    private static final InputSchema SCHEMA = InputSchema.resource(FluxLora.class, "text-to-image.schema.json");

    /** Makes images from a prompt. Its input is checked against {@link #inputSchema()} before it is sent. */
    public static final Endpoint<FluxLoraRequest, FluxLoraResult> TEXT_TO_IMAGE = Endpoint.of(
                    ID, Codec.of(FluxLoraRequest.class), Codec.of(FluxLoraResult.class))
            .withCheck(FluxLoraRequest::violations);

    private FluxLora() {}

    /** {@return the JSON Schema of the input: the home of its ranges, words and defaults} */
    public static InputSchema inputSchema() {
        return SCHEMA;
    }
}
