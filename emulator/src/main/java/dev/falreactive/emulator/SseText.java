package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.nio.charset.StandardCharsets;

/** The text of server-sent events. */
final class SseText {

    static final WireHeaders HEADERS = WireHeaders.none()
            .with(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
            .with("Cache-Control", "no-cache");

    private static final byte[] KEEP_ALIVE = ": keepalive\n\n".getBytes(StandardCharsets.UTF_8);

    private SseText() {}

    static byte[] event(Frame frame) {
        return event(frame.json());
    }

    static byte[] event(String json) {
        return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] keepAlive() {
        return KEEP_ALIVE.clone();
    }
}
