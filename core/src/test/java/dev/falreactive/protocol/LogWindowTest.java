package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.LogLine;
import dev.falreactive.StatusUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** R08: each log line is delivered once. */
class LogWindowTest {

    private final LogWindow window = new LogWindow();

    private static LogLine line(String text) {
        String[] parts = text.split("@", 2);
        return new LogLine(
                parts[0],
                parts.length == 2 ? Optional.of(parts[1]) : Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<String> show(String... lines) {
        return show(Arrays.asList(lines));
    }

    private List<String> show(List<String> lines) {
        StatusUpdate update = new StatusUpdate.InProgress(
                lines.stream().map(LogWindowTest::line).toList());
        return window.newLinesOf(update).logs().stream()
                .map(l -> l.message() + l.timestamp().map(t -> "@" + t).orElse(""))
                .toList();
    }

    @Test
    void R08_aGrowingWindowTellsOnlyWhatIsNew() {
        assertThat(show("a@1")).containsExactly("a@1");
        assertThat(show("a@1", "b@2")).containsExactly("b@2");
        assertThat(show("a@1", "b@2")).isEmpty();
    }

    @Test
    void R08_aMovingWindowTellsOnlyWhatIsNew() {
        assertThat(show("a@1", "b@2", "c@3")).containsExactly("a@1", "b@2", "c@3");
        assertThat(show("c@3", "d@4")).containsExactly("d@4");
        assertThat(show("b@2", "c@3", "d@4", "e@5")).containsExactly("e@5");
    }

    @Test
    void R08_theSameTextAtAnotherTimeIsAnotherLine() {
        assertThat(show("a@1", "a@2")).containsExactly("a@1", "a@2");
        assertThat(show("a@2", "a@3")).containsExactly("a@3");
    }

    @Test
    void R08_aLineThatStandsTwiceInOneWindowIsToldTwice() {
        assertThat(show("a@1", "a@1")).containsExactly("a@1", "a@1");
        assertThat(show("a@1", "a@1")).isEmpty();
        assertThat(show("a@1")).isEmpty();
        assertThat(show("a@1", "a@1", "a@1")).containsExactly("a@1");
    }

    @Test
    void R08_linesWithoutATimeAreToldOnce() {
        assertThat(show("a", "b")).containsExactly("a", "b");
        assertThat(show("a", "b", "c")).containsExactly("c");
        assertThat(show("a@", "b")).containsExactly("a@");
    }

    @Test
    void R08_windowsThatComeAndGoTellNothingTwice() {
        assertThat(show("a@1", "b@2")).hasSize(2);
        assertThat(show()).isEmpty();
        assertThat(show("a@1", "b@2")).isEmpty();
        assertThat(show()).isEmpty();
        assertThat(show("b@2", "c@3")).containsExactly("c@3");
    }

    @Test
    void R08_theServersOrderIsKept() {
        assertThat(show("c@3", "a@1")).containsExactly("c@3", "a@1");
        assertThat(show("d@4", "c@3", "b@2", "a@1")).containsExactly("d@4", "b@2");
    }

    @Test
    void anUpdateWithoutOldLinesIsTheSameObject() {
        StatusUpdate update = new StatusUpdate.InProgress(List.of(line("a@1")));

        assertThat(window.newLinesOf(update)).isSameAs(update);
        assertThat(window.newLinesOf(update)).isNotSameAs(update);
    }

    @Test
    void R08_aWindowLargerThanTheMemoryTellsNothingTwice() {
        List<String> many =
                IntStream.range(0, 5_000).mapToObj(i -> "line " + i + "@" + i).toList();

        assertThat(show(many)).hasSize(5_000);
        assertThat(show(many)).isEmpty();
        assertThat(show(many.subList(2_500, 5_000))).isEmpty();
        assertThat(show(many)).isEmpty();
    }

    @Test
    void R08_aRandomWindowOverALogTellsEachLineOnceInOrder() {
        Random random = new Random(42);
        List<String> log = IntStream.range(0, 3_000)
                .mapToObj(i -> "m" + i % 7 + "@" + i / 3)
                .toList();
        List<String> told = new ArrayList<>();
        int end = 0;
        while (end < log.size()) {
            end = Math.min(log.size(), end + random.nextInt(20));
            told.addAll(show(log.subList(Math.max(0, end - 100 - random.nextInt(20)), end)));
        }

        assertThat(told).isEqualTo(log);
    }

    @Test
    void R14_longLinesAreNotKeptInMemory() {
        long before = usedAfterCollection();
        for (int i = 0; i < 1_000; i++) {
            String message = "x".repeat(400_000) + i;
            assertThat(window.newLinesOf(new StatusUpdate.InProgress(List.of(line(message))))
                            .logs())
                    .hasSize(1);
            assertThat(window.newLinesOf(new StatusUpdate.InProgress(List.of(line(message))))
                            .logs())
                    .isEmpty();
        }
        assertThat(usedAfterCollection() - before).isLessThan(100_000_000L);
        assertThat(show("a@1")).hasSize(1);
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
