package dev.falreactive.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.JobScript;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.StartEmulator;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

@StartEmulator
class FalMicrometerTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final FluxLoraRequest REQUEST =
            FluxLoraRequest.builder("a canary prompt").build();

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Object> orphan = new CompletableFuture<>();
    private ReactorFalClient client;
    private ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;

    @BeforeEach
    void open(FalEmulator emulator) {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        client = ReactorFalClient.builder(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .directUrl(emulator.directUrl())
                        .credentials(emulator.credentials())
                        .pollPolicy(PollPolicy.constant(Duration.ofMillis(5)))
                        .requestTimeout(Duration.ofSeconds(5))
                        .build())
                .onOrphan(orphan::complete)
                .instrumentation(FalMicrometer.of("mine", observations, meters))
                .build();
        queue = client.queue(FluxLora.TEXT_TO_IMAGE);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void eachExchangeIsAChildOfItsVerb(FalEmulator emulator) {
        emulator.nextJob(JobScript.steps(JobScript.queued(1), JobScript.running(), JobScript.completed()));
        queue.submitAndAwait(REQUEST).block(LIMIT);

        Observation.Context verb = named(FalNames.VERB).get(0);
        assertThat(lowKeys(verb))
                .containsExactly(
                        "fal.client=mine",
                        "fal.endpoint=fal-ai/flux-lora",
                        "fal.outcome=success",
                        "fal.verb=submit_and_await");
        assertThat(named(FalNames.EXCHANGE))
                .hasSize(5)
                .allMatch(exchange -> exchange.getParentObservation().getContextView() == verb);
        assertThat(lowKeys(named(FalNames.EXCHANGE).get(0)))
                .containsExactly(
                        "fal.call=submit",
                        "fal.client=mine",
                        "fal.endpoint=fal-ai/flux-lora",
                        "fal.outcome=success",
                        "fal.status=200");
        assertThat(ended.toString()).doesNotContain("canary prompt");
    }

    @Test
    void aDirectRunIsAVerbWithItsExchange() {
        client.direct(FluxLora.TEXT_TO_IMAGE).run(REQUEST).block(LIMIT);

        Observation.Context verb = named(FalNames.VERB).get(0);
        assertThat(lowKeys(verb))
                .containsExactly(
                        "fal.client=mine", "fal.endpoint=fal-ai/flux-lora", "fal.outcome=success", "fal.verb=run");
        assertThat(named(FalNames.EXCHANGE)).singleElement().satisfies(exchange -> {
            assertThat(exchange.getParentObservation().getContextView()).isEqualTo(verb);
            assertThat(lowKeys(exchange))
                    .containsExactly(
                            "fal.call=direct",
                            "fal.client=mine",
                            "fal.endpoint=fal-ai/flux-lora",
                            "fal.outcome=success",
                            "fal.status=200");
        });
        assertThat(ended.toString()).doesNotContain("canary prompt");
    }

    @Test
    void idsAreNoTagsOfMeters() {
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        queue.status(ticket).block(LIMIT);

        assertThat(named(FalNames.VERB))
                .allMatch(verb -> verb.getHighCardinalityKeyValue(FalNames.REQUEST_ID)
                        .getValue()
                        .equals(ticket.requestId()));
        assertThat(meters.getMeters().toString()).doesNotContain(ticket.requestId());
        assertThat(meters.getMeters().stream()
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(tag -> tag.getKey())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "fal.client", "fal.endpoint", "fal.verb", "fal.call", "fal.outcome", "fal.status", "error");
    }

    @Test
    void theParentComesFromTheReactorContext() {
        Observation parent = Observation.start("parent", observations);
        queue.submit(REQUEST)
                .contextWrite(context -> context.put("micrometer.observation", parent))
                .block(LIMIT);

        assertThat(named(FalNames.VERB).get(0).getParentObservation()).isSameAs(parent);
    }

    @Test
    void elseTheParentIsTheThreads() {
        Observation parent = Observation.start("parent", observations);
        parent.scoped(() -> queue.submit(REQUEST).block(LIMIT));
        queue.submit(REQUEST).block(LIMIT);

        assertThat(named(FalNames.VERB).get(0).getParentObservation()).isSameAs(parent);
        assertThat(named(FalNames.VERB).get(1).getParentObservation()).isNull();
    }

    @Test
    void aJobIsTimed(FalEmulator emulator) {
        emulator.nextJob(JobScript.timed(Duration.ofMillis(100), Duration.ofMillis(200)));
        queue.submitAndAwait(REQUEST).block(LIMIT);

        assertThat(seconds(FalNames.JOB_QUEUE)).isBetween(0.09, 5.0);
        assertThat(seconds(FalNames.JOB_RUN)).isBetween(0.19, 5.0);
        assertThat(seconds(FalNames.JOB_TOTAL)).isBetween(0.29, 10.0);
        assertThat(meters.get(FalNames.JOB_DETECTION_LAG).timer().count()).isOne();
        assertThat(meters.get(FalNames.JOB_TOTAL)
                        .tag(FalNames.OUTCOME, "success")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void aJobThatHadEndedBeforeIsNotTimed(FalEmulator emulator) {
        emulator.nextJob(JobScript.steps(JobScript.completed()));
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        queue.watch(ticket).blockLast(LIMIT);
        queue.await(ticket).block(LIMIT);

        assertThat(meters.getMeters())
                .noneMatch(meter -> meter.getId().getName().startsWith("fal.job."));
    }

    @Test
    void aJobWhoseTicketDoesNotSayWhenIsTimedOnlyWhereItWasSeen(FalEmulator emulator) {
        emulator.nextJob(JobScript.timed(Duration.ofMillis(100), Duration.ofMillis(200)));
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        queue.watch(QueueTicket.of(ticket.endpoint(), ticket.requestId(), Instant.EPOCH))
                .blockLast(LIMIT);

        assertThat(seconds(FalNames.JOB_RUN)).isBetween(0.19, 5.0);
        assertThat(meters.getMeters())
                .noneMatch(meter -> meter.getId().getName().equals(FalNames.JOB_TOTAL)
                        || meter.getId().getName().equals(FalNames.JOB_QUEUE));
    }

    @Test
    void aFailedJobIsToldApart(FalEmulator emulator) {
        emulator.nextJob(JobScript.steps(JobScript.running(), JobScript.completed())
                .withResult(422, "{\"detail\":\"no such LoRA\"}"));
        assertThatThrownBy(() -> queue.submitAndAwait(REQUEST).block(LIMIT)).isInstanceOf(FalException.JobFailed.class);

        assertThat(meters.get(FalNames.JOB_TOTAL)
                        .tag(FalNames.OUTCOME, "job_failed")
                        .timer()
                        .count())
                .isOne();
        assertThat(meters.get(FalNames.VERB)
                        .tag(FalNames.OUTCOME, "job_failed")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void whatIsUnderWayIsCounted(FalEmulator emulator) {
        emulator.nextJob(JobScript.neverEnding());
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        emulator.inject(Phase.STATUS, Fault.stall());
        var watch = queue.watch(ticket).subscribe();
        while (emulator.ledger().of(Phase.STATUS).isEmpty()) {
            Thread.onSpinWait();
        }

        assertThat(gauge(FalNames.WATCHES)).isOne();
        assertThat(gauge(FalNames.EXCHANGES_IN_FLIGHT)).isOne();
        watch.dispose();
        assertThat(gauge(FalNames.WATCHES)).isZero();
        assertThat(gauge(FalNames.EXCHANGES_IN_FLIGHT)).isZero();
    }

    @Test
    void retriesAndUnknownOutcomesAreCounted(FalEmulator emulator) {
        QueueTicket ticket = queue.submit(REQUEST).block(LIMIT);
        assertThat(meters.find(FalNames.RETRIES).counter()).isNull();
        emulator.inject(Phase.STATUS, Fault.edgePage(502), 2);
        queue.status(ticket).block(LIMIT);
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop());
        queue.submitAndAwait(REQUEST).onErrorComplete().block(LIMIT);

        assertThat(meters.get(FalNames.RETRIES)
                        .tag(FalNames.OUTCOME, "unreachable")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get(FalNames.SUBMITS_UNKNOWN)
                        .tag(FalNames.ENDPOINT, "fal-ai/flux-lora")
                        .counter()
                        .count())
                .isOne();
    }

    private double orphans() {
        Counter counter = meters.find(FalNames.ORPHANS).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void orphansAreCounted(FalEmulator emulator) throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.delay(Duration.ofMillis(200)));
        var submit = queue.submit(REQUEST).subscribe();
        while (emulator.ledger().of(Phase.SUBMIT).isEmpty()) {
            Thread.onSpinWait();
        }
        submit.dispose();
        orphan.get(20, TimeUnit.SECONDS);
        while (orphans() == 0) {
            Thread.onSpinWait();
        }

        assertThat(meters.get(FalNames.ORPHANS)
                        .tag(FalNames.OUTCOME, "accepted")
                        .counter()
                        .count())
                .isOne();
        assertThat(meters.find(FalNames.SUBMITS_UNKNOWN).counter()).isNull();
        assertThat(lowKeys(named(FalNames.VERB).get(0))).contains("fal.outcome=cancelled");
    }

    @Test
    void aTicketInHandIsNamedByAllOfItsJob() {
        queue.submitAndAwait(REQUEST, SubmitOptions.defaults(), WatchOptions.defaults(), ticket -> Mono.<Void>empty())
                .block(LIMIT);

        String id = named(FalNames.VERB)
                .get(0)
                .getHighCardinalityKeyValue(FalNames.REQUEST_ID)
                .getValue();
        assertThat(named(FalNames.EXCHANGE).stream().skip(1))
                .allMatch(exchange -> exchange.getHighCardinalityKeyValue(FalNames.REQUEST_ID)
                        .getValue()
                        .equals(id));
    }

    private List<Observation.Context> named(String name) {
        return ended.stream().filter(context -> context.getName().equals(name)).toList();
    }

    private static List<String> lowKeys(Observation.Context context) {
        return StreamSupport.stream(context.getLowCardinalityKeyValues().spliterator(), false)
                .map((KeyValue key) -> key.getKey() + "=" + key.getValue())
                .sorted()
                .collect(Collectors.toList());
    }

    private double seconds(String timer) {
        return meters.get(timer).timer().totalTime(TimeUnit.SECONDS);
    }

    private double gauge(String name) {
        return meters.get(name).tag(FalNames.CLIENT, "mine").gauge().value();
    }
}
