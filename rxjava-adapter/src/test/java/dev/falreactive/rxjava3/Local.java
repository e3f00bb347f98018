package dev.falreactive.rxjava3;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** An emulator and a client of it, with short pauses. */
final class Local implements AutoCloseable {

    static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();

    /** No pause: whatever a watch would do too much, it would do at once. */
    static final WatchOptions EAGER = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));

    final FalEmulator emulator;
    final RxFalClient client;
    final RxQueue<FluxLoraRequest, FluxLoraResult> queue;
    final List<Orphan> orphans = new CopyOnWriteArrayList<>();

    Local() {
        this(UnaryOperator.identity());
    }

    Local(UnaryOperator<FalConfig.Builder> settings) {
        emulator = FalEmulator.start(EmulatorConfig.builder()
                .port(0)
                .runners(1_000)
                .queueTime(Duration.ofMillis(10))
                .runTime(Duration.ofMillis(20))
                .build());
        client = RxFalClient.builder(settings.apply(config(emulator)).build())
                .onOrphan(orphans::add)
                .build();
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    static FalConfig.Builder config(FalEmulator emulator) {
        return FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .statusCallsPerSecond(100_000)
                .pollPolicy(PollPolicy.constant(Duration.ofMillis(10)));
    }

    /** A job that runs and never ends. */
    QueueTicket submitEndless() {
        emulator.nextJob(JobScript.steps(JobScript.running()));
        return queue.submit(INPUT).blockingGet();
    }

    int statusCalls(QueueTicket ticket) {
        return emulator.ledger().count(HttpMethod.GET, ticket.requestId() + "/status");
    }

    int allStatusCalls() {
        return emulator.ledger().count(HttpMethod.GET, "/status");
    }

    /** Lets as much happen as would happen, measured in round trips and not in time. */
    void letThingsHappen() {
        QueueTicket other = submitEndless();
        for (int i = 0; i < 25; i++) {
            queue.status(other).blockingGet();
        }
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
