package dev.falreactive.webhook;

import dev.falreactive.Codec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that webhooks are signed with. A set may hold several, since keys are replaced while deliveries are under
 * way. Immutable.
 */
public final class WebhookKeys {

    /** Where fal publishes its keys, as a JSON Web Key Set. */
    public static final URI FAL = URI.create("https://rest.fal.ai/.well-known/jwks.json");

    /** How long a set may be kept before it is read again. */
    public static final Duration MAX_AGE = Duration.ofHours(24);

    /** More than fal has; each key costs a check of each delivery. */
    private static final int MOST = 100;

    private static final WebhookKeys NONE = new WebhookKeys(Set.of());

    private final Set<Ed25519Key> keys;

    private WebhookKeys(Set<Ed25519Key> keys) {
        this.keys = keys;
    }

    /** {@return a set without keys, which verifies nothing} */
    public static WebhookKeys none() {
        return NONE;
    }

    /**
     * Reads a JSON Web Key Set. Takes its Ed25519 keys, the first 100 of them, and skips all others and those that are
     * malformed.
     *
     * @param json the document in UTF-8
     * @return the keys; none if the document is no key set, see {@link #isEmpty()}
     */
    public static WebhookKeys parse(byte[] json) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(json);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
        if (!(fields.get("keys") instanceof List<?> items)) {
            return NONE;
        }
        Set<Ed25519Key> keys = new LinkedHashSet<>();
        for (Object item : items) {
            if (keys.size() < MOST) {
                key(item).ifPresent(keys::add);
            }
        }
        return new WebhookKeys(keys);
    }

    /**
     * Reads a JSON Web Key Set.
     *
     * @param json the document
     * @return the keys; none if the document is no key set
     */
    public static WebhookKeys parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return how many keys there are} */
    public int size() {
        return keys.size();
    }

    /** {@return whether there is no key: a document that was just read is better not put in place of an earlier one} */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean anyVerifies(byte[] message, byte[] signature) {
        return keys.stream().anyMatch(key -> key.verifies(message, signature));
    }

    private static Optional<Ed25519Key> key(@Nullable Object item) {
        if (item instanceof Map<?, ?> jwk
                && "OKP".equals(jwk.get("kty"))
                && "Ed25519".equals(jwk.get("crv"))
                && jwk.get("x") instanceof String x) {
            try {
                return Ed25519Key.read(Base64.getUrlDecoder().decode(x));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookKeys that && keys.equals(that.keys);
    }

    @Override
    public int hashCode() {
        return keys.hashCode();
    }

    /** {@return how many keys there are} */
    @Override
    public String toString() {
        return "WebhookKeys[" + keys.size() + "]";
    }
}
