package dev.falreactive.reactor;

import dev.falreactive.BalanceState;
import dev.falreactive.Diagnosis;
import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StopPolicy;
import dev.falreactive.protocol.DirectProtocol;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.protocol.StorageProtocol;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

final class DefaultFalClient implements ReactorFalClient {

    /** A file may take so many times as long as an exchange. */
    private static final int FILE_FACTOR = 10;

    private final FalConfig config;
    private final Transport transport;
    private final Engine engine;
    private final ReactorMedia media;
    private final ReactorFiles files;
    private final DefaultWebhooks webhooks;
    private final Diagnoses diagnoses;
    private final Instrumentations instrumentation;
    private final DirectProtocol directProtocol;
    private final DirectCalls directCalls;

    DefaultFalClient(
            FalConfig config,
            NettyTransport transport,
            Scheduler timer,
            Consumer<Orphan> orphans,
            Instrumentations instrumentation) {
        this(
                config,
                instrumentation.isEmpty()
                        ? transport
                        : new ObservedTransport(transport, instrumentation, new QueueProtocol(config)),
                instrumentation.isEmpty() ? transport.files() : new ObservedFiles(transport.files(), instrumentation),
                new DefaultWebhooks(config, transport.files(), timer),
                instrumentation.isEmpty() ? transport : new ObservedDirectTransport(transport, instrumentation),
                timer,
                orphans.andThen(instrumentation::orphaned),
                () -> ThreadLocalRandom.current().nextDouble(),
                instrumentation);
    }

    /** For tests that stand in for the network. */
    DefaultFalClient(
            FalConfig config,
            Transport transport,
            FilePort port,
            DefaultWebhooks webhooks,
            Scheduler timer,
            Consumer<Orphan> orphans,
            DoubleSupplier random) {
        this(
                config,
                transport,
                port,
                webhooks,
                DirectTransport.none(),
                timer,
                orphans,
                random,
                new Instrumentations(List.of()));
    }

    private DefaultFalClient(
            FalConfig config,
            Transport transport,
            FilePort port,
            DefaultWebhooks webhooks,
            DirectTransport directTransport,
            Scheduler timer,
            Consumer<Orphan> orphans,
            DoubleSupplier random,
            Instrumentations instrumentation) {
        this.instrumentation = instrumentation;
        this.config = config;
        this.transport = transport;
        this.webhooks = webhooks;
        this.diagnoses = new Diagnoses(config, transport, timer);
        QueueProtocol protocol = new QueueProtocol(config);
        BackupHost hosts = new BackupHost(transport, protocol, config.requestTimeout(), timer);
        Exchanges exchanges = new Exchanges(hosts, config.retryPolicy(), timer, random, instrumentation::retried);
        Downloads downloads = new Downloads(port, config.requestTimeout().multipliedBy(FILE_FACTOR), timer);
        this.media = new DefaultMedia(downloads);
        this.files = new DefaultFiles(new Uploader(new StorageProtocol(config), exchanges, port), downloads);
        this.engine = new Engine(
                config,
                protocol,
                exchanges,
                new InputFiles(files),
                new StatusStreams(transport, config, timer),
                new StatusBudget(config.statusCallsPerSecond(), config.connections(), timer),
                new BalanceBreaker(config, timer),
                new SharedWatches(),
                timer,
                new Timers(timer),
                random,
                orphans);
        this.directCalls = new DirectCalls(directTransport, protocol, engine.exchanges(), engine.balance(), timer);
        this.directProtocol = new DirectProtocol(config);
    }

    @Override
    public <I, O> ReactorDirect<I, O> direct(Endpoint<I, O> endpoint) {
        ReactorDirect<I, O> direct = new DefaultDirect<>(
                Objects.requireNonNull(endpoint, "endpoint"), directProtocol, engine.inputFiles(), directCalls);
        return instrumentation.isEmpty() ? direct : new ObservedDirect<>(direct, endpoint.id(), instrumentation);
    }

    @Override
    public <I, O> ReactorQueue<I, O> queue(Endpoint<I, O> endpoint) {
        ReactorQueue<I, O> queue = new DefaultQueue<>(Objects.requireNonNull(endpoint, "endpoint"), engine);
        return instrumentation.isEmpty() ? queue : new ObservedQueue<>(queue, endpoint.id(), instrumentation);
    }

    @Override
    public ReactorMedia media() {
        return media;
    }

    @Override
    public ReactorFiles files() {
        return files;
    }

    @Override
    public ReactorWebhooks webhooks() {
        return webhooks;
    }

    @Override
    public void abandon(QueueTicket ticket, StopPolicy onStop) {
        engine.orphaned(new Orphan.Accepted(ticket), Objects.requireNonNull(onStop, "onStop"));
    }

    @Override
    public FalConfig config() {
        return config;
    }

    @Override
    public BalanceState balance() {
        return engine.balance().state();
    }

    @Override
    public Mono<Diagnosis> diagnose(EndpointId endpoint) {
        return diagnoses.of(Objects.requireNonNull(endpoint, "endpoint"), Optional.empty());
    }

    @Override
    public Mono<Diagnosis> diagnose(EndpointId endpoint, String answer) {
        return diagnoses.of(Objects.requireNonNull(endpoint, "endpoint"), Optional.of(answer));
    }

    @Override
    public Mono<Void> closeLater() {
        return Mono.defer(() -> {
            webhooks.close();
            return transport.close();
        });
    }

    @Override
    public void close() {
        // Waits for nobody: what it would tell is of no use to who does not wait.
        closeLater().onErrorComplete().subscribe();
    }
}
