package dev.falreactive.samples.soak;

import dev.falreactive.QueueTicket;
import dev.falreactive.samples.soak.Journal.Event;
import dev.falreactive.samples.soak.Posts.Post;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the client's journal against the emulator's ledger.
 *
 * @param posts how many submits arrived
 * @param tickets how many tickets the client wrote down
 * @param images how many images it saved
 * @param lost tickets whose image it does not have
 * @param doubled jobs that were made more than once
 * @param withoutTicket each submit that arrived and whose ticket the client does not have
 */
record Tally(int posts, int tickets, int images, int lost, int doubled, List<Row> withoutTicket) {

    private static final String KILLED = "in flight at the kill";
    private static final String UNACCOUNTED = "unaccounted";

    /**
     * A submit without a ticket.
     *
     * @param post the submit
     * @param reason the fault that struck it, or why else there is no ticket
     */
    record Row(Post post, String reason) {

        @Override
        public String toString() {
            return post.job() + "\t" + reason + "\tHTTP " + post.status() + "\t"
                    + post.requestId().map(id -> "made job " + id).orElse("made no job");
        }
    }

    static Tally of(Map<Integer, Journal.Entry> journal, List<Post> posts) {
        Set<String> tickets = new HashSet<>();
        journal.values()
                .forEach(entry -> entry.ticket().map(QueueTicket::requestId).ifPresent(tickets::add));
        Map<Integer, Integer> made = new HashMap<>();
        List<Row> without = new ArrayList<>();
        for (Post post : posts) {
            if (post.requestId().isPresent()) {
                made.merge(post.job(), 1, Integer::sum);
            }
            if (post.requestId().filter(tickets::contains).isEmpty()) {
                without.add(new Row(post, reason(post, journal)));
            }
        }
        return new Tally(
                posts.size(),
                tickets.size(),
                count(journal, Event.IMAGE),
                (int) journal.values().stream()
                        .filter(entry -> entry.has(Event.TICKET) && !entry.has(Event.IMAGE))
                        .count(),
                (int) made.values().stream().filter(times -> times > 1).count(),
                List.copyOf(without));
    }

    private static String reason(Post post, Map<Integer, Journal.Entry> journal) {
        if (post.fault().isPresent()) {
            return post.fault().get();
        }
        Journal.Entry entry = journal.getOrDefault(post.job(), new Journal.Entry(Map.of()));
        boolean told = entry.has(Event.TICKET) || entry.has(Event.UNKNOWN) || entry.has(Event.REFUSED);
        return entry.has(Event.INTENT) && !told ? KILLED : UNACCOUNTED;
    }

    private static int count(Map<Integer, Journal.Entry> journal, Event event) {
        return (int) journal.values().stream().filter(entry -> entry.has(event)).count();
    }

    int unaccounted() {
        return (int) withoutTicket.stream()
                .filter(row -> row.reason().equals(UNACCOUNTED))
                .count();
    }

    /** How many submits without a ticket there are for each reason, and how many of them made a job. */
    Map<String, int[]> reasons() {
        Map<String, int[]> reasons = new TreeMap<>();
        for (Row row : withoutTicket) {
            int[] counts = reasons.computeIfAbsent(row.reason(), reason -> new int[2]);
            counts[0]++;
            counts[1] += row.post().requestId().isPresent() ? 1 : 0;
        }
        return reasons;
    }
}
