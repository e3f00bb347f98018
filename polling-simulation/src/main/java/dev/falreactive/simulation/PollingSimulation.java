package dev.falreactive.simulation;

import dev.falreactive.EndpointId;
import dev.falreactive.JobMetrics;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.polling.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;

/**
 * Watches jobs by a poll policy as a client does, in a time of its own. The policy is shown what a client sees: the phase
 * at each poll, and the time that the job ran once it has ended. Each poll is answered at once.
 */
public final class PollingSimulation {

    private static final EndpointId ENDPOINT = EndpointId.of("simulated/jobs");
    private static final double NANOS = 1e9;
    private static final long MILLI = 1_000_000;

    private final PollPolicy policy;
    private final Random random;
    private long now = Duration.ofDays(20_000).toNanos();

    /**
     * A simulation.
     *
     * @param policy asked when to poll, and told of the ends; keeps what it learns from one call to the next
     * @param seed where chance comes from
     */
    public PollingSimulation(PollPolicy policy, long seed) {
        this.policy = policy;
        this.random = new Random(seed);
    }

    /**
     * Watches jobs, one after the other.
     *
     * @param jobs the distribution
     * @param count how many, 1 or more
     * @return what it cost
     */
    public Cost watch(Jobs jobs, int count) {
        List<Watched> watched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            watched.add(watch(jobs.next(random)));
        }
        return Cost.of(watched);
    }

    /**
     * Watches many jobs at a time: they end in another order than they were submitted in.
     *
     * @param jobs the distribution
     * @param count how many, 1 or more
     * @param every the time between two submits, in seconds; zero if all are submitted at once
     * @return the jobs, in the order of their submit
     */
    public List<Watched> watchTogether(Jobs jobs, int count, double every) {
        List<Job> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(jobs.next(random));
        }
        return watchTogether(made, every);
    }

    /**
     * Watches one job to its end.
     *
     * @param job the job
     * @return what was polled
     */
    public Watched watch(Job job) {
        return watchTogether(List.of(job), 0).get(0);
    }

    /**
     * Watches the jobs that are given.
     *
     * @param jobs the jobs
     * @param every the time between two submits, in seconds
     * @return the jobs, in the same order
     */
    public List<Watched> watchTogether(List<Job> jobs, double every) {
        PriorityQueue<Watch> next = new PriorityQueue<>(Comparator.comparingLong(watch -> watch.nextAt));
        List<Watch> all = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            all.add(new Watch(jobs.get(i), now + Math.round(i * every * 1_000) * MILLI));
        }
        next.addAll(all);
        while (!next.isEmpty()) {
            Watch watch = next.remove();
            now = watch.nextAt;
            watch.poll();
            if (!watch.ended) {
                next.add(watch);
            }
        }
        // The next one is submitted on a whole millisecond, as its ticket says.
        now = (now / MILLI + 1_000) * MILLI;
        return all.stream().map(watch -> new Watched(watch.job, watch.polls)).toList();
    }

    private final class Watch {
        private final Job job;
        private final long submitted;
        private final Sightings sightings;
        private final List<Double> polls = new ArrayList<>();
        private boolean begun;
        private boolean ended;
        private long nextAt;

        Watch(Job job, long submitted) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            QueueTicket ticket = QueueTicket.of(ENDPOINT, id.toString(), Instant.ofEpochMilli(submitted / MILLI));
            this.job = job;
            this.submitted = submitted;
            this.sightings = new Sightings(policy, ticket, submitted);
            this.nextAt = submitted;
        }

        void poll() {
            if (!begun) {
                begun = true;
                nextAt = now
                        + sightings.pauseBeforeFirst(now, random.nextDouble()).toNanos();
                if (nextAt > now) {
                    return;
                }
            }
            double at = (now - submitted) / NANOS;
            polls.add(at);
            StatusUpdate update = status(job, at);
            sightings.saw(update, now);
            ended = update.isTerminal();
            if (!ended) {
                nextAt = now + sightings.pause(now, random.nextDouble()).toNanos();
            }
        }
    }

    /** What the status of a job says at a time. */
    private static StatusUpdate status(Job job, double at) {
        if (at < job.queue()) {
            return new StatusUpdate.InQueue(OptionalInt.of(0), List.of());
        }
        if (at < job.end()) {
            return new StatusUpdate.InProgress(List.of());
        }
        Duration ran = Duration.ofNanos(Math.round(job.run() * NANOS));
        return new StatusUpdate.Completed(
                new JobMetrics(Optional.of(ran), Map.of()), Optional.empty(), true, List.of());
    }
}
