package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size of the images: one of six names, or a width and height in pixels. Written as JSON text or as a JSON object.
 *
 * <p>Two names that other documents give are understood and written in fal's own words: {@code square pro} is
 * {@link #SQUARE_HD} and {@code portrait_3_4} is {@link #PORTRAIT_4_3}. Other values are kept as they are, and found by the
 * schema check.
 */
public final class ImageSize {

    /** 1024 x 1024. */
    public static final ImageSize SQUARE_HD = new ImageSize("square_hd");

    /** 512 x 512. */
    public static final ImageSize SQUARE = new ImageSize("square");

    /** 768 x 1024. */
    public static final ImageSize PORTRAIT_4_3 = new ImageSize("portrait_4_3");

    /** 576 x 1024. */
    public static final ImageSize PORTRAIT_16_9 = new ImageSize("portrait_16_9");

    /** 1024 x 768. */
    public static final ImageSize LANDSCAPE_4_3 = new ImageSize("landscape_4_3");

    /** 1024 x 576. */
    public static final ImageSize LANDSCAPE_16_9 = new ImageSize("landscape_16_9");

    private static final Map<String, String> ALIASES =
            Map.of("square pro", "square_hd", "portrait_3_4", "portrait_4_3");
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final Pattern PIXELS = Pattern.compile("(\\d{1,9})[xX](\\d{1,9})");

    private final @Nullable Object json;

    private ImageSize(@Nullable Object json) {
        this.json = json;
    }

    /**
     * A size by its name.
     *
     * @param name one of the six names or two aliases; any other text is kept, and found by the schema check
     * @return the size
     */
    public static ImageSize named(String name) {
        return new ImageSize(ALIASES.getOrDefault(name, name));
    }

    /**
     * A size in pixels.
     *
     * @param width from 1 to 14142
     * @param height from 1 to 14142
     * @return the size; what is out of range is found by the schema check
     */
    public static ImageSize of(int width, int height) {
        Map<String, @Nullable Object> pixels = new LinkedHashMap<>();
        pixels.put(WIDTH, width);
        pixels.put(HEIGHT, height);
        return new ImageSize(JsonValues.freeze(pixels));
    }

    /**
     * A size as a person types it: a name, or {@code 640x480}.
     *
     * @param text the text
     * @return the size; any other text is kept as a name, and found by the schema check
     */
    public static ImageSize parse(String text) {
        var pixels = PIXELS.matcher(text);
        return pixels.matches()
                ? of(Integer.parseInt(pixels.group(1)), Integer.parseInt(pixels.group(2)))
                : named(text);
    }

    /**
     * A size from JSON.
     *
     * @param json text or an object; any other value is kept, and found by the schema check
     * @return the size
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ImageSize ofJson(@Nullable Object json) {
        return json instanceof String name ? named(name) : new ImageSize(JsonValues.freezeValue(json));
    }

    /** {@return the name, empty for a size in pixels} */
    public Optional<String> name() {
        return json instanceof String name ? Optional.of(name) : Optional.empty();
    }

    /** {@return the width in pixels, empty for a named size} */
    public OptionalInt width() {
        return pixels(WIDTH);
    }

    /** {@return the height in pixels, empty for a named size} */
    public OptionalInt height() {
        return pixels(HEIGHT);
    }

    private OptionalInt pixels(String field) {
        return json instanceof Map<?, ?> map && map.get(field) instanceof Integer value
                ? OptionalInt.of(value)
                : OptionalInt.empty();
    }

    /** {@return the size as JSON: text or an object} */
    @JsonValue
    public @Nullable Object toJson() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageSize that && Objects.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(json);
    }

    @Override
    public String toString() {
        return width().isPresent() && height().isPresent()
                ? width().getAsInt() + "x" + height().getAsInt()
                : String.valueOf(json);
    }
}
