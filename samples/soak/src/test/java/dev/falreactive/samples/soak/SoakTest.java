package dev.falreactive.samples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.samples.soak.Journal.Event;
import dev.falreactive.samples.soak.Posts.Post;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SoakTest {

    private static final String TICKET =
            "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"r%d\",\"submitted_at\":\"2026-11-01T00:00:00Z\"}";

    @TempDir
    Path directory;

    @Test
    @Timeout(240)
    void aShortSoakLosesDoublesAndLeaksNothing() throws IOException {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new Soak())
                .setOut(new PrintWriter(out, true))
                .execute("--jobs", "300", "--in-flight", "60", "--dir", directory.toString());
        assertThat(out.toString())
                .contains("the client was killed")
                .contains("\njobs 300\n")
                .contains("\nlost 0\n")
                .contains("\ndoubled 0\n")
                .contains("\nleaked connections 0\n")
                .contains("\nleaked buffers 0\n")
                .containsPattern("(?m)^  accept-then-drop \\d+, of which \\d+ made a job$")
                .containsPattern("(?m)^  in flight at the kill \\d+");
        Map<Integer, Journal.Entry> journal = Journal.read(directory.resolve(Soak.JOURNAL));
        assertThat(journal).hasSize(300);
        // On a machine so busy that an answer takes too long there are some: of each the client was told just that.
        List<String[]> unaccounted = Files.readAllLines(directory.resolve("posts-without-ticket.tsv")).stream()
                .map(row -> row.split("\t"))
                .filter(row -> row[1].equals("unaccounted"))
                .toList();
        assertThat(out.toString()).contains("\nunaccounted " + unaccounted.size() + "\n");
        assertThat(unaccounted)
                .allSatisfy(
                        row -> assertThat(journal.get(Integer.valueOf(row[0])).texts())
                                .hasEntrySatisfying(
                                        Event.UNKNOWN, told -> assertThat(told).contains("no whole answer within")));
        // An answer that breaks off or names no job in its body costs no job: its head names it.
        assertThat(journal.values())
                .filteredOn(entry -> entry.has(Event.UNKNOWN) && entry.has(Event.TICKET))
                .isNotEmpty()
                .allMatch(entry -> entry.has(Event.IMAGE));
        assertThat(journal.values())
                .filteredOn(entry -> entry.has(Event.UNKNOWN)
                        && entry.texts().get(Event.UNKNOWN).contains("names no job"))
                .allMatch(entry -> entry.has(Event.TICKET));
        long images = journal.values().stream().filter(e -> e.has(Event.IMAGE)).count();
        try (var files = Files.list(directory.resolve(Soak.IMAGES))) {
            // A client that is killed may have saved an image that it has not noted; never the other way round.
            assertThat(files.filter(file -> file.toString().endsWith(".jpg")).count())
                    .isEqualTo(images);
        }
        // In a run as short as this one, a heap that grows may be one that warms up.
        boolean clean = unaccounted.isEmpty() && !out.toString().contains("the heap grows");
        assertThat(exit).as(out.toString()).isEqualTo(clean ? 0 : 1);
    }

    @Test
    void whatIsLostDoubledOrUnaccountedIsSeen() throws IOException {
        Path file = directory.resolve("journal.tsv");
        try (Journal journal = Journal.append(file)) {
            for (int job = 0; job < 6; job++) {
                journal.write(Event.INTENT, job, "-");
            }
            journal.write(Event.TICKET, 0, TICKET.formatted(0));
            journal.write(Event.IMAGE, 0, "10 bytes");
            journal.write(Event.TICKET, 1, TICKET.formatted(1));
            journal.write(Event.TICKET, 2, TICKET.formatted(2));
            journal.write(Event.IMAGE, 2, "10 bytes");
            journal.write(Event.UNKNOWN, 3, "reset");
            journal.write(Event.UNKNOWN, 5, "reset");
        }
        Tally tally = Tally.of(
                Journal.read(file),
                List.of(
                        post(0, "r0", null),
                        post(1, "r1", null),
                        post(2, "r2", null),
                        post(2, "r2-again", "accept-then-drop"),
                        post(3, "r3", "stall"),
                        post(4, "r4", null),
                        post(5, "r5", null)));
        assertThat(tally.posts()).isEqualTo(7);
        assertThat(tally.tickets()).isEqualTo(3);
        assertThat(tally.images()).isEqualTo(2);
        assertThat(tally.lost()).isEqualTo(1);
        assertThat(tally.doubled()).isEqualTo(1);
        assertThat(tally.unaccounted()).isEqualTo(1);
        assertThat(tally.withoutTicket())
                .extracting(Tally.Row::reason)
                .containsExactly("accept-then-drop", "stall", "in flight at the kill", "unaccounted");
    }

    @Test
    void aLineThatWasCutByTheKillIsNotRead() throws IOException {
        Path file = directory.resolve("journal.tsv");
        try (Journal journal = Journal.append(file)) {
            journal.write(Event.INTENT, 7, "-");
        }
        Files.writeString(file, "TICKET\t7\t{\"v\":1,\"endp", StandardOpenOption.APPEND);
        assertThat(Journal.read(file).get(7).ticket()).isEmpty();
        try (Journal journal = Journal.append(file)) {
            journal.write(Event.TICKET, 7, TICKET.formatted(7));
        }
        assertThat(Journal.read(file).get(7).ticket()).isPresent();
    }

    @Test
    void aHeapThatGrowsIsSeen() {
        Heap heap = new Heap(40);
        for (int settled = 1; settled <= 40; settled++) {
            heap.add(settled, settled <= 30 ? 100 : 120);
        }
        assertThat(heap.byQuarter()).containsExactly(100L, 100L, 100L, 120L);
        assertThat(heap.grows()).isTrue();
        for (int settled = 31; settled <= 40; settled++) {
            heap.add(settled, 110);
        }
        assertThat(heap.grows()).isFalse();
    }

    private static Post post(int job, String requestId, String fault) {
        return new Post(job, Optional.of(requestId), fault == null ? 200 : 0, Optional.ofNullable(fault));
    }
}
