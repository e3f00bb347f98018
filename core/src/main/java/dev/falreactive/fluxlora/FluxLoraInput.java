package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.InputSchema;
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
 * What the requests of all of {@code flux-lora}'s endpoints have in common. What is not given is not sent, and the model's
 * default holds. Each endpoint has a request of its own.
 */
public abstract class FluxLoraInput {

    private final Map<String, @Nullable Object> checked;
    private final Map<String, @Nullable Object> raw;
    private final Map<String, @Nullable Object> all;

    FluxLoraInput(FluxLoraInputBuilder<?> builder) {
        this.checked = JsonValues.freeze(builder.checked());
        this.raw = JsonValues.freeze(builder.raw());
        this.all = merged(checked, raw);
    }

    /** Of JSON: nothing is raw, and a size has its canonical name. */
    FluxLoraInput(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> canonical = new LinkedHashMap<>(fields);
        canonical.computeIfPresent(
                FluxLoraFields.IMAGE_SIZE,
                (name, size) -> ImageSize.ofJson(size).toJson());
        this.checked = JsonValues.freeze(canonical);
        this.raw = Map.of();
        this.all = checked;
    }

    /** Where it is sent. */
    abstract Endpoint<?, ?> endpoint();

    /** What it is checked against. */
    abstract InputSchema schema();

    Map<String, @Nullable Object> checked() {
        return checked;
    }

    Map<String, @Nullable Object> raw() {
        return raw;
    }

    /** {@return what the images show} */
    public final Optional<String> prompt() {
        return JsonFields.text(all, FluxLoraFields.PROMPT);
    }

    /** {@return the size of the images, if given} */
    public final Optional<ImageSize> imageSize() {
        return Optional.ofNullable(all.get(FluxLoraFields.IMAGE_SIZE)).map(ImageSize::ofJson);
    }

    /** {@return how many denoising steps to run, if given} */
    public final OptionalInt numInferenceSteps() {
        return JsonFields.integer(all, FluxLoraFields.NUM_INFERENCE_STEPS);
    }

    /** {@return how closely the images follow the prompt, if given} */
    public final OptionalDouble guidanceScale() {
        return JsonFields.number(all, FluxLoraFields.GUIDANCE_SCALE);
    }

    /** {@return how many images to make, if given} */
    public final OptionalInt numImages() {
        return JsonFields.integer(all, FluxLoraFields.NUM_IMAGES);
    }

    /** {@return the seed, if given} */
    public final Optional<BigInteger> seed() {
        return JsonFields.bigInteger(all, FluxLoraFields.SEED);
    }

    /** {@return the LoRA weights, empty if none are given} */
    public final List<LoraWeight> loras() {
        return JsonFields.objects(all, FluxLoraFields.LORAS, LoraWeight::ofJson);
    }

    /** {@return whether the images are to come back inside the result, if given} */
    public final Optional<Boolean> syncMode() {
        return JsonFields.bool(all, FluxLoraFields.SYNC_MODE);
    }

    /** {@return whether images are checked for unsafe content, if given} */
    public final Optional<Boolean> enableSafetyChecker() {
        return JsonFields.bool(all, FluxLoraFields.ENABLE_SAFETY_CHECKER);
    }

    /** {@return the word for the file format, if given} */
    public final Optional<String> outputFormat() {
        return JsonFields.text(all, FluxLoraFields.OUTPUT_FORMAT);
    }

    /** {@return the word for the acceleration, if given} */
    public final Optional<String> acceleration() {
        return JsonFields.text(all, FluxLoraFields.ACCELERATION);
    }

    /** {@return everything that breaks the model's schema, empty if nothing does; raw fields are not looked at} */
    public final List<Violation> violations() {
        List<Violation> all;
        try {
            all = Endpoint.of(endpoint().id(), Codec.map(), Codec.map())
                    .withSchema(schema())
                    .check(checked);
        } catch (IllegalArgumentException e) {
            return List.of(new Violation("", "type", String.valueOf(e.getMessage())));
        }
        return all.stream()
                .filter(violation -> !raw.containsKey(firstSegment(violation.pointer())))
                .toList();
    }

    /** {@return the request as it is sent; a file without a URL stands in it as the {@link InputFile} that it is} */
    @JsonValue
    public final Map<String, @Nullable Object> toJson() {
        return all;
    }

    static Map<String, @Nullable Object> fields(String json, Endpoint<?, ?> endpoint) {
        try {
            return Codec.map().read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw invalid(endpoint, List.of(new Violation("", "type", String.valueOf(e.getMessage()))));
        }
    }

    static <T extends FluxLoraInput> T valid(T input) {
        List<Violation> violations = input.violations();
        if (!violations.isEmpty()) {
            throw invalid(input.endpoint(), violations);
        }
        return input;
    }

    private static FalException.InvalidInput invalid(Endpoint<?, ?> endpoint, List<Violation> violations) {
        return new FalException.InvalidInput("The input of " + endpoint.id(), violations);
    }

    private static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> checked, Map<String, @Nullable Object> raw) {
        if (raw.isEmpty()) {
            return checked;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(checked);
        all.putAll(raw);
        return JsonValues.freeze(all);
    }

    private static String firstSegment(String pointer) {
        String[] segments = pointer.split("/", 3);
        return segments.length < 2 ? "" : segments[1].replace("~1", "/").replace("~0", "~");
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof FluxLoraInput that && getClass() == that.getClass() && all.equals(that.all);
    }

    @Override
    public final int hashCode() {
        return all.hashCode();
    }

    /** {@return the names of the fields that are set: a prompt may be private} */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + all.keySet();
    }
}
