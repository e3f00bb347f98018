package dev.falreactive.samples.batch;

import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The tickets of jobs that are not over, one a line, beside the images: a process that dies leaves the file as it is. */
final class TicketFile {

    static final String NAME = "tickets.jsonl";

    private TicketFile() {}

    /**
     * Adds the tickets of jobs that go on, and drops those of jobs that are over: what an earlier batch left is kept. There
     * is no file when there is no ticket. Whoever reads it, or is killed, sees it before or after, never in between.
     *
     * @param open the tickets as {@link BatchJob#noted} writes them
     * @param known the request ids of all jobs of this batch
     */
    static void update(Path file, Collection<String> open, Set<String> known) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            InputFile.tickets(file).stream()
                    .filter(job -> !isOf(known, job))
                    .map(BatchJob::text)
                    .forEach(lines::add);
        }
        lines.addAll(open);
        if (lines.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Path whole = Files.write(file.resolveSibling(NAME + ".part"), lines);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isOf(Set<String> known, BatchJob job) {
        try {
            return job.ticket()
                    .map(QueueTicket::requestId)
                    .filter(known::contains)
                    .isPresent();
        } catch (FalException.InvalidInput e) {
            return false;
        }
    }
}
