package dev.falreactive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an endpoint: {@code owner/alias}, such as {@code fal-ai/flux-lora}, with an optional path behind it
 * ({@code fal-ai/flux-lora/image-to-image}) and an optional namespace before it ({@code workflows/me/my-flow},
 * {@code comfy/me/my-graph}). The legacy form {@code 110602490-lora} is read as {@code 110602490/lora}.
 *
 * <p>A job is submitted to the whole id. Its status, result and cancel calls name the {@link #app() app} alone.
 */
public final class EndpointId {

    private static final Pattern LEGACY = Pattern.compile("([0-9]+)-([a-zA-Z0-9-]+)");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~@:+-]+");
    private static final int MAX_LENGTH = 1_000;
    private static final List<String> NAMESPACES = List.of("workflows", "comfy");

    private final List<String> segments;
    private final boolean namespaced;

    private EndpointId(List<String> segments) {
        this.segments = List.copyOf(segments);
        this.namespaced = NAMESPACES.contains(segments.get(0));
    }

    /**
     * Reads an id.
     *
     * @param id the id, without host, leading slash or query
     * @return the id
     * @throws FalException.InvalidInput if it is not of a form named above, is longer than 1,000 characters, or a segment
     *     holds anything but letters, digits and {@code . _ ~ @ : + -}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EndpointId of(String id) {
        if (id.length() > MAX_LENGTH) {
            throw invalid(id, "must not be longer than " + MAX_LENGTH + " characters");
        }
        List<String> segments = new ArrayList<>(Arrays.asList(id.split("/", -1)));
        if (segments.size() == 1) {
            var legacy = LEGACY.matcher(id);
            if (!legacy.matches()) {
                throw invalid(id, "must be owner/alias, with an optional path");
            }
            segments = List.of(legacy.group(1), legacy.group(2));
        }
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw invalid(id, "may hold only letters, digits and . _ ~ @ : + - between single slashes");
            }
        }
        if (NAMESPACES.contains(segments.get(0)) && segments.size() < 3) {
            throw invalid(id, "must be " + segments.get(0) + "/owner/alias");
        }
        return new EndpointId(segments);
    }

    /** {@return {@code workflows} or {@code comfy}, or empty for an ordinary endpoint} */
    public Optional<String> namespace() {
        return namespaced ? Optional.of(segments.get(0)) : Optional.empty();
    }

    /** {@return who owns the app, such as {@code fal-ai}} */
    public String owner() {
        return segments.get(namespaced ? 1 : 0);
    }

    /** {@return the app's name, such as {@code flux-lora}} */
    public String alias() {
        return segments.get(namespaced ? 2 : 1);
    }

    /** {@return what follows the alias, such as {@code image-to-image}; empty if nothing does} */
    public Optional<String> path() {
        List<String> rest = segments.subList(appLength(), segments.size());
        return rest.isEmpty() ? Optional.empty() : Optional.of(String.join("/", rest));
    }

    /** {@return the id without its path: the part that the calls about a job name} */
    public EndpointId app() {
        return segments.size() == appLength() ? this : new EndpointId(segments.subList(0, appLength()));
    }

    private int appLength() {
        return namespaced ? 3 : 2;
    }

    private static FalException.InvalidInput invalid(String id, String rule) {
        return new FalException.InvalidInput(
                "The endpoint id", List.of(new Violation("", "pattern", "'" + Text.snippet(id, 80) + "' " + rule)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointId that && segments.equals(that.segments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(segments);
    }

    /** {@return the whole id, as it is written in a URL} */
    @Override
    @JsonValue
    public String toString() {
        return String.join("/", segments);
    }
}
