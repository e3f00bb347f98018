package dev.falreactive.emulator;

import dev.falreactive.protocol.HttpMethod;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the emulator saw, oldest first; calls below {@code /_emulator} are not in it but for uploads, and see {@link #media()}. An entry is
 * there before the client has the answer. Bounded: beyond its limits the oldest entry is dropped. Safe for use by several
 * threads.
 */
public final class Ledger {

    private static final long MAX_BODY_LETTERS = 64L * 1024 * 1024;

    private final TreeMap<Long, LedgerEntry> entries = new TreeMap<>();
    private final TreeMap<Long, LedgerEntry> media = new TreeMap<>();
    private final int maxEntries;
    private long last;
    private long bodyLetters;

    Ledger(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** {@return all requests; a copy that does not change} */
    public synchronized List<LedgerEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** {@return the reads of generated images and uploaded files; a copy that does not change} */
    public synchronized List<LedgerEntry> media() {
        return List.copyOf(media.values());
    }

    /**
     * The requests of one phase.
     *
     * @param phase what they asked for
     * @return a copy that does not change
     */
    public List<LedgerEntry> of(Phase phase) {
        return phase == Phase.MEDIA
                ? media()
                : matching(entry -> entry.phase().filter(phase::equals).isPresent());
    }

    /** {@return the requests to submit a job, those that were refused included} */
    public List<LedgerEntry> submits() {
        return of(Phase.SUBMIT);
    }

    /**
     * Counts requests.
     *
     * @param method the method
     * @param pathSuffix what the path ends with, such as {@code /status}
     * @return how many there were
     */
    public int count(HttpMethod method, String pathSuffix) {
        return matching(entry -> entry.method() == method && entry.path().endsWith(pathSuffix))
                .size();
    }

    /**
     * The requests about one job.
     *
     * @param requestId the job
     * @return its submit first
     */
    public List<LedgerEntry> forRequest(String requestId) {
        return matching(entry -> entry.requestId().filter(requestId::equals).isPresent());
    }

    /** Forgets everything seen so far. Numbers go on. */
    public synchronized void clear() {
        entries.clear();
        media.clear();
        bodyLetters = 0;
    }

    synchronized LedgerEntry add(Function<Long, LedgerEntry> made, boolean isMedia) {
        LedgerEntry entry = made.apply(++last);
        if (isMedia) {
            media.put(entry.number(), entry);
            if (media.size() > maxEntries) {
                media.pollFirstEntry();
            }
            return entry;
        }
        entries.put(entry.number(), entry);
        bodyLetters += entry.body().length();
        while (entries.size() > maxEntries || (bodyLetters > MAX_BODY_LETTERS && entries.size() > 1)) {
            bodyLetters -= entries.pollFirstEntry().getValue().body().length();
        }
        return entry;
    }

    synchronized void aborted(LedgerEntry entry) {
        entries.computeIfPresent(entry.number(), (number, known) -> known.withAborted());
        media.computeIfPresent(entry.number(), (number, known) -> known.withAborted());
    }

    private synchronized List<LedgerEntry> matching(Predicate<LedgerEntry> predicate) {
        return entries.values().stream().filter(predicate).toList();
    }
}
