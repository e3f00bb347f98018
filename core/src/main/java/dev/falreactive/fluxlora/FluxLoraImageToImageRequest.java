package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.InputSchema;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What to make of an image. The prompt and the image must be given; the images get its size unless another is said. Ranges,
 * words and defaults: {@link FluxLora#imageToImageSchema()}. Checked by the rules of {@link FluxLoraRequest}.
 */
public final class FluxLoraImageToImageRequest extends FluxLoraInput {

    private FluxLoraImageToImageRequest(Builder builder) {
        super(builder);
    }

    private FluxLoraImageToImageRequest(Map<String, @Nullable Object> fields) {
        super(fields);
    }

    /**
     * Starts a request.
     *
     * @param prompt what the images show
     * @param imageUrl the image to begin with: a URL that the service can fetch, or a data URI
     * @return a builder
     */
    public static Builder builder(String prompt, String imageUrl) {
        return new Builder().set(FluxLoraFields.PROMPT, prompt).set(FluxLoraFields.IMAGE_URL, imageUrl);
    }

    /**
     * Starts a request with a file, which a client uploads before it submits. Written without one, such a request fails.
     *
     * @param prompt what the images show
     * @param image the image to begin with
     * @return a builder
     */
    public static Builder builder(String prompt, InputFile image) {
        return new Builder().set(FluxLoraFields.PROMPT, prompt).set(FluxLoraFields.IMAGE_URL, image);
    }

    /**
     * Reads a request from JSON and checks it.
     *
     * @param json a JSON object; fields that the model's schema does not name are sent as they are
     * @return the request
     * @throws FalException.InvalidInput if it is no JSON object, or breaks the schema; names every violation
     */
    public static FluxLoraImageToImageRequest fromJson(String json) {
        return valid(ofJson(fields(json, FluxLora.IMAGE_TO_IMAGE)));
    }

    /**
     * A request from a JSON object, not checked.
     *
     * @param fields its fields
     * @return the request
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FluxLoraImageToImageRequest ofJson(Map<String, @Nullable Object> fields) {
        return new FluxLoraImageToImageRequest(fields);
    }

    @Override
    Endpoint<?, ?> endpoint() {
        return FluxLora.IMAGE_TO_IMAGE;
    }

    @Override
    InputSchema schema() {
        return FluxLora.imageToImageSchema();
    }

    /** {@return the image to begin with: a URL or a data URI; empty if it is a file that has none yet} */
    public Optional<String> imageUrl() {
        return JsonFields.text(toJson(), FluxLoraFields.IMAGE_URL);
    }

    /** {@return how far the images may leave the one that they begin with, if given} */
    public OptionalDouble strength() {
        return JsonFields.number(toJson(), FluxLoraFields.STRENGTH);
    }

    /** {@return a builder that holds what this request holds} */
    public Builder toBuilder() {
        return new Builder().holding(this);
    }

    /** Collects what a request holds. Not safe for use by several threads. */
    public static final class Builder extends FluxLoraInputBuilder<Builder> {

        private Builder() {}

        /**
         * How far the images may leave the one that they begin with.
         *
         * @param strength 0.01 for hardly at all, to 1; default 0.85
         * @return this
         */
        public Builder strength(double strength) {
            return set(FluxLoraFields.STRENGTH, strength);
        }

        /**
         * Makes the request. The builder may go on to be used.
         *
         * @return the request
         * @throws FalException.InvalidInput if it breaks the schema; names every violation
         */
        public FluxLoraImageToImageRequest build() {
            return valid(new FluxLoraImageToImageRequest(this));
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
