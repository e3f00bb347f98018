package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** The text of server-sent events. */
final class SseText {

    static final WireHeaders HEADERS = WireHeaders.none()
            .with(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
            .with("Cache-Control", "no-cache");

    private static final byte[] KEEP_ALIVE = ": keepalive\n\n".getBytes(StandardCharsets.UTF_8);

    private static final String DATA = "data: ";

    private SseText() {}

    static byte[] event(Frame frame) {
        return event(frame.json());
    }

    static byte[] event(String json) {
        return (DATA + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] keepAlive() {
        return KEEP_ALIVE.clone();
    }

    /** Whether it is an event, and not a comment. */
    static boolean isEvent(byte[] part) {
        return part[0] != ':';
    }

    /** What an event tells. */
    static String json(byte[] event) {
        return new String(event, StandardCharsets.UTF_8)
                .substring(DATA.length())
                .strip();
    }

    /** So many events, with the comments between them. */
    static Flux<byte[]> events(Flux<byte[]> stream, int count) {
        return count == 0
                ? Flux.empty()
                : Flux.defer(() -> {
                    AtomicInteger left = new AtomicInteger(count);
                    return stream.takeUntil(part -> isEvent(part) && left.decrementAndGet() == 0);
                });
    }
}
