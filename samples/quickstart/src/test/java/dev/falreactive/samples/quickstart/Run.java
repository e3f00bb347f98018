package dev.falreactive.samples.quickstart;

import dev.falreactive.Codec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the command, with what it printed. */
record Run(int exit, String out, String err) {

    static final Map<String, String> NO_KEY = Map.of("FAL_KEY", "");
    static final Map<String, String> KEY = Map.of("FAL_KEY", "test-id:test-secret-canary");

    static Run of(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Quickstart.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines of {@code --json}; each must be an object. */
    List<Map<String, Object>> events() {
        return out.lines()
                .map(line -> Codec.map().read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    List<Map<String, Object>> events(String event) {
        return events().stream().filter(line -> event.equals(line.get("event"))).toList();
    }
}
