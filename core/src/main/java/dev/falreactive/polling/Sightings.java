package dev.falreactive.polling;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one watch has seen of its job, and when: asks its policy, and tells it of the end. The caller brings the time, in
 * nanoseconds since the epoch, and makes sure that one thread at a time is here.
 */
public final class Sightings {

    /** From this age on, or this long after the latest update, an end may have been missed and its result may expire. */
    private static final long EXPIRING = Duration.ofMinutes(1).toNanos();

    /** No queue keeps a job for so long: the ticket does not say when it was submitted. */
    private static final long UNKNOWN = Duration.ofDays(365).toNanos();

    private static final long NEVER = -1;

    private final PollPolicy policy;
    private final QueueTicket ticket;
    private final long startedAt;
    private final long ageAtStart;
    private final boolean ageIsKnown;

    private long updates;
    private long latestAt;
    private long alive;
    private long queued;
    private long running = NEVER;
    private @Nullable StatusUpdate latest;

    /**
     * A watch that begins.
     *
     * @param policy whom to ask
     * @param ticket the job
     * @param now the time
     */
    public Sightings(PollPolicy policy, QueueTicket ticket, long now) {
        this.policy = policy;
        this.ticket = ticket;
        this.startedAt = now;
        Instant submitted = ticket.submittedAt();
        // Another machine's clock may be ahead.
        double age = now - (submitted.getEpochSecond() * 1e9 + submitted.getNano());
        this.ageIsKnown = age < UNKNOWN;
        this.ageAtStart = ageIsKnown ? (long) Math.max(0, age) : 0;
        this.latestAt = now;
    }

    /**
     * An update arrived that the watch asked for.
     *
     * @param update the update
     * @param now the time
     */
    public void saw(StatusUpdate update, long now) {
        saw(update, now, alive);
    }

    /**
     * An update arrived by itself, as soon as there was something to tell. The first one may tell what is long known.
     *
     * @param update the update
     * @param now the time
     */
    public void wasTold(StatusUpdate update, long now) {
        saw(update, now, updates == 0 ? alive : age(now));
    }

    private void saw(StatusUpdate update, long now, long aliveBefore) {
        long age = age(now);
        updates++;
        latestAt = now;
        latest = update;
        if (update.isTerminal()) {
            alive = aliveBefore;
            if (ageIsKnown) {
                policy.ended(state(update, now, 0.5));
            }
            return;
        }
        alive = age;
        if (update.phase() == StatusUpdate.Phase.IN_QUEUE) {
            queued = age;
            running = NEVER;
        } else if (update.phase() == StatusUpdate.Phase.IN_PROGRESS && running == NEVER) {
            running = age;
        }
    }

    /**
     * How long to pause before the first call; not at all if nobody knows the job's age.
     *
     * @param now the time
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return the pause
     */
    public Duration pauseBeforeFirst(long now, double random) {
        return ageIsKnown ? policy.pauseBeforeFirst(ticket, Duration.ofNanos(age(now)), random) : Duration.ZERO;
    }

    /**
     * How long to pause before the next call.
     *
     * @param now the time
     * @param random a number from 0 (inclusive) to 1 (exclusive)
     * @return the pause; none if nothing was seen yet
     */
    public Duration pause(long now, double random) {
        StatusUpdate last = latest;
        return last == null ? Duration.ZERO : policy.pauseAfter(state(last, now, random));
    }

    /**
     * How useful a call is now, to order those that wait: from 0, a job that has just come, to 1, one that may have ended
     * long ago and whose result may expire.
     *
     * @param now the time
     * @return from 0 to 1
     */
    public double usefulness(long now) {
        StatusUpdate last = latest;
        boolean expiring = last == null ? !ageIsKnown || age(now) >= EXPIRING : now - latestAt >= EXPIRING;
        if (expiring) {
            return 1;
        }
        return last == null ? 0 : Math.min(1, Math.max(0, policy.likelyEnded(state(last, now, 0.5))));
    }

    private PollPolicy.State state(StatusUpdate last, long now, double random) {
        // Read once: who asks how useful a call is may be another thread.
        long begun = running;
        PollPolicy.Times times = new PollPolicy.Times(
                Duration.ofNanos(age(now)),
                Duration.ofNanos(alive),
                Duration.ofNanos(queued),
                begun == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(begun)));
        return new PollPolicy.State(ticket, updates, Duration.ofNanos(now - startedAt), last, times, random);
    }

    private long age(long now) {
        return ageAtStart + Math.max(0, now - startedAt);
    }
}
