package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.falreactive.JsonValues;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An image that was made. Its URL is public, and expires. */
public final class GeneratedImage {

    private final Map<String, @Nullable Object> fields;

    private GeneratedImage(Map<String, @Nullable Object> fields) {
        this.fields = JsonValues.freeze(fields);
    }

    /**
     * An image from a JSON object.
     *
     * @param fields its fields; kept as they are, unknown ones included
     * @return the image
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static GeneratedImage ofJson(Map<String, @Nullable Object> fields) {
        return new GeneratedImage(fields);
    }

    /** An image that a result lists: an object, or as some relays have it the bare URL. */
    @SuppressWarnings("unchecked") // JSON objects have text keys
    static Optional<GeneratedImage> ofItem(@Nullable Object item) {
        if (item instanceof Map<?, ?> fields) {
            return Optional.of(ofJson((Map<String, @Nullable Object>) fields));
        }
        return item instanceof String url ? Optional.of(ofJson(Map.of("url", url))) : Optional.empty();
    }

    /** {@return where the image is: an https URL, or with sync mode a data URI that holds it; empty text if the server named none} */
    public String url() {
        return JsonFields.text(fields, "url").orElse("");
    }

    /** {@return whether {@link #url()} holds the image itself} */
    public boolean isInline() {
        return url().regionMatches(true, 0, "data:", 0, 5);
    }

    /** {@return the width in pixels, if the server said} */
    public OptionalInt width() {
        return JsonFields.integer(fields, "width");
    }

    /** {@return the height in pixels, if the server said} */
    public OptionalInt height() {
        return JsonFields.integer(fields, "height");
    }

    /** {@return the media type, such as {@code image/jpeg}, if the server said} */
    public Optional<String> contentType() {
        return JsonFields.text(fields, "content_type");
    }

    /** {@return the file's name, if the server said} */
    public Optional<String> fileName() {
        return JsonFields.text(fields, "file_name");
    }

    /** {@return the file's size in bytes, if the server said} */
    public OptionalLong fileSize() {
        return JsonFields.bigInteger(fields, "file_size")
                .filter(size -> size.bitLength() < Long.SIZE && size.signum() >= 0)
                .map(BigInteger::longValue)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** {@return all fields as the server sent them} */
    @JsonValue
    public Map<String, @Nullable Object> toJson() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GeneratedImage that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** {@return the image's URL, cut to 200 characters: it may hold megabytes} */
    @Override
    public String toString() {
        String url = url();
        return "GeneratedImage[" + (url.length() <= 200 ? url : url.substring(0, 200) + "…") + "]";
    }
}
