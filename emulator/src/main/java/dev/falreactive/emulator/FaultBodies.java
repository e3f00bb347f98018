package dev.falreactive.emulator;

import dev.falreactive.protocol.WireHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What broken answers say. */
final class FaultBodies {

    static final String NOT_JSON = "\u0000\u0001<<< {not json \"";

    private static final Map<String, String> JSON = Map.of(Headers.CONTENT_TYPE, Headers.JSON);

    private FaultBodies() {}

    /** A page as nginx writes it. */
    static Effect edge(int code) {
        String reason = switch (code) {
            case 502 -> "Bad Gateway";
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            default -> "Error";
        };
        String title = code + " " + reason;
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        return literal(code, Map.of(Headers.CONTENT_TYPE, "text/html"), page);
    }

    static Effect literal(int code, Map<String, String> headers, String body) {
        return new Effect.Literal(code, Map.copyOf(headers), Texts.bytes(body), false);
    }

    /** JSON from before the gateway, or from a relay. */
    static Effect outside(int code, Map<String, @Nullable Object> body) {
        return new Effect.Literal(code, JSON, Fields.write(body), false);
    }

    /** JSON from behind the gateway. */
    static Effect inside(int code, Map<String, @Nullable Object> body) {
        return new Effect.Literal(code, JSON, Fields.write(body), true);
    }

    static Effect inside(StoredAnswer answer) {
        WireHeaders headers = answer.headers();
        return new Effect.Literal(answer.code(), headers.asMap(), answer.text(), true);
    }

    static Map<String, @Nullable Object> tooMany() {
        return Fields.of("detail", "Too many requests");
    }

    static Effect concurrencyLimit(int limit) {
        Map<String, String> headers = Map.of(Headers.CONTENT_TYPE, Headers.JSON, Headers.NEEDS_RETRY, "1");
        byte[] body = Fields.write(Fields.of(
                "detail",
                "Reached concurrent requests limit of " + limit,
                "type",
                "concurrent_requests_limit",
                "data",
                Fields.of("limit", limit)));
        return literal(429, headers, Texts.of(body));
    }

    /** What an app says of itself with this code, if nothing else is asked for. */
    static String appDetail(int code) {
        return code == 503 ? "GPU error" : "Internal Server Error";
    }

    /** What a failed run leaves behind: 422 as a list of field errors, all others as text. */
    static String storedFailure(int code) {
        Object detail = code == 422
                ? List.of(Fields.of(
                        "loc", List.of("body", "prompt"),
                        "msg", "The content could not be processed because it was flagged by a content checker.",
                        "type", "content_policy_violation"))
                : appDetail(code);
        return Texts.of(Fields.write(Fields.of("detail", detail)));
    }

    static String nested(int levels) {
        return "{\"status\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    }
}
