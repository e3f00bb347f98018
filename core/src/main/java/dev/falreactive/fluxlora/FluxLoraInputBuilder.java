package dev.falreactive.fluxlora;

import dev.falreactive.InputFile;
import dev.falreactive.JsonValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a request of any of the endpoints holds. Not safe for use by several threads.
 *
 * @param <B> the builder itself
 */
public abstract class FluxLoraInputBuilder<B extends FluxLoraInputBuilder<B>> {

    private final Map<String, @Nullable Object> checked = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> raw = new LinkedHashMap<>();

    FluxLoraInputBuilder() {}

    abstract B self();

    Map<String, @Nullable Object> checked() {
        return checked;
    }

    Map<String, @Nullable Object> raw() {
        return raw;
    }

    B holding(FluxLoraInput input) {
        checked.putAll(input.checked());
        raw.putAll(input.raw());
        return self();
    }

    /**
     * The size of the images.
     *
     * @param size a named size, or pixels
     * @return this
     */
    public B imageSize(ImageSize size) {
        return set(FluxLoraFields.IMAGE_SIZE, size.toJson());
    }

    /**
     * The size of the images in pixels.
     *
     * @param width the width
     * @param height the height
     * @return this
     */
    public B imageSize(int width, int height) {
        return imageSize(ImageSize.of(width, height));
    }

    /**
     * How many denoising steps to run.
     *
     * @param steps the number
     * @return this
     */
    public B numInferenceSteps(int steps) {
        return set(FluxLoraFields.NUM_INFERENCE_STEPS, steps);
    }

    /**
     * How closely the images follow the prompt.
     *
     * @param scale the scale
     * @return this
     */
    public B guidanceScale(double scale) {
        return set(FluxLoraFields.GUIDANCE_SCALE, scale);
    }

    /**
     * How many images to make; each is billed.
     *
     * @param number the number
     * @return this
     */
    public B numImages(int number) {
        return set(FluxLoraFields.NUM_IMAGES, number);
    }

    /**
     * The seed: the same seed and prompt give the same images.
     *
     * @param seed the seed
     * @return this
     */
    public B seed(long seed) {
        return seed(BigInteger.valueOf(seed));
    }

    /**
     * The seed, of any size.
     *
     * @param seed the seed
     * @return this
     */
    public B seed(BigInteger seed) {
        return set(FluxLoraFields.SEED, seed);
    }

    /**
     * The LoRA weights, in place of those given before.
     *
     * @param weights the weights
     * @return this
     */
    public B loras(List<LoraWeight> weights) {
        return set(
                FluxLoraFields.LORAS, weights.stream().map(LoraWeight::toJson).toList());
    }

    /**
     * One more set of LoRA weights.
     *
     * @param path a URL, or the name of a Hugging Face repository
     * @param scale how strongly they count
     * @return this
     */
    public B lora(String path, double scale) {
        List<LoraWeight> weights =
                new ArrayList<>(JsonFields.objects(checked, FluxLoraFields.LORAS, LoraWeight::ofJson));
        weights.add(LoraWeight.of(path, scale));
        return loras(weights);
    }

    /**
     * Whether the images come back inside the result, as data URIs. Such a result is kept for minutes only.
     *
     * @param inline whether they do
     * @return this
     */
    public B syncMode(boolean inline) {
        return set(FluxLoraFields.SYNC_MODE, inline);
    }

    /**
     * Whether images are checked for unsafe content.
     *
     * @param enabled whether they are
     * @return this
     */
    public B enableSafetyChecker(boolean enabled) {
        return set(FluxLoraFields.ENABLE_SAFETY_CHECKER, enabled);
    }

    /**
     * The file format of the images.
     *
     * @param format the format
     * @return this
     */
    public B outputFormat(OutputFormat format) {
        return set(FluxLoraFields.OUTPUT_FORMAT, format.wireName());
    }

    /**
     * How much quality to give up for speed.
     *
     * @param acceleration how much
     * @return this
     */
    public B acceleration(Acceleration acceleration) {
        return set(FluxLoraFields.ACCELERATION, acceleration.wireName());
    }

    /**
     * Sets a field as it is, unchecked: for what a relay or a newer model takes and the schema does not know.
     *
     * @param name the field
     * @param json a JSON value, as {@link JsonValues} has it; wins over the typed field of the same name
     * @return this
     */
    public B raw(String name, @Nullable Object json) {
        raw.put(name, json);
        return self();
    }

    /** A file with a URL is its URL: a request is the same however it was said. Any other stays, for the client to upload. */
    B set(String name, InputFile file) {
        return set(name, file.isUploaded() ? (Object) file.url() : file);
    }

    B set(String name, @Nullable Object json) {
        checked.put(name, json);
        return self();
    }
}
