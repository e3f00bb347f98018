package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The rules of Reactive Streams on the real watch over a real stream. */
@Test
public class StreamingWatchTckTest extends PublisherVerification<StatusUpdate> {

    private FalEmulator emulator;
    private ReactorFalClient client;
    private ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;

    public StreamingWatchTckTest() {
        super(new TestEnvironment(2_000, 100), 500);
    }

    @BeforeClass
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                // Looks for news as often.
                .keepAlive(Duration.ofMillis(5))
                .build());
        client = ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .statusCallsPerSecond(100_000)
                .build());
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    @AfterClass
    void stop() {
        client.close();
        emulator.close();
    }

    /** The job goes on when an update is delivered, so that a slow reader misses none. */
    @Override
    public Publisher<StatusUpdate> createPublisher(long elements) {
        emulator.nextJob(JobScript.steps(elements == 1 ? JobScript.completed() : JobScript.queued(0)));
        QueueTicket ticket = Objects.requireNonNull(
                queue.submit(FluxLoraRequest.builder("a tiger").build()).block());
        AtomicLong delivered = new AtomicLong();
        return queue.watch(
                ticket, WatchOptions.defaults().withMode(WatchMode.STREAMING).withOnUpdate(update -> {
                    long next = delivered.incrementAndGet() + 1;
                    if (next <= elements) {
                        emulator.steer(
                                ticket.requestId(),
                                next == elements ? JobScript.completed() : JobScript.queued((int) next));
                    }
                }));
    }

    /** Fails before any demand, as the rules want it: the ticket is another endpoint's. */
    @Override
    public Publisher<StatusUpdate> createFailedPublisher() {
        return queue.watch(
                QueueTicket.of(EndpointId.of("fal-ai/another"), "some-id", Instant.EPOCH),
                WatchOptions.defaults().withMode(WatchMode.STREAMING));
    }

    /** Long.MAX_VALUE would mean that a watch has no end. */
    @Override
    public long maxElementsFromPublisher() {
        return Long.MAX_VALUE - 1;
    }
}
