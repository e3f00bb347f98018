package dev.falreactive.reactor;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The bytes that a data URI holds. */
final class DataUri {

    private DataUri() {}

    /** Decodes the bytes; throws {@link IllegalArgumentException} for what is no data URI. */
    static byte[] decode(String uri) {
        int comma = uri.indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException("no data");
        }
        String head = uri.substring(0, comma).toLowerCase(Locale.ROOT);
        String data = uri.substring(comma + 1);
        String plain =
                data.indexOf('%') < 0 ? data : URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
        return head.endsWith(";base64")
                ? Base64.getDecoder().decode(plain.strip())
                : plain.getBytes(StandardCharsets.UTF_8);
    }
}
