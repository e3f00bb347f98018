package dev.falreactive.emulator;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/** Server-sent events in a form that is as good as the plain one, and harder to read. */
final class OtherSse {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String lineEnd;

    private OtherSse(String lineEnd) {
        this.lineEnd = lineEnd;
    }

    static OtherSse with(String name) {
        return new OtherSse(
                switch (name) {
                    case "lf" -> "\n";
                    case "cr" -> "\r";
                    case "crlf" -> "\r\n";
                    default -> throw new IllegalArgumentException("'" + name + "' is none of lf, cr, crlf");
                });
    }

    /** A stream byte by byte. */
    Flux<byte[]> rewrite(Flux<byte[]> plain) {
        return Flux.just(BYTE_ORDER_MARK)
                .concatWith(plain.map(part -> SseText.isEvent(part)
                        ? event(SseText.json(part))
                        : new String(part, StandardCharsets.UTF_8).replace("\n", lineEnd)))
                .concatMapIterable(text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    return () -> IntStream.range(0, bytes.length)
                            .mapToObj(i -> new byte[] {bytes[i]})
                            .iterator();
                });
    }

    private String event(String json) {
        StringBuilder text = new StringBuilder(
                ": one more" + lineEnd + "event: status" + lineEnd + "id" + lineEnd + "retry: 1000" + lineEnd);
        String name = "data:";
        for (String line : broken(json).split("\n")) {
            // The blank behind the colon may be there or not.
            text.append(name).append(line).append(lineEnd);
            name = name.equals("data:") ? "data: " : "data:";
        }
        return text.append(lineEnd).toString();
    }

    /** The same JSON with a line feed behind each comma that separates fields. */
    private static String broken(String json) {
        StringBuilder lines = new StringBuilder();
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            lines.append(c);
            if (inText && c == '\\') {
                lines.append(json.charAt(++i));
            } else if (c == '"') {
                inText = !inText;
            } else if (c == ',' && !inText) {
                lines.append('\n');
            }
        }
        return lines.toString();
    }
}
