package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.JsonValues;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the model made. */
public final class FluxLoraResult {

    private final Map<String, @Nullable Object> fields;
    private final List<GeneratedImage> images;

    private FluxLoraResult(Map<String, @Nullable Object> fields) {
        this.fields = JsonValues.freeze(fields);
        this.images = images(this.fields);
    }

    /**
     * A result from a JSON object.
     *
     * @param fields its fields; kept as they are, unknown ones included
     * @return the result
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FluxLoraResult ofJson(Map<String, @Nullable Object> fields) {
        return new FluxLoraResult(fields);
    }

    private static List<GeneratedImage> images(Map<String, @Nullable Object> fields) {
        return fields.get("images") instanceof List<?> list
                ? list.stream()
                        .flatMap(item -> GeneratedImage.ofItem(item).stream())
                        .toList()
                : List.of();
    }

    /** {@return the images, in order; of one that the server names by its URL alone, only that is known} */
    public List<GeneratedImage> images() {
        return images;
    }

    /** {@return how long the steps took, in seconds by name, such as {@code inference}} */
    public Map<String, Double> timings() {
        Map<String, Double> timings = new LinkedHashMap<>();
        if (fields.get("timings") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value instanceof Number number) {
                    timings.put(String.valueOf(name), number.doubleValue());
                }
            });
        }
        return Collections.unmodifiableMap(timings);
    }

    /** {@return the seed that was used, whatever its size: it may exceed what a double holds exactly} */
    public Optional<BigInteger> seed() {
        return JsonFields.bigInteger(fields, "seed");
    }

    /** {@return for each image, whether it was found unsafe: such an image is blanked, and the job still succeeds} */
    public List<Boolean> hasNsfwConcepts() {
        List<Boolean> flags = new ArrayList<>();
        if (fields.get("has_nsfw_concepts") instanceof List<?> list) {
            list.forEach(flag -> flags.add(Boolean.TRUE.equals(flag)));
        }
        return List.copyOf(flags);
    }

    /** {@return the prompt that was used, if the server said} */
    public Optional<String> prompt() {
        return JsonFields.text(fields, "prompt");
    }

    /** {@return all fields as the server sent them} */
    @JsonValue
    public Map<String, @Nullable Object> toJson() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FluxLoraResult that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** {@return the first images and the seed, without the prompt} */
    @Override
    public String toString() {
        int told = Math.min(images.size(), 4);
        String more = images.size() > told ? " and more, " + images.size() + " in all" : "";
        return "FluxLoraResult[images=" + images.subList(0, told) + more + ", seed="
                + seed().map(String::valueOf).orElse("?") + "]";
    }
}
