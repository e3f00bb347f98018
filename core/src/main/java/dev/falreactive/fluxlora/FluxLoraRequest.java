package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.Codec;
import dev.falreactive.FalException;
import dev.falreactive.JsonValues;
import dev.falreactive.Violation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What to make. Only the prompt must be given; what is not given is not sent, and the model's default holds. Ranges, words
 * and defaults: {@link FluxLora#inputSchema()}.
 *
 * <p>{@link Builder#build()} and {@link #fromJson(String)} check everything and name every violation. A mapper of either
 * Jackson generation reads a request without checking it, so that all violations can be told at once: see
 * {@link #violations()}, or submit it.
 */
public final class FluxLoraRequest {

    private static final String PROMPT = "prompt";
    private static final String IMAGE_SIZE = "image_size";
    private static final String NUM_INFERENCE_STEPS = "num_inference_steps";
    private static final String GUIDANCE_SCALE = "guidance_scale";
    private static final String NUM_IMAGES = "num_images";
    private static final String SEED = "seed";
    private static final String LORAS = "loras";
    private static final String SYNC_MODE = "sync_mode";
    private static final String ENABLE_SAFETY_CHECKER = "enable_safety_checker";
    private static final String OUTPUT_FORMAT = "output_format";
    private static final String ACCELERATION = "acceleration";

    private final Map<String, @Nullable Object> checked;
    private final Map<String, @Nullable Object> raw;

    private FluxLoraRequest(Map<String, @Nullable Object> checked, Map<String, @Nullable Object> raw) {
        this.checked = JsonValues.freeze(checked);
        this.raw = JsonValues.freeze(raw);
    }

    /**
     * Starts a request.
     *
     * @param prompt what the images show
     * @return a builder
     */
    public static Builder builder(String prompt) {
        return new Builder().set(PROMPT, prompt);
    }

    /**
     * Reads a request from JSON and checks it.
     *
     * @param json a JSON object; fields that the model's schema does not name are sent as they are
     * @return the request
     * @throws FalException.InvalidInput if it is no JSON object, or breaks the schema; names every violation
     */
    public static FluxLoraRequest fromJson(String json) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new FalException.InvalidInput(
                    "The input of " + FluxLora.ID, List.of(new Violation("", "type", String.valueOf(e.getMessage()))));
        }
        return ofJson(fields).requireValid();
    }

    /**
     * A request from a JSON object, not checked.
     *
     * @param fields its fields
     * @return the request
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FluxLoraRequest ofJson(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> canonical = new LinkedHashMap<>(fields);
        canonical.computeIfPresent(
                IMAGE_SIZE, (name, size) -> ImageSize.ofJson(size).toJson());
        return new FluxLoraRequest(canonical, Map.of());
    }

    /** {@return what the images show} */
    public Optional<String> prompt() {
        return JsonFields.text(all(), PROMPT);
    }

    /** {@return the size of the images, if given} */
    public Optional<ImageSize> imageSize() {
        return Optional.ofNullable(all().get(IMAGE_SIZE)).map(ImageSize::ofJson);
    }

    /** {@return how many denoising steps to run, if given} */
    public OptionalInt numInferenceSteps() {
        return JsonFields.integer(all(), NUM_INFERENCE_STEPS);
    }

    /** {@return how closely the images follow the prompt, if given} */
    public OptionalDouble guidanceScale() {
        return JsonFields.number(all(), GUIDANCE_SCALE);
    }

    /** {@return how many images to make, if given} */
    public OptionalInt numImages() {
        return JsonFields.integer(all(), NUM_IMAGES);
    }

    /** {@return the seed, if given} */
    public Optional<BigInteger> seed() {
        return JsonFields.bigInteger(all(), SEED);
    }

    /** {@return the LoRA weights, empty if none are given} */
    public List<LoraWeight> loras() {
        return JsonFields.objects(all(), LORAS, LoraWeight::ofJson);
    }

    /** {@return whether the images are to come back inside the result, if given} */
    public Optional<Boolean> syncMode() {
        return JsonFields.bool(all(), SYNC_MODE);
    }

    /** {@return whether images are checked for unsafe content, if given} */
    public Optional<Boolean> enableSafetyChecker() {
        return JsonFields.bool(all(), ENABLE_SAFETY_CHECKER);
    }

    /** {@return the word for the file format, if given} */
    public Optional<String> outputFormat() {
        return JsonFields.text(all(), OUTPUT_FORMAT);
    }

    /** {@return the word for the acceleration, if given} */
    public Optional<String> acceleration() {
        return JsonFields.text(all(), ACCELERATION);
    }

    /** {@return everything that breaks the model's schema, empty if nothing does; raw fields are not looked at} */
    public List<Violation> violations() {
        byte[] json;
        try {
            json = Codec.map().write(checked);
        } catch (IllegalArgumentException e) {
            return List.of(new Violation("", "type", String.valueOf(e.getMessage())));
        }
        return FluxLora.inputSchema().check(json).stream()
                .filter(violation -> !raw.containsKey(firstSegment(violation.pointer())))
                .toList();
    }

    /** {@return the request as it is sent} */
    @JsonValue
    public Map<String, @Nullable Object> toJson() {
        return all();
    }

    /** {@return a builder that holds what this request holds} */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.checked.putAll(checked);
        builder.raw.putAll(raw);
        return builder;
    }

    private Map<String, @Nullable Object> all() {
        if (raw.isEmpty()) {
            return checked;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(checked);
        all.putAll(raw);
        return JsonValues.freeze(all);
    }

    private FluxLoraRequest requireValid() {
        List<Violation> violations = violations();
        if (!violations.isEmpty()) {
            throw new FalException.InvalidInput("The input of " + FluxLora.ID, violations);
        }
        return this;
    }

    private static String firstSegment(String pointer) {
        String[] segments = pointer.split("/", 3);
        return segments.length < 2 ? "" : segments[1].replace("~1", "/").replace("~0", "~");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FluxLoraRequest that && all().equals(that.all());
    }

    @Override
    public int hashCode() {
        return all().hashCode();
    }

    /** {@return the names of the fields that are set: a prompt may be private} */
    @Override
    public String toString() {
        return "FluxLoraRequest" + all().keySet();
    }

    /** Collects what a request holds. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, @Nullable Object> checked = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> raw = new LinkedHashMap<>();

        private Builder() {}

        /**
         * The size of the images.
         *
         * @param size a named size, or pixels
         * @return this
         */
        public Builder imageSize(ImageSize size) {
            return set(IMAGE_SIZE, size.toJson());
        }

        /**
         * The size of the images in pixels.
         *
         * @param width the width
         * @param height the height
         * @return this
         */
        public Builder imageSize(int width, int height) {
            return imageSize(ImageSize.of(width, height));
        }

        /**
         * How many denoising steps to run.
         *
         * @param steps the number
         * @return this
         */
        public Builder numInferenceSteps(int steps) {
            return set(NUM_INFERENCE_STEPS, steps);
        }

        /**
         * How closely the images follow the prompt.
         *
         * @param scale the scale
         * @return this
         */
        public Builder guidanceScale(double scale) {
            return set(GUIDANCE_SCALE, scale);
        }

        /**
         * How many images to make; each is billed.
         *
         * @param number the number
         * @return this
         */
        public Builder numImages(int number) {
            return set(NUM_IMAGES, number);
        }

        /**
         * The seed: the same seed and prompt give the same images.
         *
         * @param seed the seed
         * @return this
         */
        public Builder seed(long seed) {
            return seed(BigInteger.valueOf(seed));
        }

        /**
         * The seed, of any size.
         *
         * @param seed the seed
         * @return this
         */
        public Builder seed(BigInteger seed) {
            return set(SEED, seed);
        }

        /**
         * The LoRA weights, in place of those given before.
         *
         * @param weights the weights
         * @return this
         */
        public Builder loras(List<LoraWeight> weights) {
            return set(LORAS, weights.stream().map(LoraWeight::toJson).toList());
        }

        /**
         * One more set of LoRA weights.
         *
         * @param path a URL, or the name of a Hugging Face repository
         * @param scale how strongly they count
         * @return this
         */
        public Builder lora(String path, double scale) {
            List<LoraWeight> weights =
                    new java.util.ArrayList<>(JsonFields.objects(checked, LORAS, LoraWeight::ofJson));
            weights.add(LoraWeight.of(path, scale));
            return loras(weights);
        }

        /**
         * Whether the images come back inside the result, as data URIs. Such a result is kept for minutes only.
         *
         * @param inline whether they do
         * @return this
         */
        public Builder syncMode(boolean inline) {
            return set(SYNC_MODE, inline);
        }

        /**
         * Whether images are checked for unsafe content.
         *
         * @param enabled whether they are
         * @return this
         */
        public Builder enableSafetyChecker(boolean enabled) {
            return set(ENABLE_SAFETY_CHECKER, enabled);
        }

        /**
         * The file format of the images.
         *
         * @param format the format
         * @return this
         */
        public Builder outputFormat(OutputFormat format) {
            return set(OUTPUT_FORMAT, format.wireName());
        }

        /**
         * How much quality to give up for speed.
         *
         * @param acceleration how much
         * @return this
         */
        public Builder acceleration(Acceleration acceleration) {
            return set(ACCELERATION, acceleration.wireName());
        }

        /**
         * Sets a field as it is, unchecked: for what a relay or a newer model takes and the schema does not know.
         *
         * @param name the field
         * @param json a JSON value, as {@link JsonValues} has it; wins over the typed field of the same name
         * @return this
         */
        public Builder raw(String name, @Nullable Object json) {
            raw.put(name, json);
            return this;
        }

        /**
         * Makes the request. The builder may go on to be used.
         *
         * @return the request
         * @throws FalException.InvalidInput if it breaks the schema; names every violation
         */
        public FluxLoraRequest build() {
            return new FluxLoraRequest(checked, raw).requireValid();
        }

        private Builder set(String name, @Nullable Object json) {
            checked.put(name, json);
            return this;
        }
    }
}
