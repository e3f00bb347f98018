package dev.falreactive.reactor;

import java.util.ArrayList;
import java.util.List;

/** What a server writes into a status stream. */
final class Sse {

    static final String KEEP_ALIVE = ": keepalive\n\n";
    static final String QUEUED = event(Fixture.QUEUED);
    static final String RUNNING = event(Fixture.RUNNING);
    static final String COMPLETED = event(Fixture.COMPLETED);

    private Sse() {}

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    /** A running job with these log lines. */
    static String running(String... lines) {
        return event(runningJson(lines));
    }

    static String runningJson(String... lines) {
        List<String> logs = new ArrayList<>();
        for (String line : lines) {
            logs.add("{\"message\":\"" + line + "\",\"timestamp\":\"" + line + "\"}");
        }
        return "{\"status\":\"IN_PROGRESS\",\"logs\":" + logs + "}";
    }
}
