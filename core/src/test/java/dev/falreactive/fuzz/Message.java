package dev.falreactive.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.falreactive.protocol.Wire;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer as a fuzz input writes it down: a status code, header lines, an empty line, the body. Anything else is a body
 * with code 200. {@code $KEY} stands for the credential, {@code $HALF} for its secret half, {@code $ESCAPED} and
 * {@code $ENCODED} for that half as JSON and as a URL may write it.
 */
final class Message {

    private Message() {}

    static WireResponse read(byte[] input) {
        String text = Canary.put(new String(input, ISO_8859_1));
        int end = text.indexOf("\n\n");
        String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
        if (!head[0].matches("[1-9]\\d\\d")) {
            return new WireResponse(200, WireHeaders.none(), text.getBytes(ISO_8859_1), Wire.NOW);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            if (colon > 0) {
                headers.put(head[i].substring(0, colon), headerValue(head[i].substring(colon + 1)));
            }
        }
        byte[] body = end < 0 ? new byte[0] : text.substring(end + 2).getBytes(ISO_8859_1);
        return new WireResponse(Integer.parseInt(head[0]), WireHeaders.of(headers), body, Wire.NOW);
    }

    /** No HTTP client lets more through. */
    static String headerValue(String text) {
        return text.replaceAll("[\\r\\n\\x00]", " ").strip();
    }
}
