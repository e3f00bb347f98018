package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Demand is the clock: the measurements that the shape of the watch was chosen by, kept as tests. */
class WatchDemandTest {

    private final Fixture fal = new Fixture();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void R03_asManyCallsAsElementsAskedFor(int demand) {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 0)
                .thenRequest(demand)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .expectNextCount(demand)
                .then(() -> assertThat(fal.transport.sent).hasSize(demand))
                .thenCancel()
                .verify();
    }

    @Test
    void R03_withoutDemandThereIsNoCall() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 0)
                .expectSubscription()
                .then(() -> fal.pass(Duration.ofHours(1)))
                .then(() -> assertThat(fal.transport.sent).isEmpty())
                .thenCancel()
                .verify();
    }

    @Test
    void R03_noElementIsOlderThanItsRequest() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMinutes(10)))
                .thenRequest(1)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .expectNextCount(1)
                .then(() -> assertThat(fal.transport.sentAt.get(1)).isGreaterThanOrEqualTo(Duration.ofMinutes(10)))
                .thenCancel()
                .verify();
    }

    @Test
    void R03_aReaderThatIsSlowerThanThePauseWaitsForNothing() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 1)
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(10)))
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }

    @Test
    void R04_withUnboundedDemandThePausePassesBetweenCallsAndOneIsInFlight() {
        fal.transport
                .then(202, Fixture.QUEUED)
                .thenAfter(Duration.ofSeconds(2), 202, Fixture.RUNNING)
                .then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMillis(699)))
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .then(() -> fal.pass(Duration.ofSeconds(10)))
                .expectNextCount(2)
                .verifyComplete();
        assertThat(fal.transport.mostInFlight).isEqualTo(1);
        assertThat(fal.transport.sentAt.get(1))
                .isEqualTo(fal.transport.sentAt.get(0).plus(Fixture.PAUSE));
        // The pause runs from the arrival of the answer, not from the call.
        assertThat(fal.transport.sentAt.get(2))
                .isEqualTo(fal.transport.sentAt.get(1).plusSeconds(2).plus(Fixture.PAUSE));
    }

    @Test
    void R01_eachSubscriptionAsksForItself() {
        fal.transport.then(200, Fixture.COMPLETED);
        Flux<StatusUpdate> watch = fal.queue.watch(Fixture.TICKET);
        assertThat(fal.transport.sent).isEmpty();
        StepVerifier.create(watch).expectNextCount(1).verifyComplete();
        StepVerifier.create(watch).expectNextCount(1).verifyComplete();
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void R05_afterCancelThereIsNoCallAndNoTimer() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectNextCount(1)
                .thenCancel()
                .verify();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R05_cancelAbortsTheCallInFlight() {
        fal.transport.thenNothing();
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> assertThat(fal.transport.inFlight).hasValue(1))
                .thenCancel()
                .verify();
        assertThat(fal.transport.aborted).isEqualTo(1);
    }

    @Test
    void aZeroPauseAndEndlessDemandDoNotRecurse() {
        fal.transport.then(202, Fixture.RUNNING);
        Flux<StatusUpdate> watch = fal.queue.watch(
                Fixture.TICKET, WatchOptions.defaults().withPollPolicy(PollPolicy.constant(Duration.ZERO)));
        StepVerifier.create(watch.take(400))
                .thenAwait()
                .then(() -> fal.pass(Duration.ofHours(1)))
                .expectNextCount(400)
                .verifyComplete();
    }

    @Test
    void thePolicyIsAskedWithWhatTheWatchHasSeen() {
        List<PollPolicy.State> asked = new ArrayList<>();
        fal.transport.then(202, Fixture.QUEUED).then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        PollPolicy policy = state -> {
            asked.add(state);
            return Duration.ofSeconds(state.updates());
        };
        StepVerifier.create(
                        fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withPollPolicy(policy)))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(2)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(asked).extracting(PollPolicy.State::updates).startsWith(1L, 2L);
        assertThat(asked.get(1).elapsed()).isEqualTo(Duration.ofSeconds(1));
        assertThat(asked.get(1).latest().phase()).isEqualTo(StatusUpdate.Phase.IN_PROGRESS);
    }

    @Test
    void theListenerIsToldEachUpdateAlsoByAwait() {
        List<StatusUpdate.Phase> told = new ArrayList<>();
        fal.transport.then(202, Fixture.QUEUED).then(200, Fixture.COMPLETED).then(200, Fixture.RESULT);
        StepVerifier.create(fal.queue.await(
                        Fixture.TICKET, WatchOptions.defaults().withOnUpdate(update -> told.add(update.phase()))))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(told).containsExactly(StatusUpdate.Phase.IN_QUEUE, StatusUpdate.Phase.COMPLETED);
    }

    @Test
    void operatorsThatSwitchCancelTheOldWatch() {
        fal.transport.then(202, Fixture.RUNNING);
        TestPublisher<QueueTicket> tickets = TestPublisher.create();
        StepVerifier.create(tickets.flux().switchMap(fal.queue::watch))
                .then(() -> tickets.next(Fixture.TICKET))
                .expectNextCount(1)
                .then(() -> tickets.next(Fixture.TICKET))
                .expectNextCount(1)
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNextCount(1)
                .thenCancel()
                .verify();
        assertThat(fal.transport.sent).hasSize(3);
    }
}
