package dev.falreactive.benchmarks.jmh;

import dev.falreactive.EndpointId;
import dev.falreactive.JobMetrics;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.polling.Sightings;
import dev.falreactive.simulation.Jobs;
import dev.falreactive.simulation.PollingSimulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Asking the adaptive policy for a pause, and letting it learn, when it knows 200 jobs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyAsking {

    private static final long SECOND = 1_000_000_000L;

    private final PollPolicy policy = learned();
    private final QueueTicket ticket = QueueTicket.of(EndpointId.of("simulated/jobs"), "id", Instant.EPOCH);
    private final StatusUpdate running = new StatusUpdate.InProgress(List.of());
    private final StatusUpdate completed = new StatusUpdate.Completed(
            new JobMetrics(Optional.of(Duration.ofSeconds(4)), Map.of()), Optional.empty(), true, List.of());
    private final Sightings watch = watching();

    private static PollPolicy learned() {
        PollPolicy policy = PollPolicy.adaptive();
        new PollingSimulation(policy, 1).watch(Jobs.WARM, 200);
        return policy;
    }

    private Sightings watching() {
        Sightings sightings = new Sightings(policy, ticket, 0);
        sightings.saw(running, 2 * SECOND);
        return sightings;
    }

    @Benchmark
    public Duration pause() {
        return watch.pause(3 * SECOND, 0.5);
    }

    @Benchmark
    public Sightings learnAndAsk() {
        Sightings one = new Sightings(policy, ticket, 0);
        one.saw(running, 2 * SECOND);
        one.pause(2 * SECOND, 0.5);
        one.saw(completed, 5 * SECOND);
        return one;
    }
}
