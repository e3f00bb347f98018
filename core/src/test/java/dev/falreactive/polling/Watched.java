package dev.falreactive.polling;

import dev.falreactive.EndpointId;
import dev.falreactive.JobFailure;
import dev.falreactive.JobMetrics;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Jobs submitted at the epoch, as a policy hears of them. */
final class Watched {

    static final StatusUpdate QUEUED = new StatusUpdate.InQueue(OptionalInt.of(0), List.of());
    static final StatusUpdate RUNNING = new StatusUpdate.InProgress(List.of());

    private final PollPolicy policy;
    private int number;

    Watched(PollPolicy policy) {
        this.policy = policy;
    }

    static QueueTicket ticket(String id) {
        return QueueTicket.of(EndpointId.of("owner/app"), id, Instant.EPOCH);
    }

    static StatusUpdate completed(double ran) {
        return new StatusUpdate.Completed(
                new JobMetrics(Optional.of(duration(ran)), Map.of()), Optional.empty(), true, List.of());
    }

    static Duration duration(double seconds) {
        return Duration.ofMillis((long) (seconds * 1_000));
    }

    static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    Sightings begin(String id) {
        return begin(id, 0);
    }

    Sightings begin(String id, long now) {
        return new Sightings(policy, ticket(id), now);
    }

    /** Jobs that wait for a second and end after so many. */
    void jobs(int count, double total) {
        for (int i = 0; i < count; i++) {
            job("job " + number++, total, 0.2, total - 1);
        }
    }

    /** A job that was alive so long before its end was seen. */
    void job(String id, double total, double before, double ran) {
        policy.ended(state(id, completed(ran), total, total - before, 0, Optional.empty()));
    }

    void failed(String id, double total) {
        JobFailure failure = new JobFailure("out of memory", Optional.empty(), List.of(), OptionalInt.empty());
        StatusUpdate update = new StatusUpdate.Completed(
                new JobMetrics(Optional.empty(), Map.of()), Optional.of(failure), false, List.of());
        policy.ended(state(id, update, total, total - 0.1, 0, Optional.empty()));
    }

    Duration pauseWhileQueued(Duration age) {
        return pauseWhileQueued(age, 0.5);
    }

    Duration pauseWhileQueued(Duration age, double random) {
        PollPolicy.Times times = new PollPolicy.Times(age, age, age, Optional.empty());
        return policy.pauseAfter(new PollPolicy.State(ticket("id"), 1, age, QUEUED, times, random));
    }

    Duration pauseWhileRunning(Duration seen, Duration age) {
        return pauseWhileRunning(seen, age, 0.5);
    }

    Duration pauseWhileRunning(Duration seen, Duration age, double random) {
        PollPolicy.Times times = new PollPolicy.Times(age, age, Duration.ZERO, Optional.of(seen));
        return policy.pauseAfter(new PollPolicy.State(ticket("id"), 1, age, RUNNING, times, random));
    }

    PollPolicy.State state(
            String id, StatusUpdate latest, double age, double alive, double queued, Optional<Double> running) {
        PollPolicy.Times times =
                new PollPolicy.Times(duration(age), duration(alive), duration(queued), running.map(Watched::duration));
        return new PollPolicy.State(ticket(id), 1, duration(age), latest, times, 0.5);
    }
}
