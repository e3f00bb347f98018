package dev.falreactive.emulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The key that webhooks are signed with, and the one before it: both are published. Safe for use by several threads. */
final class WebhookKeyRing {

    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_BYTES = 32;

    private volatile List<KeyPair> newestFirst;

    WebhookKeyRing(WebhookSettings settings) {
        this.newestFirst = List.of(settings.key().orElseGet(WebhookKeyRing::fresh));
    }

    /** Signs with a new key from now on. */
    synchronized void rotate() {
        newestFirst = List.of(fresh(), newestFirst.get(0));
    }

    /** The signature of a text, in lower-case hexadecimal digits. */
    String sign(String message) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(newestFirst.get(0).getPrivate());
            signer.update(message.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /** The public keys as a JSON Web Key Set. */
    byte[] published() {
        Stream<Map<String, @Nullable Object>> keys = newestFirst.stream()
                .map(pair -> Fields.of("kty", "OKP", "crv", ALGORITHM, "use", "sig", "x", raw(pair.getPublic())));
        return Fields.write(Fields.of("keys", keys.toList()));
    }

    // The raw key is the end of its X.509 form.
    private static String raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
    }

    private static KeyPair fresh() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
