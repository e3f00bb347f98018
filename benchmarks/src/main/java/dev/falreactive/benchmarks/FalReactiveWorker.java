package dev.falreactive.benchmarks;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.WatchOptions;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

/** This library, through its public {@code watch} and nothing else. */
final class FalReactiveWorker implements Worker {

    private static final Endpoint<Map<String, Object>, Map<String, Object>> ENDPOINT =
            Endpoint.json("fal-ai/flux-lora");

    private final ReactorFalClient unlimited;
    private final ReactorFalClient asItComes;
    private final ReactorFalClient many;
    private final List<QueueTicket> tickets = new ArrayList<>();
    private final List<Disposable> watches = new ArrayList<>();
    private final AtomicLong seen = new AtomicLong();
    private int watching;

    private FalReactiveWorker(String base, HttpProtocol protocol) {
        FalConfig.Builder config =
                FalConfig.builder().baseUrl(base).credentials(FalCredentials.key("benchmark:secret"));
        asItComes = ReactorFalClient.create(config.build());
        many = ReactorFalClient.create(config.statusCallsPerSecond(4_000).build());
        unlimited = ReactorFalClient.builder(
                        config.statusCallsPerSecond(1_000_000).build())
                .httpClient(http -> http.protocol(protocol))
                .build();
    }

    public static void main(String[] args) throws IOException {
        Worker.serve(new FalReactiveWorker(args[0], QueueServer.protocol(args)));
    }

    private static QueueTicket ticket(ScriptedJob job) {
        return QueueTicket.of(ENDPOINT.id(), job.id(), Instant.now());
    }

    /** Watches without a pause: what they do beside their calls is part of the price. */
    @Override
    public void poll(int concurrency, int calls) {
        ReactorQueue<?, ?> queue = unlimited.queue(ENDPOINT);
        WatchOptions options = WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO));
        Flux.range(0, concurrency)
                .flatMap(
                        i -> queue.watch(ticket(ScriptedJob.endless(i)), options)
                                .take(calls / concurrency),
                        concurrency)
                .blockLast();
    }

    /** With the defaults. */
    @Override
    public Lags lag(Load load) {
        ReactorQueue<?, ?> queue = asItComes.queue(ENDPOINT);
        Mono<Lags> all = Flux.range(0, load.watches())
                .flatMap(
                        watch -> Mono.delay(Duration.ofMillis(load.start(watch)))
                                .thenMany(Flux.range(0, load.jobs())
                                        .concatMap(number -> lag(queue, load.millis(), watch))
                                        .skip(load.uncounted())),
                        load.watches())
                .collectList()
                .map(lags -> Lags.of(lags.stream().mapToDouble(lag -> lag).toArray()));
        return Objects.requireNonNull(all.block());
    }

    private static Mono<Double> lag(ReactorQueue<?, ?> queue, int millis, int number) {
        return Mono.defer(() -> {
            ScriptedJob job = ScriptedJob.endingAt(System.currentTimeMillis() + millis, number);
            return queue.watch(ticket(job))
                    .last()
                    .map(last -> System.currentTimeMillis() - (double) job.endsAt())
                    .onErrorReturn(Double.POSITIVE_INFINITY);
        });
    }

    @Override
    public String other(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "tickets":
                return tickets(Integer.parseInt(words[1]));
            case "watch":
                return watchAll();
            case "seen":
                return seenWithin(Integer.parseInt(words[1]));
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    /** Holds tickets, as a caller does. */
    private String tickets(int count) {
        for (int i = tickets.size(); i < count; i++) {
            tickets.add(ticket(ScriptedJob.endless(i)));
        }
        return Integer.toString(tickets.size());
    }

    /**
     * Watches each ticket that is held, with a pause between its calls that is as long as a long job's, and comes back when
     * each has had an answer.
     */
    private String watchAll() throws InterruptedException {
        ReactorQueue<?, ?> queue = many.queue(ENDPOINT);
        WatchOptions options = WatchOptions.defaults()
                .withPollPolicy(state -> Duration.ofMillis((long) (20_000 + 40_000 * state.random())));
        int fresh = tickets.size() - watching;
        long before = seen.get();
        while (watching < tickets.size()) {
            watches.add(queue.watch(tickets.get(watching++), options).subscribe(update -> seen.incrementAndGet()));
        }
        while (seen.get() - before < fresh) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** How many answers come while one waits: watches that live go on to ask. */
    private String seenWithin(int millis) throws InterruptedException {
        long before = seen.get();
        TimeUnit.MILLISECONDS.sleep(millis);
        return Long.toString(seen.get() - before);
    }

    @Override
    public void close() {
        watches.forEach(Disposable::dispose);
        unlimited.close();
        asItComes.close();
        many.close();
    }
}
