package dev.falreactive.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A delivery, and the keys of RFC 8032, section 7.1, that it may be signed with. The signature of {@link #known()} was not
 * made by this code nor by the JDK.
 */
record Vector(TreeMap<String, String> headers, byte[] body) {

    static final String ID = "019e1951-c778-7120-a377-48729443435c";
    static final String USER = "github|12345";
    static final Instant SIGNED_AT = Instant.ofEpochSecond(1793534400);

    static final String SEED_1 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    static final String SEED_2 = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    static final String KEY_1 = jwk("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    static final String KEY_1_PADDED = jwk("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    static final String KEY_2 = jwk("PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw");

    static final String BODY = """
            {"request_id":"019e1951-c778-7120-a377-48729443435c",\
            "gateway_request_id":"019e1951-c778-7120-a377-48729443435c","status":"OK",\
            "payload":{"images":[{"url":"https://v3.fal.media/files/a/b.jpeg","width":1024,"height":768}],\
            "seed":9460989051277353000,"prompt":"a tiger's eye – FLUX","timings":{"inference":1.50}}}""";

    private static final String SIGNATURE = "29171e95d2a270991c89dc9c06b7e3f1a6e21dacb5446c5a57a4771c2336a8d9"
            + "3e026bc6329a440e69d18243beb6b0d456c57f1f851abe3e03f5cf7ebf0b660f";

    /** Signed with the first key. */
    static Vector known() {
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("X-Fal-Webhook-Request-Id", ID);
        headers.put("X-Fal-Webhook-User-Id", USER);
        headers.put("X-Fal-Webhook-Timestamp", String.valueOf(SIGNED_AT.getEpochSecond()));
        headers.put("X-Fal-Webhook-Signature", SIGNATURE);
        return new Vector(headers, utf8(BODY));
    }

    /** Another body, signed with a key. */
    static Vector signed(String seed, String body) {
        Vector unsigned = known().withBody(utf8(body));
        return unsigned.with("X-Fal-Webhook-Signature", unsigned.signature(seed));
    }

    Vector with(String header, String value) {
        TreeMap<String, String> copy = new TreeMap<>(headers);
        copy.put(header, value);
        return new Vector(copy, body);
    }

    Vector without(String header) {
        TreeMap<String, String> copy = new TreeMap<>(headers);
        copy.remove(header);
        return new Vector(copy, body);
    }

    Vector withBody(byte[] other) {
        return new Vector(headers, other);
    }

    Vector withFlippedBit(int at) {
        byte[] copy = body.clone();
        copy[at] ^= 1;
        return withBody(copy);
    }

    private String signature(String seed) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(
                            NamedParameterSpec.ED25519, HexFormat.of().parseHex(seed)));
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            signer.update(utf8(headers.get("X-Fal-Webhook-Request-Id") + "\n" + headers.get("X-Fal-Webhook-User-Id")
                    + "\n" + headers.get("X-Fal-Webhook-Timestamp") + "\n" + digest));
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String jwk(String x) {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}";
    }

    static String keys(String... jwks) {
        return "{\"keys\":[" + String.join(",", jwks) + "]}";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
