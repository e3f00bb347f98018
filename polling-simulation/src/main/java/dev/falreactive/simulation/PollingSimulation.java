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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;

/**
 * Watches jobs by a poll policy as a client does, in a time of its own. The policy is shown what a client sees: the phase
 * at each poll, and the time that the job ran once it has ended. Each poll is answered at once.
 */
public final class PollingSimulation {

    private static final EndpointId ENDPOINT = EndpointId.of("simulated/jobs");
    private static final double NANOS = 1e9;

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
        double lag = 0;
        long polls = 0;
        for (int i = 0; i < count; i++) {
            Job job = jobs.next(random);
            List<Double> at = polls(job);
            polls += at.size();
            lag += at.get(at.size() - 1) - job.end();
        }
        return new Cost(lag / count, (double) polls / count);
    }

    /**
     * Watches one job to its end.
     *
     * @param job the job
     * @return the instants of its polls, in seconds since its submit; the last one sees the end
     */
    public List<Double> polls(Job job) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        QueueTicket ticket = QueueTicket.of(ENDPOINT, id.toString(), Instant.ofEpochMilli(now / 1_000_000));
        long submitted = now;
        Sightings sightings = new Sightings(policy, ticket, now);
        List<Double> polls = new ArrayList<>();
        Duration pause = sightings.pauseBeforeFirst(now, random.nextDouble());
        while (true) {
            now += pause.toNanos();
            double at = (now - submitted) / NANOS;
            polls.add(at);
            StatusUpdate update = status(job, at);
            sightings.saw(update, now);
            if (update.isTerminal()) {
                // The next one is submitted on a whole millisecond, as its ticket says.
                now = (now / 1_000_000 + 1_000) * 1_000_000;
                return polls;
            }
            pause = sightings.pause(now, random.nextDouble());
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
