package dev.falreactive.webhook;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import java.util.Set;

/** One public key, in the 32 bytes of RFC 8032. */
record Ed25519Key(PublicKey key) {

    static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";
    private static final int BYTES = 32;

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER_8 =
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

    /** The points of small order: with one of them as the key, anybody can sign. The JDK takes them. */
    private static final Set<BigInteger> SMALL_ORDER =
            Set.of(BigInteger.ZERO, BigInteger.ONE, PRIME.subtract(BigInteger.ONE), ORDER_8, PRIME.subtract(ORDER_8));

    /** Reads a key; empty if the bytes are none. */
    static Optional<Ed25519Key> read(byte[] encoded) {
        if (encoded.length != BYTES) {
            return Optional.empty();
        }
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = encoded[BYTES - 1 - i];
        }
        boolean xOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7f;
        BigInteger y = new BigInteger(1, bigEndian);
        return SMALL_ORDER.contains(y) ? Optional.empty() : read(new EdECPoint(xOdd, y));
    }

    private static Optional<Ed25519Key> read(EdECPoint point) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
            // The factory takes any point; only this refuses one that is not on the curve.
            Signature.getInstance(ALGORITHM).initVerify(key);
            return Optional.of(new Ed25519Key(key));
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Whether this key's owner signed the message. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static IllegalStateException missing(NoSuchAlgorithmException e) {
        return new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
    }
}
