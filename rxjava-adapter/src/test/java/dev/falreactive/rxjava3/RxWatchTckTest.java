package dev.falreactive.rxjava3;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The rules of Reactive Streams on the real watch over a real exchange. */
@Test
public class RxWatchTckTest extends PublisherVerification<StatusUpdate> {

    /** More elements than any rule reads to their end; a watch of more never ends. */
    private static final long LONG = 1_000;

    private FalEmulator emulator;
    private RxFalClient client;
    private RxQueue<FluxLoraRequest, FluxLoraResult> queue;

    public RxWatchTckTest() {
        super(new TestEnvironment(2_000, 100), 500);
    }

    @BeforeClass
    void start() {
        emulator = FalEmulator.start(EmulatorConfig.builder().port(0).build());
        client = RxFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .statusCallsPerSecond(100_000)
                .pollPolicy(PollPolicy.constant(Duration.ZERO))
                .build());
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    @AfterClass
    void stop() {
        client.close();
        emulator.close();
    }

    @Override
    public Publisher<StatusUpdate> createPublisher(long elements) {
        Stream<JobScript.Step> running =
                IntStream.range(1, (int) Math.min(elements, LONG)).mapToObj(i -> JobScript.running());
        Stream<JobScript.Step> end =
                elements > LONG ? Stream.of(JobScript.running()) : Stream.of(JobScript.completed());
        emulator.nextJob(JobScript.steps(Stream.concat(running, end).toArray(JobScript.Step[]::new)));
        QueueTicket ticket =
                queue.submit(FluxLoraRequest.builder("a tiger").build()).blockingGet();
        return queue.watch(ticket);
    }

    /** Fails before any demand, as the rules want it: the ticket is another endpoint's. */
    @Override
    public Publisher<StatusUpdate> createFailedPublisher() {
        return queue.watch(QueueTicket.of(EndpointId.of("fal-ai/another"), "some-id", Instant.EPOCH));
    }

    /** Long.MAX_VALUE would mean that a watch has no end. */
    @Override
    public long maxElementsFromPublisher() {
        return Long.MAX_VALUE - 1;
    }
}
