package dev.falreactive.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.falreactive.protocol.Wire;

/** JSON made of the names and words that the queue and its relays use, with values of every kind in every place. */
final class MadeJson {

    /** Stands where a user's own value stands: no error may show it. */
    static final String PRIVATE = "PRIVATE-VALUE";

    private static final int MAX_DEPTH = 6;
    private static final int MAX_VALUES = 60;

    private static final String[] NAMES = {
        "status",
        "request_id",
        "response_url",
        "status_url",
        "cancel_url",
        "queue_position",
        "logs",
        "metrics",
        "inference_time",
        "error",
        "error_type",
        "detail",
        "message",
        "timestamp",
        "level",
        "source",
        "labels",
        "loc",
        "msg",
        "type",
        "ctx",
        "input",
        "success",
        "images",
        "url",
        "seed",
        "v",
        "endpoint",
        "status_path",
        "result_path",
        "cancel_path",
        "submitted_at",
        "prompt",
        "image_size",
        "width",
    };
    private static final String JOB = "/fal-ai/flux-lora/requests/" + Wire.ID;
    private static final String[] WORDS = {
        "IN_QUEUE",
        "IN_PROGRESS",
        "COMPLETED",
        "FAILED",
        "ERROR",
        "CANCELLED",
        "CANCELED",
        "PROCESSING",
        "OK",
        "CANCELLATION_REQUESTED",
        "ALREADY_COMPLETED",
        "NOT_FOUND",
        "Request is still in progress",
        "Path /x not found",
        "User is locked. Reason: Exhausted balance.",
        Wire.ID,
        "a",
        "..",
        "fal-ai/flux-lora",
        "2026-11-01T12:00:00Z",
        JOB,
        JOB + "/status",
        JOB + "/cancel",
        "https://queue.fal.run" + JOB + "/status",
        "https://evil.example:1/x" + JOB,
        "/x/..;/requests/a",
        "//evil.example/requests/a",
        "https://x/y/requests/a?b#c",
        "$KEY",
        "https://$KEY@x/$ENCODED/requests/a",
        "\r\nX-Evil: 1",
        "\u0000\u001b[31m\u2028",
        "\ud800",
        "",
        " ",
        "data:image/png;base64,AAAA",
        "{\"detail\":[]}",
        "<html><script>x</script>502</html>",
    };
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "1",
        "3",
        "2147483648",
        "12345678901234567890",
        "0.5",
        "1e400",
        "1e999999999",
        "1e-999999999",
        "1".repeat(1000),
        "1".repeat(1001),
        "-0.0",
        "1.50",
    };

    private final FuzzedDataProvider data;
    private int values;

    MadeJson(FuzzedDataProvider data) {
        this.data = data;
    }

    /** An object; now and then cut off, or with something behind it. */
    String document() {
        String json = object(0, false);
        return switch (data.consumeInt(0, 15)) {
            case 0 -> json.substring(0, data.consumeInt(0, json.length()));
            case 1 -> json + "}";
            case 2 -> "[" + json + "]";
            default -> json;
        };
    }

    /** Any value. */
    String value() {
        return value(1, false);
    }

    private String object(int depth, boolean secret) {
        StringBuilder json = new StringBuilder("{");
        int fields = depth >= MAX_DEPTH ? 0 : data.consumeInt(0, depth == 0 ? 12 : 5);
        for (int i = 0; i < fields && values++ < MAX_VALUES; i++) {
            String name = data.consumeInt(0, 30) == 0 ? data.consumeString(8) : data.pickValue(NAMES);
            json.append(i == 0 ? "" : ",")
                    .append(quoted(name))
                    .append(':')
                    .append(value(depth + 1, secret || name.equals("input")));
        }
        return json.append('}').toString();
    }

    private String value(int depth, boolean secret) {
        return switch (data.consumeInt(0, 11)) {
            case 0 -> "null";
            case 1 -> data.consumeBoolean() ? "true" : "false";
            case 2 -> data.pickValue(NUMBERS);
            case 3, 4 -> object(depth, secret);
            case 5, 6 -> array(depth, secret);
            case 7 -> quoted(secret ? PRIVATE : data.consumeString(40));
            default -> quoted(secret ? PRIVATE : data.pickValue(WORDS));
        };
    }

    private String array(int depth, boolean secret) {
        StringBuilder json = new StringBuilder("[");
        int items = depth >= MAX_DEPTH ? 0 : data.consumeInt(0, 4);
        for (int i = 0; i < items && values++ < MAX_VALUES; i++) {
            json.append(i == 0 ? "" : ",").append(value(depth + 1, secret));
        }
        return json.append(']').toString();
    }

    /** Every character that is not plain is escaped, the key among them if chance wants it so. */
    private String quoted(String text) {
        boolean escapeAll = data.consumeInt(0, 7) == 0;
        StringBuilder json = new StringBuilder("\"");
        Canary.put(text)
                .chars()
                .forEach(c -> json.append(
                        escapeAll || c < 0x20 || c > 0x7e || c == '"' || c == '\\'
                                ? String.format("\\u%04x", c)
                                : String.valueOf((char) c)));
        return json.append('"').toString();
    }
}
