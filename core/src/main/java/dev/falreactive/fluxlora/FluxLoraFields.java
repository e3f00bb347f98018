package dev.falreactive.fluxlora;

/** The names of the fields of the model's input. */
final class FluxLoraFields {

    static final String PROMPT = "prompt";
    static final String IMAGE_SIZE = "image_size";
    static final String IMAGE_URL = "image_url";
    static final String MASK_URL = "mask_url";
    static final String STRENGTH = "strength";
    static final String NUM_INFERENCE_STEPS = "num_inference_steps";
    static final String GUIDANCE_SCALE = "guidance_scale";
    static final String NUM_IMAGES = "num_images";
    static final String SEED = "seed";
    static final String LORAS = "loras";
    static final String SYNC_MODE = "sync_mode";
    static final String ENABLE_SAFETY_CHECKER = "enable_safety_checker";
    static final String OUTPUT_FORMAT = "output_format";
    static final String ACCELERATION = "acceleration";

    private FluxLoraFields() {}
}
