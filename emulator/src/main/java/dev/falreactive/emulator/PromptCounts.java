package dev.falreactive.emulator;

import dev.falreactive.protocol.WireRequest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often the same submit has come. Forgets the one that has not come for longest. Safe for use by several threads. */
final class PromptCounts {

    private final Map<ByteBuffer, Integer> counts;

    PromptCounts(int max) {
        counts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Integer> eldest) {
                return size() > max;
            }
        };
    }

    /** How often it has come before; counts it. */
    synchronized int before(WireRequest submit) {
        return counts.merge(key(submit), 1, Integer::sum) - 1;
    }

    private static ByteBuffer key(WireRequest submit) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Texts.bytes(submit.uri().getRawPath() + "\n"));
            return ByteBuffer.wrap(digest.digest(submit.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
