package dev.falreactive.fluxlora;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.InputSchema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to make. Only the prompt must be given; what is not given is not sent, and the model's default holds. Ranges, words
 * and defaults: {@link FluxLora#inputSchema()}.
 *
 * <p>{@link Builder#build()} and {@link #fromJson(String)} check everything and name every violation. A mapper of either
 * Jackson generation reads a request without checking it, so that all violations can be told at once: see
 * {@link #violations()}, or submit it.
 */
public final class FluxLoraRequest extends FluxLoraInput {

    private FluxLoraRequest(Builder builder) {
        super(builder);
    }

    private FluxLoraRequest(Map<String, @Nullable Object> fields) {
        super(fields);
    }

    /**
     * Starts a request.
     *
     * @param prompt what the images show
     * @return a builder
     */
    public static Builder builder(String prompt) {
        return new Builder().set(FluxLoraFields.PROMPT, prompt);
    }

    /**
     * Reads a request from JSON and checks it.
     *
     * @param json a JSON object; fields that the model's schema does not name are sent as they are
     * @return the request
     * @throws FalException.InvalidInput if it is no JSON object, or breaks the schema; names every violation
     */
    public static FluxLoraRequest fromJson(String json) {
        return valid(ofJson(fields(json, FluxLora.TEXT_TO_IMAGE)));
    }

    /**
     * A request from a JSON object, not checked.
     *
     * @param fields its fields
     * @return the request
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FluxLoraRequest ofJson(Map<String, @Nullable Object> fields) {
        return new FluxLoraRequest(fields);
    }

    @Override
    Endpoint<?, ?> endpoint() {
        return FluxLora.TEXT_TO_IMAGE;
    }

    @Override
    InputSchema schema() {
        return FluxLora.inputSchema();
    }

    /** {@return a builder that holds what this request holds} */
    public Builder toBuilder() {
        return new Builder().holding(this);
    }

    /** Collects what a request holds. Not safe for use by several threads. */
    public static final class Builder extends FluxLoraInputBuilder<Builder> {

        private Builder() {}

        /**
         * Makes the request. The builder may go on to be used.
         *
         * @return the request
         * @throws FalException.InvalidInput if it breaks the schema; names every violation
         */
        public FluxLoraRequest build() {
            return valid(new FluxLoraRequest(this));
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
