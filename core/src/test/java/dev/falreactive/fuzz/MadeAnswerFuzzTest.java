package dev.falreactive.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.Wire;
import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.nio.charset.StandardCharsets;

/** As {@link AnswerFuzzTest}, with answers made of what the queue and its relays send: deeper behind the JSON's syntax. */
@Fuzzed
class MadeAnswerFuzzTest {

    private static final int[] CODES = {
        200, 202, 200, 202, 204, 100, 302, 400, 400, 401, 402, 403, 404, 408, 409, 410, 422, 425, 429, 499, 500, 502,
        503, 504,
    };
    private static final String[] HEADERS = {
        "Retry-After",
        "Date",
        "Location",
        "x-fal-request-id",
        "x-fal-error-type",
        "X-Fal-Request-Timeout-Type",
        "x-fal-billable-units",
        "Content-Type",
    };
    private static final String[] VALUES = {
        "0",
        "5",
        "61",
        "0.5",
        "99999999999999999999",
        "Wed, 21 Oct 2026 07:28:00 GMT",
        "user",
        "$KEY",
        "https://x/?key=$ENCODED",
        Wire.ID,
        "0.78643200",
        "text/html",
    };

    @FuzzTest
    void submit(FuzzedDataProvider data) {
        Queue.submit(answer(data));
    }

    @FuzzTest
    void status(FuzzedDataProvider data) {
        Queue.status(answer(data));
    }

    @FuzzTest
    void result(FuzzedDataProvider data) {
        Queue.result(answer(data));
    }

    @FuzzTest
    void cancel(FuzzedDataProvider data) {
        Queue.cancel(answer(data));
    }

    /** A refusal names the failing fields, and not what the user had put into them. */
    @FuzzTest
    void refusal(FuzzedDataProvider data) {
        WireResponse answer = answer(data);
        for (int code : new int[] {400, 422, 500}) {
            WireResponse refusal = new WireResponse(code, answer.headers(), answer.body(), answer.receivedAt());
            String shown = Wire.allTextOf(Wire.failure(Queue.submit(refusal)).error())
                    + Wire.allTextOf(Wire.failure(Queue.status(refusal)).error());
            Expect.that(!shown.contains(MadeJson.PRIVATE), () -> "shows the user's value: " + shown);
        }
        for (Outcome<?> outcome : Queue.result(answer)) {
            if (outcome instanceof Outcome.Failure<?> failure) {
                String shown = Wire.allTextOf(failure.error());
                Expect.that(!shown.contains(MadeJson.PRIVATE), () -> "shows the user's value: " + shown);
            }
        }
    }

    private static WireResponse answer(FuzzedDataProvider data) {
        int code =
                data.consumeInt(0, 20) == 0 ? data.consumeInt(100, 599) : CODES[data.consumeInt(0, CODES.length - 1)];
        WireHeaders headers = WireHeaders.none();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            String value = data.consumeInt(0, 5) == 0 ? data.consumeString(60) : data.pickValue(VALUES);
            headers = headers.with(data.pickValue(HEADERS), Message.headerValue(Canary.put(value)));
        }
        String body = new MadeJson(data).document();
        return new WireResponse(code, headers, body.getBytes(StandardCharsets.UTF_8), Wire.NOW);
    }
}
