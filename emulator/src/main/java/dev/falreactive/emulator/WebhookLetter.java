package dev.falreactive.emulator;

import dev.falreactive.Codec;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to a receiver: the same body with each attempt, signed anew.
 *
 * @param requestId the job
 * @param body the JSON that tells of its end
 */
record WebhookLetter(String requestId, byte[] body) {

    private static final Codec<Object> ANY_JSON = Codec.of(Object.class);

    /** Writes the body. Draws what has to be drawn, which takes time. */
    static WebhookLetter of(DueWebhook due, Gallery gallery, Instant now) {
        StoredAnswer answer = due.answer();
        WireResponse stored = answer.drawing()
                .map(drawing -> new Reply.Drawn(answer.code(), answer.headers(), drawing, now).draw(gallery))
                .orElseGet(() -> new WireResponse(answer.code(), answer.headers(), answer.text(), now));
        boolean failed = stored.status() >= 400;
        Map<String, @Nullable Object> fields = Fields.of(
                "request_id", due.requestId(),
                "gateway_request_id", due.gatewayRequestId(),
                "status", failed ? "ERROR" : "OK");
        putPayload(fields, stored.body());
        if (failed) {
            fields.put("error", answer.error().orElse("Invalid status code: " + stored.status()));
        }
        return new WebhookLetter(due.requestId(), Fields.write(fields));
    }

    private static void putPayload(Map<String, @Nullable Object> fields, byte[] stored) {
        fields.put("payload", null);
        if (new String(stored, StandardCharsets.UTF_8).strip().equals("null")) {
            return;
        }
        try {
            fields.put("payload", ANY_JSON.read(stored));
        } catch (IllegalArgumentException e) {
            fields.put("payload_error", "The response of the app is not valid JSON");
        }
    }

    /** The headers of one attempt. */
    WireHeaders headers(WebhookKeyRing keys, WebhookScript script, Instant now) {
        String timestamp = String.valueOf(now.plus(script.clockOff()).getEpochSecond());
        String signature = keys.sign(requestId + "\n" + WebhookSettings.USER_ID + "\n" + timestamp + "\n" + digest());
        return WireHeaders.none()
                .with(Headers.CONTENT_TYPE, Headers.JSON)
                .with(Headers.WEBHOOK_REQUEST_ID, requestId)
                .with(Headers.WEBHOOK_USER_ID, WebhookSettings.USER_ID)
                .with(Headers.WEBHOOK_TIMESTAMP, timestamp)
                .with(Headers.WEBHOOK_SIGNATURE, script.badSignature() ? spoiled(signature) : signature);
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String spoiled(String signature) {
        return (signature.startsWith("0") ? "1" : "0") + signature.substring(1);
    }
}
