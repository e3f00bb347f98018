package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptivePollingTest {

    private final PollPolicy policy = PollPolicy.adaptive();
    private final Watched watched = new Watched(policy);

    private Duration first(QueueTicket ticket, Duration age) {
        return policy.pauseBeforeFirst(ticket, age, 0.5);
    }

    @Test
    void beforeItHasLearnedItAsksAtOnceThenWithGrowingPauses() {
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isZero();
        Duration sooner = watched.pauseWhileRunning(Duration.ofSeconds(10), Duration.ofSeconds(20));
        Duration later = watched.pauseWhileRunning(Duration.ofSeconds(10), Duration.ofSeconds(200));
        assertThat(later).isGreaterThan(sooner).isLessThan(Duration.ofSeconds(10));
        assertThat(watched.pauseWhileQueued(Duration.ofSeconds(100)))
                .isGreaterThan(watched.pauseWhileQueued(Duration.ofSeconds(1)));
    }

    @Test
    void onceItHasLearnedTheFirstCallOfAFreshTicketWaitsAndThatOfAnOldOneDoesNot() {
        watched.jobs(AdaptivePolling.KNOWN - 1, 4);
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isZero();
        watched.jobs(20, 4);
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(first(Watched.ticket("new"), Duration.ofSeconds(1)))
                .isLessThan(first(Watched.ticket("new"), Duration.ZERO).minusMillis(900));
        assertThat(first(Watched.ticket("old"), Duration.ofHours(3))).isZero();
    }

    @Test
    void oneEndpointTeachesNothingAboutAnother() {
        watched.jobs(30, 4);
        QueueTicket other = QueueTicket.of(EndpointId.of("owner/other"), "id", Instant.EPOCH);
        assertThat(first(other, Duration.ZERO)).isZero();
    }

    @Test
    void aJobOfManyWatchesIsLearnedOnce() {
        for (int i = 0; i < 100; i++) {
            watched.job("the same", 4, 0.1, 3.0);
        }
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isZero();
    }

    @Test
    void whoComesLateKnowsTooLittleToTeach() {
        for (int i = 0; i < 100; i++) {
            // Resumed an hour after the submit: the end lies anywhere in that hour.
            watched.job("late " + i, 3_600, 3_600, 3.0);
        }
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isZero();
    }

    @Test
    void aFailureTeachesNothing() {
        for (int i = 0; i < 100; i++) {
            watched.failed("failed " + i, 4);
        }
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isZero();
    }

    @Test
    void theRunTimeThatTheServerMeasuredNarrowsWhatIsKnown() {
        // Seen running at 1 s and ended at 6 s; ran for 3 s, so it ended between 3 s and 4 s.
        PollPolicy.State state = watched.state("id", Watched.completed(3.0), 6, 2, 0, Optional.of(1.0));
        Sample sample = Sample.of(state).orElseThrow();
        assertThat(sample.run()).isEqualTo(3);
        assertThat(sample.total()).isEqualTo(3.5);
        assertThat(sample.doubt()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {6.001, 100, 1e9, 1e15})
    void aRunLongerThanTheJobWasSeenTeachesNothing(double measured) {
        assertThat(Sample.of(watched.state("just", Watched.completed(6), 6, 5.5, 0, Optional.of(0.1))))
                .isPresent();
        assertThat(Sample.of(watched.state("over", Watched.completed(measured), 6, 5.5, 0, Optional.of(0.1))))
                .isEmpty();
    }

    @Test
    void aTicketThatDoesNotSayWhenIsTakenForFreshButAskedAtOnceAndTeachesNothing() {
        watched.jobs(200, 4);
        long now = Watched.seconds(1.7e9);
        for (int i = 0; i < 300; i++) {
            Sightings resumed = watched.begin("of no time " + i, now);
            assertThat(resumed.pauseBeforeFirst(now, 0.5)).isZero();
            assertThat(resumed.usefulness(now)).isEqualTo(1);
            resumed.saw(Watched.QUEUED, now + Watched.seconds(0.1));
            assertThat(resumed.pause(now + Watched.seconds(0.1), 0.5)).isLessThan(Duration.ofSeconds(5));
            resumed.saw(Watched.RUNNING, now + Watched.seconds(0.2));
            assertThat(resumed.pause(now + Watched.seconds(0.2), 0.5)).isLessThan(Duration.ofSeconds(5));
            resumed.saw(Watched.completed(0.2), now + Watched.seconds(0.3));
        }
        assertThat(first(Watched.ticket("new"), Duration.ZERO)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001})
    void aRunTimeThatCannotBeIsNotBelieved(double measured) {
        Optional<Sample> sample =
                Sample.of(watched.state("id", Watched.completed(measured), 6, 5.5, 1, Optional.of(1.2)));
        assertThat(sample).hasValueSatisfying(known -> {
            assertThat(known.total()).isEqualTo(5.75);
            assertThat(known.run()).isBetween(4.5, 4.7);
        });
    }

    @Test
    void aJobThatGoesBackToTheQueueIsQueued() {
        watched.jobs(30, 4);
        Sightings sightings = watched.begin("id");
        sightings.saw(Watched.RUNNING, Watched.seconds(1));
        Duration running = sightings.pause(Watched.seconds(1), 0.5);
        sightings.saw(Watched.QUEUED, Watched.seconds(2));
        sightings.saw(Watched.QUEUED, Watched.seconds(100));
        Duration queued = sightings.pause(Watched.seconds(100), 0.5);
        assertThat(queued).isNotEqualTo(running);
        assertThat(queued).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"0", "0.5", "0.999999"})
    void noPauseIsLongerThanItMayBeAndNoneIsZero(double random) {
        for (PollPolicy any : List.of(PollPolicy.adaptive(), policy)) {
            Watched them = new Watched(any);
            for (double age : new double[] {0, 0.01, 1, 5, 60, 3_600, 86_400 * 365, 1e9}) {
                for (Duration pause : List.of(
                        them.pauseWhileQueued(Watched.duration(age), random),
                        them.pauseWhileRunning(Duration.ZERO, Watched.duration(age), random))) {
                    assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofSeconds(30));
                }
            }
            // Jobs of an hour: what was learned does not lift the limit.
            for (int i = 0; i < 50; i++) {
                them.job("long " + i, 3_600, 30, 3_000.0);
            }
        }
    }

    @Test
    void whatTakesAHundredTimesAsLongIsAskedForNearlyAsOftenAsItsTimeAllows() {
        watched.jobs(200, 4);
        for (double age = 8; age < 400; age *= 1.2) {
            Duration pause = watched.pauseWhileRunning(Duration.ofSeconds(1), Watched.duration(age));
            assertThat(pause).isLessThan(Watched.duration(1 + age / 10));
        }
    }

    @Test
    void theEndpointThatIsLongestUnusedIsForgotten() {
        Endpoints endpoints = new Endpoints(3);
        EndpointId kept = EndpointId.of("owner/kept");
        EndpointHistory history = endpoints.toLearn(kept);
        for (int i = 0; i < 1_000; i++) {
            endpoints.toLearn(EndpointId.of("owner/app" + i));
            assertThat(endpoints.of(kept)).containsSame(history);
        }
        assertThat(endpoints.of(EndpointId.of("owner/app998"))).isPresent();
        assertThat(endpoints.of(EndpointId.of("owner/app997"))).isEmpty();
    }

    @Test
    void aJobInItsLastMomentsIsLikelierToHaveEndedThanOneThatHasJustCome() {
        watched.jobs(100, 4);
        Sightings young = watched.begin("young");
        young.saw(new StatusUpdate.InQueue(OptionalInt.of(3), List.of()), Watched.seconds(0.1));
        Sightings old = watched.begin("old");
        old.saw(Watched.RUNNING, Watched.seconds(1));
        assertThat(watched.begin("unseen").usefulness(0)).isZero();
        assertThat(old.usefulness(Watched.seconds(1))).isBetween(0.0, 1.0);
        // Nobody asked for a long time: its result may expire.
        assertThat(old.usefulness(Watched.seconds(100))).isEqualTo(1);
        assertThat(watched.begin("resumed").usefulness(Watched.seconds(100))).isEqualTo(1);
        assertThat(young.usefulness(Watched.seconds(0.1))).isLessThan(1);
    }

    @Test
    void jobsThatTakeAnHourAreNotAskedForAllTheTime() {
        watched.jobs(50, 3_600);
        for (double age : new double[] {1, 10, 100, 500}) {
            assertThat(watched.pauseWhileQueued(Watched.duration(age))).isGreaterThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void oneJobThatTookAnHourChangesNothingForTheOthers() {
        watched.jobs(150, 4);
        Duration without = first(Watched.ticket("new"), Duration.ZERO);
        watched.jobs(1, 3_600);
        watched.jobs(40, 4);
        assertThat(first(Watched.ticket("new"), Duration.ZERO))
                .isBetween(without.minusMillis(300), without.plusMillis(300));
    }
}
