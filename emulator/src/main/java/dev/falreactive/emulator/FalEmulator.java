package dev.falreactive.emulator;

import dev.falreactive.FalCredentials;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.webhook.WebhookKeys;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A running local queue on 127.0.0.1. Speaks as fal's own does, accepts any well-formed key, bills nobody, and draws its
 * images itself. Safe for use by several threads; its own threads are daemons.
 *
 * <pre>{@code
 * try (FalEmulator emulator = FalEmulator.start()) {
 *     FalConfig config = FalConfig.builder()
 *             .baseUrl(emulator.baseUrl())
 *             .directUrl(emulator.directUrl())
 *             .credentials(emulator.credentials())
 *             .build();
 * }
 * }</pre>
 */
public final class FalEmulator implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PICTURE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_WAITING_PICTURES = 100_000;

    private final ConfigValues config;
    private final EmulatedQueue queue;
    private final FaultBox faults = new FaultBox();
    private final Ledger ledger;
    private final WebhookBook webhooks;
    private final Scheduler timer;
    private final Scheduler studio;
    private final LoopResources loops;
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final StorageDisk disk = new StorageDisk();
    private final WebhookDesk desk;
    private final DisposableServer server;
    private final DisposableServer directServer;

    private FalEmulator(EmulatorConfig settings) {
        this.config = settings.values();
        // Read here, since the class path blocks, which an event loop must not.
        FluxLora.inputSchema();
        // Seeded here, since the operating system's own source may block, which an event loop must not.
        RandomGenerator random =
                new SplittableRandom(config.randomSeed().orElseGet(() -> new SecureRandom().nextLong()));
        Storage storage = new Storage(config, disk);
        queue = EmulatedQueue.create(config, random, storage::image);
        ledger = new Ledger(config.ledgerEntries());
        webhooks = new WebhookBook(config.ledgerEntries());
        timer = Schedulers.newSingle("fal-emulator-timer", true);
        int painters = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        studio = Schedulers.newBoundedElastic(painters, MAX_WAITING_PICTURES, "fal-emulator-studio", 10, true);
        loops = LoopResources.create("fal-emulator", 1, 2, true);
        desk = new WebhookDesk(config, queue, webhooks, new WebhookSender(loops), timer, studio);
        // The same strikes for both, so that faults and chance go on from one to the other.
        Strikes strikes = new Strikes(config, queue, faults);
        HttpFront front = new HttpFront(config, queue, queue::route, strikes, ledger, webhooks, storage, timer, studio);
        HttpFront directFront =
                new HttpFront(config, queue, queue::directRoute, strikes, ledger, webhooks, storage, timer, studio);
        try {
            server = listen(config.port(), front);
        } catch (RuntimeException e) {
            releaseThreads();
            throw e;
        }
        try {
            directServer = listen(config.directPort(), directFront);
        } catch (RuntimeException e) {
            server.disposeNow(CLOSE_TIMEOUT);
            releaseThreads();
            throw e;
        }
    }

    private DisposableServer listen(int port, HttpFront front) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(loops, false)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(MAX_LINE).maxHeaderSize(MAX_HEADERS))
                .doOnConnection(connection -> connections.add(connection.channel()))
                .handle(front::handle)
                .bindNow();
    }

    /**
     * Starts an emulator with the default settings, on a free port. Returns when it listens.
     *
     * @return the emulator, to be closed
     */
    public static FalEmulator start() {
        return start(EmulatorConfig.builder().build());
    }

    /**
     * Starts an emulator. Returns when it listens.
     *
     * @param config its settings
     * @return the emulator, to be closed
     * @throws reactor.netty.ChannelBindException if the port is taken
     */
    public static FalEmulator start(EmulatorConfig config) {
        return new FalEmulator(config);
    }

    /** {@return where it listens: {@code http://127.0.0.1:PORT} and the path prefix, without a slash at the end} */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.port() + config.pathPrefix();
    }

    /**
     * {@return where it takes calls without a queue: {@code http://127.0.0.1:PORT} with another port than the queue's, and the
     * path prefix, without a slash at the end}
     */
    public String directUrl() {
        return "http://127.0.0.1:" + directServer.port() + config.pathPrefix();
    }

    /** {@return credentials that it accepts} */
    public FalCredentials credentials() {
        return config.credentials();
    }

    /** {@return what it saw} */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Makes the next request of a phase go wrong. Faults of one phase strike in the order in which they were injected.
     *
     * @param phase which requests
     * @param fault what goes wrong
     * @throws IllegalArgumentException if a fault of a job's life is not for {@link Phase#SUBMIT}
     */
    public void inject(Phase phase, Fault fault) {
        inject(phase, fault, 1);
    }

    /**
     * Makes the next requests of a phase go wrong.
     *
     * @param phase which requests
     * @param fault what goes wrong
     * @param times how many; 1 or more
     * @throws IllegalArgumentException if a fault of a job's life is not for {@link Phase#SUBMIT}
     */
    public void inject(Phase phase, Fault fault, int times) {
        inject(new FaultRule(phase, fault, times));
    }

    /**
     * Makes the next requests go wrong that a rule names.
     *
     * @param rule which requests, how many, and what goes wrong
     */
    public void inject(FaultRule rule) {
        faults.add(rule);
    }

    /**
     * Makes the next calls about one job go wrong, and no others. They strike before those of all jobs.
     *
     * @param requestId the job
     * @param phase which calls; not {@link Phase#SUBMIT}, which has been
     * @param fault what goes wrong
     * @param times how many; 1 or more
     * @throws IllegalArgumentException if there is no such job, or the phase is of no call about it
     */
    public void inject(String requestId, Phase phase, Fault fault, int times) {
        if (phase == Phase.SUBMIT) {
            throw new IllegalArgumentException("job " + requestId + " has been submitted: no submit of it will come");
        }
        queue.inject(
                requestId, new FaultRule(phase, fault, times), config.clock().instant());
    }

    /** Forgets the faults that have not struck yet, those of single jobs too. */
    public void clearFaults() {
        faults.clear();
        queue.clearFaults();
    }

    /**
     * Says how the next job that is submitted goes. Called several times, it says so for as many jobs, in order.
     *
     * @param script how it goes
     */
    public void nextJob(JobScript script) {
        queue.nextJob(script);
    }

    /**
     * Puts a job into a state, in which it stays until it is put into another one or cancelled. It leaves its runner. Open
     * status streams tell the new state at once.
     *
     * @param requestId the job
     * @param step the state, such as {@link JobScript#completed()}
     * @throws IllegalArgumentException if there is no such job
     */
    public void steer(String requestId, JobScript.Step step) {
        queue.steer(requestId, step, config.clock().instant());
    }

    /**
     * Says how the webhook of the next job that is submitted with one is delivered. Called several times, it says so for as
     * many jobs, in order.
     *
     * @param script how it is delivered
     */
    public void nextWebhook(WebhookScript script) {
        queue.nextWebhook(script);
    }

    /** {@return the attempts to deliver webhooks so far, oldest first; a copy that does not change} */
    public List<WebhookAttempt> webhooks() {
        return webhooks.entries();
    }

    /** {@return where the keys that webhooks are signed with are published} */
    public String webhookKeysUrl() {
        return baseUrl() + "/.well-known/jwks.json";
    }

    /** {@return the keys that are published now} */
    public WebhookKeys webhookKeys() {
        return WebhookKeys.parse(queue.webhookKeys().published());
    }

    /** Signs webhooks with a new key from now on. It and the one before it are published; an older one no longer is. */
    public void rotateWebhookKey() {
        queue.webhookKeys().rotate();
    }

    /** Stops listening, closes all connections and frees port and threads. Closing again does nothing. */
    @Override
    public void close() {
        server.disposeNow(CLOSE_TIMEOUT);
        directServer.disposeNow(CLOSE_TIMEOUT);
        connections.close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        releaseThreads();
    }

    /** Waits until it is closed. */
    void awaitClose() {
        server.onDispose().block();
    }

    private void releaseThreads() {
        desk.close();
        timer.dispose();
        // A picture that is just done may still be on its way to a connection, which needs its event loop.
        studio.disposeGracefully()
                .timeout(PICTURE_TIMEOUT)
                .onErrorComplete()
                .doFinally(end -> studio.dispose())
                .block(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT);
        disk.close();
    }

    @Override
    public String toString() {
        return "FalEmulator[" + baseUrl() + "]";
    }
}
