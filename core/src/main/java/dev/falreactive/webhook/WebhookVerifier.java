package dev.falreactive.webhook;

import dev.falreactive.protocol.HeaderNames;
import dev.falreactive.protocol.WebhookBody;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies deliveries: fal signs the request id, the user id, the time and a digest of the body with Ed25519. Immutable, safe
 * for use by several threads; computes for a fraction of a millisecond a key, and blocks for nothing.
 *
 * <pre>{@code
 * WebhookVerdict verdict = WebhookVerifier.standard().verify(keys, request::getHeader, body, clock.instant());
 * }</pre>
 */
public final class WebhookVerifier {

    /** How far the time of signing may be from now, before and after, unless set: 300 seconds, as fal asks. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(300);

    private static final WebhookVerifier STANDARD = new WebhookVerifier(DEFAULT_TOLERANCE);

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    private final Duration tolerance;

    private WebhookVerifier(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /** {@return a verifier with the {@linkplain #DEFAULT_TOLERANCE default tolerance}} */
    public static WebhookVerifier standard() {
        return STANDARD;
    }

    /**
     * A verifier with a tolerance of its own.
     *
     * @param tolerance how far the time of signing may be from now, before and after; zero or more
     * @return the verifier
     * @throws IllegalArgumentException if the tolerance is negative
     */
    public static WebhookVerifier withTolerance(Duration tolerance) {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("tolerance must not be negative: " + tolerance);
        }
        return new WebhookVerifier(tolerance);
    }

    /**
     * Verifies a delivery. Whatever was sent, it throws nothing: to answer with a server error would only bring the same
     * delivery again.
     *
     * @param keys fal's keys; one that made the signature is enough
     * @param headers the headers of the request
     * @param body the bytes of the request as they arrived: JSON that was read and written again has other bytes
     * @param now what time it is
     * @return the verdict
     */
    public WebhookVerdict verify(WebhookKeys keys, WebhookHeaders headers, byte[] body, Instant now) {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(now, "now");
        Optional<String> requestId = header(headers, HeaderNames.WEBHOOK_REQUEST_ID);
        if (requestId.isEmpty()) {
            return refused(WebhookRefusal.REQUEST_ID_MISSING);
        }
        Optional<String> userId = header(headers, HeaderNames.WEBHOOK_USER_ID);
        if (userId.isEmpty()) {
            return refused(WebhookRefusal.USER_ID_MISSING);
        }
        Optional<String> timestamp = header(headers, HeaderNames.WEBHOOK_TIMESTAMP);
        if (timestamp.isEmpty()) {
            return refused(WebhookRefusal.TIMESTAMP_MISSING);
        }
        Optional<String> signature = header(headers, HeaderNames.WEBHOOK_SIGNATURE);
        if (signature.isEmpty()) {
            return refused(WebhookRefusal.SIGNATURE_MISSING);
        }
        SignedMessage message = new SignedMessage(requestId.get(), userId.get(), timestamp.get(), body);
        return refusal(keys, message, signature.get(), now)
                .<WebhookVerdict>map(WebhookVerdict.Refused::new)
                .orElseGet(() -> read(message));
    }

    private Optional<WebhookRefusal> refusal(WebhookKeys keys, SignedMessage message, String signature, Instant now) {
        Optional<Instant> signedAt = message.signedAt();
        if (signedAt.isEmpty()) {
            return Optional.of(WebhookRefusal.TIMESTAMP_UNREADABLE);
        }
        Duration age = Duration.between(signedAt.get(), now);
        if (age.compareTo(tolerance) > 0) {
            return Optional.of(WebhookRefusal.TIMESTAMP_TOO_OLD);
        }
        if (age.negated().compareTo(tolerance) > 0) {
            return Optional.of(WebhookRefusal.TIMESTAMP_TOO_NEW);
        }
        if (!HEX.matcher(signature).matches()) {
            return Optional.of(WebhookRefusal.SIGNATURE_NOT_HEX);
        }
        if (signature.length() != 2 * Ed25519Key.SIGNATURE_BYTES) {
            return Optional.of(WebhookRefusal.SIGNATURE_LENGTH_WRONG);
        }
        if (keys.isEmpty()) {
            return Optional.of(WebhookRefusal.NO_KEYS);
        }
        // Nothing here is secret, so that no comparison needs to take the same time always.
        return keys.anyVerifies(message.bytes(), HexFormat.of().parseHex(signature))
                ? Optional.empty()
                : Optional.of(WebhookRefusal.NO_KEY_MATCHES);
    }

    private static WebhookVerdict read(SignedMessage message) {
        Optional<WebhookBody> body = WebhookBody.parse(message.body());
        if (body.isEmpty()) {
            return refused(WebhookRefusal.BODY_UNREADABLE);
        }
        if (!body.get().requestId().equals(message.requestId())) {
            return refused(WebhookRefusal.REQUEST_ID_DIFFERS);
        }
        return new WebhookVerdict.Verified(new WebhookDelivery(
                body.get(), message.userId(), message.signedAt().orElseThrow(), message.body().length));
    }

    private static Optional<String> header(WebhookHeaders headers, String name) {
        return Optional.ofNullable(headers.first(name)).filter(value -> !value.isBlank());
    }

    private static WebhookVerdict refused(WebhookRefusal reason) {
        return new WebhookVerdict.Refused(reason);
    }
}
