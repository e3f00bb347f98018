package dev.falreactive.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What fal signs: three header values, word by word, and the SHA-256 of the body, a line each.
 *
 * @param timestamp seconds since 1970, as they were sent
 * @param body as it arrived
 */
record SignedMessage(String requestId, String userId, String timestamp, byte[] body) {

    /** Few enough digits for a time that Java knows. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,15}");

    Optional<Instant> signedAt() {
        return SECONDS.matcher(timestamp).matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp)))
                : Optional.empty();
    }

    byte[] bytes() {
        String digest = HexFormat.of().formatHex(sha256(body));
        return String.join("\n", requestId, userId, timestamp, digest).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
