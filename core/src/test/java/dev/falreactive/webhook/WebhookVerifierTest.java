package dev.falreactive.webhook;

import static dev.falreactive.webhook.Vector.ID;
import static dev.falreactive.webhook.Vector.KEY_1;
import static dev.falreactive.webhook.Vector.KEY_1_PADDED;
import static dev.falreactive.webhook.Vector.KEY_2;
import static dev.falreactive.webhook.Vector.SEED_1;
import static dev.falreactive.webhook.Vector.SIGNED_AT;
import static dev.falreactive.webhook.Vector.keys;
import static dev.falreactive.webhook.Vector.known;
import static dev.falreactive.webhook.Vector.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebhookVerifierTest {

    private static final String REQUEST_ID = "X-Fal-Webhook-Request-Id";
    private static final String USER_ID = "X-Fal-Webhook-User-Id";
    private static final String TIMESTAMP = "X-Fal-Webhook-Timestamp";
    private static final String SIGNATURE = "X-Fal-Webhook-Signature";
    private static final String RSA = "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}";
    private static final String X25519 = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + "A".repeat(43) + "\"}";

    /** A row of the table: what comes, and what a receiver makes of it. */
    record Row(String name, String keySet, Vector delivery, Instant now, boolean toldBefore, String expected) {

        Row(String name, Vector delivery, String expected) {
            this(name, keys(KEY_1), delivery, SIGNED_AT, false, expected);
        }

        Row withKeys(String... jwks) {
            return new Row(name, keys(jwks), delivery, now, toldBefore, expected);
        }

        Row withKeySet(String json) {
            return new Row(name, json, delivery, now, toldBefore, expected);
        }

        Row at(Instant time) {
            return new Row(name, keySet, delivery, time, toldBefore, expected);
        }

        Row again() {
            return new Row(name, keySet, delivery, now, true, expected);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, Vector delivery, String expected) {
        return new Row(name, delivery, expected);
    }

    static Stream<Row> table() {
        return Stream.of(
                row("valid", known(), "NEW"),
                row("duplicate", known(), "DUPLICATE").again(),
                row("no request id", known().without(REQUEST_ID), "REQUEST_ID_MISSING"),
                row("no user id", known().without(USER_ID), "USER_ID_MISSING"),
                row("no timestamp", known().without(TIMESTAMP), "TIMESTAMP_MISSING"),
                row("no signature", known().without(SIGNATURE), "SIGNATURE_MISSING"),
                row("empty signature", known().with(SIGNATURE, " "), "SIGNATURE_MISSING"),
                row("timestamp in words", known().with(TIMESTAMP, "now"), "TIMESTAMP_UNREADABLE"),
                row("timestamp with a fraction", known().with(TIMESTAMP, "1793534400.0"), "TIMESTAMP_UNREADABLE"),
                row("timestamp with a sign", known().with(TIMESTAMP, "+1793534400"), "TIMESTAMP_UNREADABLE"),
                row("timestamp in other digits", known().with(TIMESTAMP, "١٧٩٣٥٣٤٤٠٠"), "TIMESTAMP_UNREADABLE"),
                row("timestamp beyond all time", known().with(TIMESTAMP, "9".repeat(400)), "TIMESTAMP_UNREADABLE"),
                row("timestamp in milliseconds", known().with(TIMESTAMP, "1793534400000"), "TIMESTAMP_TOO_NEW"),
                row("300 s old", known(), "NEW").at(SIGNED_AT.plusSeconds(300)),
                row("301 s old", known(), "TIMESTAMP_TOO_OLD").at(SIGNED_AT.plusSeconds(301)),
                row("300 s early", known(), "NEW").at(SIGNED_AT.minusSeconds(300)),
                row("301 s early", known(), "TIMESTAMP_TOO_NEW").at(SIGNED_AT.minusSeconds(301)),
                row("another timestamp", known().with(TIMESTAMP, "1793534401"), "NO_KEY_MATCHES"),
                row("another request id", known().with(REQUEST_ID, ID.replace('a', 'b')), "NO_KEY_MATCHES"),
                row("another user id", known().with(USER_ID, "github|12346"), "NO_KEY_MATCHES"),
                row("body changed by a bit", known().withFlippedBit(200), "NO_KEY_MATCHES"),
                row("no body", known().withBody(new byte[0]), "NO_KEY_MATCHES"),
                row("JSON written again", rewritten(), "NO_KEY_MATCHES"),
                row("wrong key", known(), "NO_KEY_MATCHES").withKeys(KEY_2),
                row("second key", known(), "NEW").withKeys(KEY_2, KEY_1),
                row("padded key", known(), "NEW").withKeys(KEY_1_PADDED),
                row("key of another kind", known(), "NEW").withKeys(RSA, X25519, KEY_1),
                row("keys of other kinds alone", known(), "NO_KEYS").withKeys(RSA, X25519),
                row("no keys", known(), "NO_KEYS").withKeys(),
                row("key set is a page", known(), "NO_KEYS").withKeySet("<html>502</html>"),
                row("signature not hex", known().with(SIGNATURE, "z".repeat(128)), "SIGNATURE_NOT_HEX"),
                row("signature in base64", known().with(SIGNATURE, "KRcelQ=="), "SIGNATURE_NOT_HEX"),
                row("signature short", changedSignature(s -> s.substring(2)), "SIGNATURE_LENGTH_WRONG"),
                row("signature long", changedSignature(s -> s + "00"), "SIGNATURE_LENGTH_WRONG"),
                row("signature of odd length", changedSignature(s -> s.substring(1)), "SIGNATURE_LENGTH_WRONG"),
                row("signature in upper case", changedSignature(s -> s.toUpperCase(Locale.ROOT)), "NEW"),
                row("signature of zeros", known().with(SIGNATURE, "0".repeat(128)), "NO_KEY_MATCHES"),
                row("signature of ones", known().with(SIGNATURE, "f".repeat(128)), "NO_KEY_MATCHES"),
                row("signed, id of another body", signed(SEED_1, ok("other")), "REQUEST_ID_DIFFERS"),
                row("signed, no id in the body", signed(SEED_1, "{\"status\":\"OK\"}"), "BODY_UNREADABLE"),
                row("signed, queue status", signed(SEED_1, ok(ID).replace("OK", "COMPLETED")), "BODY_UNREADABLE"),
                row("signed, no status", signed(SEED_1, "{\"request_id\":\"" + ID + "\"}"), "BODY_UNREADABLE"),
                row("signed, no JSON", signed(SEED_1, "OK"), "BODY_UNREADABLE"),
                row("signed, no object", signed(SEED_1, "[" + ok(ID) + "]"), "BODY_UNREADABLE"),
                row("signed, deep JSON", signed(SEED_1, "[".repeat(100_000)), "BODY_UNREADABLE"),
                row("signed, empty body", signed(SEED_1, ""), "BODY_UNREADABLE"),
                row("signed, error", signed(SEED_1, ok(ID).replace("OK", "ERROR")), "NEW"));
    }

    private static String ok(String id) {
        return "{\"request_id\":\"" + id + "\",\"status\":\"OK\",\"payload\":{}}";
    }

    /** The same JSON without the spaces that were signed. */
    private static Vector rewritten() {
        Vector spaced = signed(SEED_1, Vector.BODY.replace("\":", "\": "));
        return spaced.withBody(Codec.map().write(Codec.map().read(spaced.body())));
    }

    private static Vector changedSignature(UnaryOperator<String> change) {
        Vector known = known();
        return known.with(SIGNATURE, change.apply(known.headers().get(SIGNATURE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void aReceiverMakesOfIt(Row row) {
        WebhookDedupe dedupe = WebhookDedupe.ofCapacity(10);
        if (row.toldBefore()) {
            dedupe.isFirst(ID);
        }
        WebhookVerdict verdict = WebhookVerifier.standard()
                .verify(
                        WebhookKeys.parse(row.keySet()),
                        WebhookHeaders.of(row.delivery().headers()),
                        row.delivery().body(),
                        row.now());

        String made;
        if (verdict instanceof WebhookVerdict.Verified verified) {
            made = dedupe.isFirst(verified.delivery().requestId()) ? "NEW" : "DUPLICATE";
        } else {
            made = ((WebhookVerdict.Refused) verdict).reason().name();
        }
        assertThat(made).isEqualTo(row.expected());
    }

    @Test
    void theTableHasEveryReason() {
        assertThat(table().map(Row::expected).collect(Collectors.toSet()))
                .containsAll(Stream.of(WebhookRefusal.values()).map(Enum::name).toList());
    }

    private static WebhookVerdict verify(WebhookVerifier verifier, WebhookHeaders headers, Instant now) {
        return verifier.verify(WebhookKeys.parse(keys(KEY_1)), headers, known().body(), now);
    }

    @Test
    void aVerifiedDeliveryTellsWhatWasSigned() {
        WebhookVerdict verdict = verify(WebhookVerifier.standard(), WebhookHeaders.of(known().headers()), SIGNED_AT);

        WebhookDelivery delivery = ((WebhookVerdict.Verified) verdict).delivery();
        assertThat(delivery.requestId()).isEqualTo(ID);
        assertThat(delivery.gatewayRequestId()).isEqualTo(ID);
        assertThat(delivery.userId()).isEqualTo(Vector.USER);
        assertThat(delivery.signedAt()).isEqualTo(SIGNED_AT);
        assertThat(delivery.size()).isEqualTo(known().body().length);
        assertThat(delivery.toString()).contains(ID).doesNotContain("tiger");
    }

    @Test
    void theToleranceIsSet() {
        WebhookHeaders headers = WebhookHeaders.of(known().headers());
        WebhookVerifier strict = WebhookVerifier.withTolerance(Duration.ofSeconds(5));

        assertThat(verify(strict, headers, SIGNED_AT.plusSeconds(5))).isInstanceOf(WebhookVerdict.Verified.class);
        assertThat(verify(strict, headers, SIGNED_AT.plusSeconds(5).plusMillis(1)))
                .isEqualTo(new WebhookVerdict.Refused(WebhookRefusal.TIMESTAMP_TOO_OLD));
        assertThat(verify(strict, headers, SIGNED_AT.minusSeconds(6)))
                .isEqualTo(new WebhookVerdict.Refused(WebhookRefusal.TIMESTAMP_TOO_NEW));
        assertThat(verify(
                        WebhookVerifier.withTolerance(Duration.ofDays(365)),
                        headers,
                        SIGNED_AT.plus(Duration.ofDays(300))))
                .isInstanceOf(WebhookVerdict.Verified.class);
        assertThatThrownBy(() -> WebhookVerifier.withTolerance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void headersAreFoundInAnyCaseAndFromAnyServer() {
        Map<String, String> lower = new TreeMap<>();
        Map<String, List<String>> lists = new TreeMap<>();
        known().headers().forEach((name, value) -> {
            lower.put(name.toLowerCase(Locale.ROOT), value);
            lists.put(name.toUpperCase(Locale.ROOT), List.of(value, "second"));
        });
        lists.put("empty", List.of());

        for (WebhookHeaders headers : List.of(
                WebhookHeaders.of(lower), WebhookHeaders.ofLists(lists), (WebhookHeaders) known().headers()::get)) {
            assertThat(verify(WebhookVerifier.standard(), headers, SIGNED_AT))
                    .isInstanceOf(WebhookVerdict.Verified.class);
            assertThat(headers.first("empty")).isNull();
        }
    }

    /** Signatures that are no points, no numbers below the order, or nothing at all: a refusal, never an exception. */
    @Test
    void noSignatureOfChanceIsTaken() {
        Random random = new Random(17);
        for (int i = 0; i < 300; i++) {
            byte[] signature = new byte[64];
            random.nextBytes(signature);
            if (i % 2 == 0) {
                signature[63] = 0;
            }
            WebhookHeaders headers = WebhookHeaders.of(
                    known().with(SIGNATURE, HexFormat.of().formatHex(signature)).headers());
            assertThat(verify(WebhookVerifier.standard(), headers, SIGNED_AT))
                    .isEqualTo(new WebhookVerdict.Refused(WebhookRefusal.NO_KEY_MATCHES));
        }
    }
}
