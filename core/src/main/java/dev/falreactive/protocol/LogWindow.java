package dev.falreactive.protocol;

import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the moving window of log lines that each status answer shows into lines that are told once. Two lines are the same
 * if timestamp and text are; a line that stands twice in one window is told twice.
 *
 * <p>Belongs to one watch; not safe for use by several threads at once.
 */
public final class LogWindow {

    /** Lines that left the server's window are remembered up to this many, should it show them again. */
    private static final int REMEMBERED = 2_000;

    /** A longer text is remembered by its digest, so that long lines do not fill the memory. */
    private static final int KEPT_AS_IS = 200;

    private record Key(Optional<String> timestamp, String message) {

        static Key of(LogLine line) {
            return new Key(line.timestamp().map(Key::bounded), bounded(line.message()));
        }

        private static String bounded(String text) {
            return text.length() <= KEPT_AS_IS
                    ? text
                    : Digest.sha256(text.getBytes(StandardCharsets.UTF_8)) + text.length();
        }
    }

    private final LinkedHashMap<Key, Integer> told = new LinkedHashMap<>(16, 0.75f, true);

    /** Makes a window that has told nothing. */
    public LogWindow() {}

    /**
     * Keeps the lines that are new.
     *
     * @param update an update with all lines of the server's answer
     * @return the update with those that no earlier call has returned
     */
    public StatusUpdate newLinesOf(StatusUpdate update) {
        if (update.logs().isEmpty()) {
            return update;
        }
        Map<Key, Integer> shown = new HashMap<>();
        List<LogLine> fresh = new ArrayList<>();
        for (LogLine line : update.logs()) {
            Key key = Key.of(line);
            int occurrence = shown.merge(key, 1, Integer::sum);
            if (occurrence > told.getOrDefault(key, 0)) {
                told.put(key, occurrence);
                fresh.add(line);
            }
        }
        forget(Math.max(REMEMBERED, 2 * shown.size()));
        return fresh.size() == update.logs().size() ? update : update.withLogs(fresh);
    }

    private void forget(int keep) {
        Iterator<Key> eldest = told.keySet().iterator();
        while (told.size() > keep && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }
}
