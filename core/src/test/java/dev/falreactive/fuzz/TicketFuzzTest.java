package dev.falreactive.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.Wire;

/**
 * R12, R15: a stored line is a ticket that goes where it may, or is refused. What a user put into it is quoted: no credential
 * is at hand to be blanked.
 */
@Fuzzed
class TicketFuzzTest {

    private static final String[] IDS = {
        "\"a\"", "\"%61\"", "\"..\"", "\"a b\"", "\"\\u864e\"", "\"\\r\\n\"", "\"a/b\"", "\"7\""
    };
    private static final String[] PREFIXES = {
        "", "/", "/fal-ai/flux-lora", "/fal/v1/x", "/x/..", "/..;", "/%2e%2E", "//x", "x"
    };
    private static final String[] SUFFIXES = {"", "/", "/status", "/status/stream", "/..", "/;x", "?x", "#x", "/\\u0000"
    };

    @FuzzTest
    void stored(byte[] input) {
        read(new String(input, UTF_8));
    }

    /** A ticket with some fields that are none. */
    @FuzzTest
    void made(FuzzedDataProvider data) {
        MadeJson json = new MadeJson(data);
        String id = data.pickValue(IDS);
        StringBuilder line = new StringBuilder("{\"v\":" + oneOf(data, json, "1", "2"))
                .append(",\"endpoint\":" + oneOf(data, json, "\"fal-ai/flux-lora\"", "\"workflows/me/my-flow/x\""))
                .append(",\"request_id\":" + oneOf(data, json, id))
                .append(",\"submitted_at\":"
                        + oneOf(data, json, "\"2026-11-01T12:00:00.123Z\"", "\"-999999999-01-01T00:00:00Z\""));
        for (String path : new String[] {"status_path", "result_path", "cancel_path"}) {
            if (data.consumeBoolean()) {
                String own = "\"" + data.pickValue(PREFIXES) + "/requests/" + id.substring(1, id.length() - 1)
                        + data.pickValue(SUFFIXES) + "\"";
                line.append(",\"" + path + "\":" + oneOf(data, json, own));
            }
        }
        read(line.append("}").toString());
    }

    private static String oneOf(FuzzedDataProvider data, MadeJson json, String... good) {
        return data.consumeInt(0, 7) == 0 ? json.value() : data.pickValue(good);
    }

    /** A known id, from wherever. */
    @FuzzTest
    void ofId(byte[] input) {
        String id = new String(input, UTF_8);
        try {
            QueueTicket ticket = QueueTicket.of(EndpointId.of("fal-ai/flux-lora/image-to-image"), id, Wire.NOW);
            Expect.that(ticket.requestId().equals(id), () -> "another id: " + ticket);
            Jobs.hold(ticket);
        } catch (FalException.InvalidInput e) {
            Expect.message(e.getMessage());
        }
    }

    private static void read(String line) {
        QueueTicket ticket;
        try {
            ticket = QueueTicket.fromJson(line);
        } catch (FalException.InvalidInput e) {
            Expect.message(e.getMessage());
            return;
        }
        String written = ticket.toJson();
        Expect.that(QueueTicket.fromJson(written).toJson().equals(written), () -> "changes: " + written);
        Jobs.hold(ticket);
    }
}
