package dev.falreactive.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.falreactive.Codec;
import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.LogWindow;
import dev.falreactive.protocol.StatusJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** R07, R08: any JSON object is a status that can be told on, or none; each line of a moving window is told once. */
@Fuzzed
class StatusFuzzTest {

    @FuzzTest
    void json(byte[] input) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Codec.map().read(input);
        } catch (IllegalArgumentException e) {
            Expect.oneLine(String.valueOf(e.getMessage()));
            return;
        }
        StatusJson.read(fields).ifPresent(Queue::hold);
    }

    /** Every window shows some lines of the same log, so that each is told as often as the largest window shows it. */
    @FuzzTest
    void window(FuzzedDataProvider data) {
        LogWindow window = new LogWindow();
        Map<LogLine, Integer> most = new HashMap<>();
        Map<LogLine, Integer> told = new HashMap<>();
        for (int windows = data.consumeInt(1, 8); windows > 0; windows--) {
            List<LogLine> shown = new ArrayList<>();
            for (int lines = data.consumeInt(0, 20); lines > 0; lines--) {
                shown.add(line(data.consumeInt(0, 9)));
            }
            Map<LogLine, Integer> count = new HashMap<>();
            shown.forEach(line -> count.merge(line, 1, Integer::sum));
            count.forEach((line, times) -> most.merge(line, times, Math::max));
            StatusUpdate update = window.newLinesOf(new StatusUpdate.InProgress(shown));
            update.logs().forEach(line -> told.merge(line, 1, Integer::sum));
        }
        Expect.that(told.equals(most), () -> "shown " + most + ", told " + told);
    }

    private static LogLine line(int number) {
        String message = number < 8 ? "step " + number : "long ".repeat(100) + number;
        Optional<String> timestamp =
                number % 3 == 0 ? Optional.empty() : Optional.of("2026-11-01T12:00:0" + number + "Z");
        return new LogLine(message, timestamp, Optional.empty(), Optional.empty());
    }
}
