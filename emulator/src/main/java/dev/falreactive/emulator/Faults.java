package dev.falreactive.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The kinds of faults. */
final class Faults {

    private Faults() {}

    /**
     * Any answer in place of the queue's.
     *
     * @param passedGateway whether it carries {@code x-fal-request-id}
     */
    record Literal(int code, Map<String, String> headers, byte[] body, boolean passedGateway) implements Fault {}

    record Drop() implements Fault {}

    record AcceptThenDrop() implements Fault {}

    record HalfReply() implements Fault {}

    record Stall() implements Fault {}

    record SlowDrip(Duration perByte) implements Fault {}

    record Unreadable(String text) implements Fault {}

    record Huge(long bytes) implements Fault {}

    record Delay(Duration by) implements Fault {}

    record Rewrite(UnaryOperator<String> change) implements Fault {}

    static String edgeHtml(int code) {
        String reason = switch (code) {
            case 502 -> "Bad Gateway";
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            default -> "Error";
        };
        String title = code + " " + reason;
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    }
}
