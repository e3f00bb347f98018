package dev.falreactive.reactor;

import dev.falreactive.protocol.HeaderNames;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookHeaders;
import dev.falreactive.webhook.WebhookKeys;
import dev.falreactive.webhook.WebhookVerdict;
import dev.falreactive.webhook.WebhookVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signs webhooks as fal does. */
final class Signer {

    static final String OK = body("\"status\":\"OK\",\"payload\":" + Fixture.RESULT);
    static final String WITHOUT_OUTPUT = body("\"status\":\"OK\",\"payload\":null,\"payload_error\":\"too large\"");
    static final String FAILED = body(
            "\"status\":\"ERROR\",\"error\":\"Invalid status code: 422\",\"payload\":{\"detail\":\"no such thing\"}");

    private static final int RAW_BYTES = 32;

    private final KeyPair pair;

    Signer() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A request as it arrives. */
    record Post(Map<String, String> map, byte[] body) {
        WebhookHeaders headers() {
            return WebhookHeaders.of(map);
        }
    }

    static String body(String fields) {
        return body(ScriptedTransport.ID, fields);
    }

    static String body(String requestId, String fields) {
        return "{\"request_id\":\"" + requestId + "\"," + fields + "}";
    }

    Post post(String body, Instant at) {
        return post(ScriptedTransport.ID, body, at);
    }

    Post post(String requestId, String text, Instant at) {
        try {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            String message = String.join("\n", requestId, "user", String.valueOf(at.getEpochSecond()), digest);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return new Post(
                    Map.of(
                            HeaderNames.WEBHOOK_REQUEST_ID,
                            requestId,
                            HeaderNames.WEBHOOK_USER_ID,
                            "user",
                            HeaderNames.WEBHOOK_TIMESTAMP,
                            String.valueOf(at.getEpochSecond()),
                            HeaderNames.WEBHOOK_SIGNATURE,
                            HexFormat.of().formatHex(signature.sign())),
                    body);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A delivery that was verified. */
    static WebhookDelivery delivery(String requestId, String body) {
        Signer signer = new Signer();
        Post post = signer.post(requestId, body, Instant.EPOCH);
        return ((WebhookVerdict.Verified) WebhookVerifier.standard()
                        .verify(WebhookKeys.parse(keySet(signer)), post.headers(), post.body(), Instant.EPOCH))
                .delivery();
    }

    static WebhookDelivery delivery(String body) {
        return delivery(ScriptedTransport.ID, body);
    }

    static String keySet(Signer... signers) {
        return Stream.of(signers)
                .map(signer -> {
                    byte[] encoded = signer.pair.getPublic().getEncoded();
                    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
                    String x = Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
                    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}";
                })
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
