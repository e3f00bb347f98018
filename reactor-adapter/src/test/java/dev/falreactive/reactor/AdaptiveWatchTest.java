package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.JobMetrics;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The default policy behind a real watch. */
class AdaptiveWatchTest {

    private static final Duration SUBMITTED = Duration.ofHours(5);
    private static final QueueTicket FRESH =
            QueueTicket.of(FluxLora.ID, ScriptedTransport.ID, Instant.EPOCH.plus(SUBMITTED));

    private final PollPolicy policy = PollPolicy.adaptive();
    private final Fixture fal = new Fixture(FalConfig.builder(), policy);

    AdaptiveWatchTest() {
        fal.pass(SUBMITTED);
    }

    /** Jobs that wait for a second and run for three. */
    private void learn() {
        for (int i = 0; i < 50; i++) {
            QueueTicket ticket = QueueTicket.of(FluxLora.ID, "job-" + i, Instant.EPOCH);
            Duration end = Duration.ofMillis(3_900 + 4 * i);
            policy.ended(new PollPolicy.State(
                    ticket,
                    2,
                    end,
                    new StatusUpdate.Completed(
                            new JobMetrics(Optional.of(Duration.ofSeconds(3)), Map.of()),
                            Optional.empty(),
                            true,
                            List.of()),
                    new PollPolicy.Times(end, end.minusMillis(50), Duration.ZERO, Optional.empty()),
                    0.5));
        }
    }

    @Test
    void R03_beforeItHasLearnedTheFirstCallIsMadeAtOnce() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(FRESH))
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(fal.transport.sentAt).containsExactly(SUBMITTED);
    }

    @Test
    void R03_onceItHasLearnedTheFirstCallOfAFreshTicketWaitsAndFindsTheEnd() {
        learn();
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(FRESH))
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofMillis(3_000)))
                .then(() -> assertThat(fal.transport.sent).isEmpty())
                .then(() -> fal.pass(Duration.ofMillis(2_000)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R03_takeOneAndStallIsOneCallAndNoDemandIsNone() {
        learn();
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(FRESH), 0)
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .then(() -> assertThat(fal.transport.sent).isEmpty())
                .thenRequest(1)
                .then(() -> fal.pass(Duration.ofSeconds(10)))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .thenCancel()
                .verify();
        // Measured from the submit, not from the request.
        assertThat(fal.transport.sentAt.get(0)).isBetween(SUBMITTED.plusMillis(3_500), SUBMITTED.plusMillis(4_800));
    }

    @Test
    void R15_aTicketFromLongAgoIsAskedForAtOnce() {
        learn();
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET)).expectNextCount(1).verifyComplete();
        assertThat(fal.transport.sentAt).containsExactly(SUBMITTED);
    }

    /** It waits for four seconds otherwise. */
    @Test
    void R03_aDeadlineThatIsSoonerThanTheFirstCallBringsItForward() {
        learn();
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(FRESH, WatchOptions.defaults().withDeadline(Duration.ofSeconds(2))))
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofMillis(2_000)))
                .expectNextCount(1)
                .expectError(FalException.WatchTimeout.class)
                .verify();
        assertThat(fal.transport.sentAt).containsExactly(SUBMITTED.plusSeconds(1));
    }

    @Test
    void aDeadlineThatIsFarOffBringsNothingForward() {
        learn();
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(FRESH, WatchOptions.defaults().withDeadline(Duration.ofSeconds(30))))
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofMillis(3_000)))
                .then(() -> assertThat(fal.transport.sent).isEmpty())
                .then(() -> fal.pass(Duration.ofMillis(2_000)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void R05_whoCancelsOnlyIfQueuedLooksAtOnce() {
        learn();
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(FRESH, WatchOptions.defaults().withOnStop(StopPolicy.CANCEL_IF_QUEUED)))
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(fal.transport.sent).as("it runs, so it is left alone").hasSize(1);
    }

    @Test
    void R05_cancelledBeforeItsFirstCallItMakesNone() {
        learn();
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(FRESH))
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .thenCancel()
                .verify();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void pollsTakeOverFromAStreamAtOnceWhateverWasLearned() {
        learn();
        fal.transport.stream(404, Map.of(), Flux.empty()).then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(FRESH, WatchOptions.defaults().withMode(WatchMode.STREAMING)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.polls()).isEqualTo(1);
    }

    @Test
    void besideAWebhookTheFirstCallIsMadeAtOnce() {
        learn();
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.await(FRESH, WatchOptions.defaults(), Mono.never()))
                .expectSubscription()
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .thenCancel()
                .verify();
    }

    @Test
    void aWatchTeachesItsClientHowLongJobsTake() {
        // Waits for 2 s, runs for 1.5 s.
        Duration[] end = new Duration[1];
        fal.transport.thenCompletedWhen(() -> now().compareTo(end[0]) >= 0);
        for (int i = 0; i < 40; i++) {
            QueueTicket ticket = QueueTicket.of(FluxLora.ID, "taught-" + i, Instant.EPOCH.plus(now()));
            end[0] = now().plusMillis(3_500);
            StepVerifier.create(fal.queue.watch(ticket).last())
                    .then(() -> fal.pass(Duration.ofMinutes(1)))
                    .expectNextCount(1)
                    .verifyComplete();
        }
        assertThat(policy.pauseBeforeFirst(FRESH, Duration.ZERO, 0.5))
                .isBetween(Duration.ofMillis(3_000), Duration.ofMillis(4_000));
        // A constant pause of 700 ms makes 240.
        assertThat(fal.transport.sent).hasSizeLessThan(150);
    }

    private Duration now() {
        return Duration.ofNanos(fal.time.now(TimeUnit.NANOSECONDS));
    }
}
