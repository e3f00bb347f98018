package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** LoRA weights to merge into the model. Ranges and defaults: {@link FluxLora#inputSchema()}. */
public final class LoraWeight {

    private static final String PATH = "path";
    private static final String SCALE = "scale";

    private final Map<String, @Nullable Object> fields;

    private LoraWeight(Map<String, @Nullable Object> fields) {
        this.fields = JsonValues.freeze(fields);
    }

    /**
     * Weights at the default scale.
     *
     * @param path a URL, or the name of a Hugging Face repository
     * @return the weights
     */
    public static LoraWeight of(String path) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(PATH, path);
        return new LoraWeight(fields);
    }

    /**
     * Weights at a scale.
     *
     * @param path a URL, or the name of a Hugging Face repository
     * @param scale how strongly they count
     * @return the weights
     */
    public static LoraWeight of(String path, double scale) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(PATH, path);
        fields.put(SCALE, scale);
        return new LoraWeight(fields);
    }

    /**
     * Weights from a JSON object.
     *
     * @param fields its fields; kept as they are
     * @return the weights
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LoraWeight ofJson(Map<String, @Nullable Object> fields) {
        return new LoraWeight(fields);
    }

    /** {@return where the weights are} */
    public Optional<String> path() {
        return JsonFields.text(fields, PATH);
    }

    /** {@return how strongly they count, empty for the default} */
    public OptionalDouble scale() {
        return JsonFields.number(fields, SCALE);
    }

    /** {@return the weights as a JSON object} */
    @JsonValue
    public Map<String, @Nullable Object> toJson() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoraWeight that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "LoraWeight" + fields;
    }
}
