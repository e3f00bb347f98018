package dev.falreactive.contract;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.RetryPolicy;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.RelayDialect;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** An emulator and a client of the adapter under test, with short pauses. */
final class Bench implements AutoCloseable {

    static final FluxLoraRequest INPUT =
            FluxLoraRequest.builder("a tiger").seed(7).imageSize(64, 64).build();
    static final SubmitOptions SUBMIT = SubmitOptions.defaults();

    final FalEmulator emulator;
    final QueueFace queue;
    final WatchOptions watch;

    /** Whether the client asks for results where it would ask for statuses. */
    final boolean byResult;

    /** No pause: whatever a watch would do too much, it would do at once. */
    final WatchOptions eager;

    final List<Orphan> orphans = new CopyOnWriteArrayList<>();

    private Bench(ContractHooks hooks, FalEmulator emulator, UnaryOperator<FalConfig.Builder> settings) {
        this.emulator = emulator;
        this.watch = hooks.watchOptions();
        this.eager = watch.withPollPolicy(PollPolicy.constant(Duration.ZERO));
        this.byResult = hooks.relay()
                .filter(relay -> relay.statusPath() == RelayProfile.Offer.ABSENT)
                .isPresent();
        FalConfig.Builder config = defaults(emulator);
        hooks.relay().ifPresent(config::profile);
        this.queue = hooks.open(settings.apply(config).build(), orphans::add);
    }

    static Bench open(ContractHooks hooks) {
        return open(hooks, UnaryOperator.identity());
    }

    static Bench open(ContractHooks hooks, UnaryOperator<FalConfig.Builder> settings) {
        EmulatorConfig.Builder emulator = emulator();
        // A status in place of the result tells as much as the status path: the rules can be seen to hold.
        hooks.relay()
                .ifPresent(relay -> emulator.relay(RelayDialect.of(relay)
                                .withCancelPath(true)
                                .withPending(RelayDialect.Pending.STATUS_200))
                        .bearer(false));
        return open(hooks, emulator.build(), settings);
    }

    static Bench open(ContractHooks hooks, EmulatorConfig emulator, UnaryOperator<FalConfig.Builder> settings) {
        return new Bench(hooks, FalEmulator.start(emulator), settings);
    }

    static EmulatorConfig.Builder emulator() {
        return EmulatorConfig.builder()
                .port(0)
                .runners(100)
                .queueTime(Duration.ofMillis(20))
                .runTime(Duration.ofMillis(40));
    }

    private static FalConfig.Builder defaults(FalEmulator emulator) {
        return FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(emulator.credentials())
                .pollPolicy(PollPolicy.constant(Duration.ofMillis(10)))
                .retryPolicy(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    /** Submits a job that tells each status call the next step, and the last one for ever. */
    QueueTicket submit(JobScript script) {
        emulator.nextJob(script);
        return submit();
    }

    QueueTicket submit() {
        return Probe.one(queue.submit(INPUT, SUBMIT));
    }

    /** A job that runs and never ends. */
    QueueTicket submitEndless() {
        return submit(JobScript.steps(JobScript.running()));
    }

    List<LedgerEntry> calls(HttpMethod method, String pathSuffix) {
        return emulator.ledger().entries().stream()
                .filter(entry -> entry.method() == method && entry.path().endsWith(pathSuffix))
                .toList();
    }

    boolean isStreaming() {
        return watch.mode() == WatchMode.STREAMING;
    }

    /** What the first call of a watch asks for. */
    Phase watchPhase() {
        return isStreaming() ? Phase.STREAM : statusPhase();
    }

    /** What a status call asks for. */
    Phase statusPhase() {
        return byResult ? Phase.RESULT : Phase.STATUS;
    }

    /** Lets so many status calls go wrong, and so many streams, if it is by streams that is watched. */
    void strikeWatch(Fault fault, int times) {
        emulator.inject(statusPhase(), fault, times);
        if (isStreaming()) {
            emulator.inject(Phase.STREAM, fault, times);
        }
    }

    /** Those that asked for a stream included. */
    List<LedgerEntry> statusCalls(QueueTicket ticket) {
        if (byResult) {
            return resultCalls(ticket);
        }
        return emulator.ledger().entries().stream()
                .filter(entry -> entry.method() == HttpMethod.GET)
                .filter(entry ->
                        Pattern.matches(".*/" + Pattern.quote(ticket.requestId()) + "/status(/stream)?", entry.path()))
                .toList();
    }

    List<LedgerEntry> resultCalls(QueueTicket ticket) {
        return calls(HttpMethod.GET, "/" + ticket.requestId());
    }

    List<LedgerEntry> cancelCalls() {
        return calls(HttpMethod.PUT, "/cancel");
    }

    long posts() {
        return emulator.ledger().entries().stream()
                .filter(entry -> entry.method() == HttpMethod.POST)
                .count();
    }

    /**
     * Lets as much happen as would happen, measured in work and not in time: what was to be called without a pause has been
     * called by the end of these round trips.
     */
    void letThingsHappen() {
        QueueTicket other = submitEndless();
        for (int i = 0; i < 25; i++) {
            Probe.one(queue.status(other));
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
        queue.close();
        emulator.close();
    }
}
