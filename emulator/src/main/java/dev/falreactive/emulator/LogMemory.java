package dev.falreactive.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Gives scripted log lines their time stamps: a line that was shown before keeps its own. */
final class LogMemory {

    private static final Duration BETWEEN_LINES = Duration.ofMillis(100);

    private final Instant start;
    private final List<LogEntry> shown = new ArrayList<>();

    LogMemory(Instant start) {
        this.start = start;
    }

    /** The entries of a window, which goes on from what was shown before as early as it can. */
    List<LogEntry> window(List<String> lines) {
        int from = 0;
        while (!continuesFrom(from, lines)) {
            from++;
        }
        for (int i = shown.size() - from; i < lines.size(); i++) {
            shown.add(new LogEntry(lines.get(i), start.plus(BETWEEN_LINES.multipliedBy(shown.size()))));
        }
        return List.copyOf(shown.subList(from, from + lines.size()));
    }

    List<LogEntry> all() {
        return List.copyOf(shown);
    }

    private boolean continuesFrom(int from, List<String> lines) {
        for (int i = 0; i < lines.size() && from + i < shown.size(); i++) {
            if (!shown.get(from + i).message().equals(lines.get(i))) {
                return false;
            }
        }
        return true;
    }
}
