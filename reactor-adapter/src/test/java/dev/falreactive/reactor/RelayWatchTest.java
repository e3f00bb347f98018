package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.RelayProfile;
import dev.falreactive.RelayProfile.Offer;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** What a watch asks behind a relay, and when: found out once for each watch, and without a pause. */
class RelayWatchTest {

    private static final String PENDING = "{\"detail\":\"Request is still in progress\"}";
    private static final String NO_PATH = "{\"detail\":\"Not Found\"}";
    private static final String STATUS = Fixture.TICKET.statusPath();
    private static final String RESULT = Fixture.TICKET.resultPath();

    private static Fixture behind(RelayProfile profile) {
        return new Fixture(FalConfig.builder().baseUrl("https://relay.example").profile(profile));
    }

    private static List<String> asked(Fixture fal) {
        return fal.transport.sent.stream()
                .map(request -> request.uri().getPath())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void R03_withoutAStatusPathAsManyResultCallsAsElementsAskedFor(int demand) {
        Fixture fal = behind(RelayProfile.RESULT_ONLY);
        fal.transport.then(400, PENDING);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 0)
                .thenRequest(demand)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .expectNextCount(demand)
                .then(() -> assertThat(asked(fal)).hasSize(demand).containsOnly(RESULT))
                .thenCancel()
                .verify();
    }

    @Test
    void aPathThatNobodyAnswersIsTriedOnceAndTheResultIsAskedForAtOnce() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.then(404, NO_PATH).then(400, PENDING).then(400, PENDING).then(200, Fixture.RESULT);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET), 0)
                .thenRequest(1)
                .expectNextMatches(update -> update.phase() == Phase.IN_PROGRESS)
                .then(() -> assertThat(fal.transport.sentAt).containsExactly(Duration.ZERO, Duration.ZERO))
                .thenRequest(10)
                .then(() -> fal.pass(Duration.ofHours(1)))
                .expectNextMatches(update -> update.phase() == Phase.IN_PROGRESS)
                .expectNextMatches(update -> update.phase() == Phase.COMPLETED)
                .verifyComplete();
        assertThat(asked(fal)).containsExactly(STATUS, RESULT, RESULT, RESULT);
    }

    @Test
    void eachWatchFindsItOutForItself() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.then(404, NO_PATH).then(200, Fixture.RESULT).then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET)).expectNextCount(1).verifyComplete();
        StepVerifier.create(fal.queue.watch(Fixture.TICKET)).expectNextCount(1).verifyComplete();
        assertThat(asked(fal)).containsExactly(STATUS, RESULT, STATUS);
    }

    @Test
    void aStatusPathThatAnswersStaysTheOneThatIsAsked() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.then(502, "<html>").then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofHours(1)))
                .expectNextCount(2)
                .verifyComplete();
        assertThat(asked(fal)).containsOnly(STATUS);
    }

    @Test
    void ifTheResultPathIsNotThereEitherTheJobIsGone() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.then(404, NO_PATH);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.Rejected.class, e -> {
                            assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.GONE);
                            assertThat(e.ticket()).contains(Fixture.TICKET);
                        }))
                .verify();
        assertThat(asked(fal)).containsExactly(STATUS, RESULT);
    }

    @Test
    void withFalAMissingStatusPathIsAJobThatIsGone() {
        Fixture fal = new Fixture();
        fal.transport.then(404, NO_PATH);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectError(FalException.Rejected.class)
                .verify();
        assertThat(asked(fal)).containsExactly(STATUS);
    }

    @Test
    void aSingleStatusIsFoundOutToo() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.then(405, "").then(202, "{\"status\":\"QUEUED\"}");
        StepVerifier.create(fal.queue.status(Fixture.TICKET))
                .expectNextMatches(update -> update.phase() == Phase.UNRECOGNIZED)
                .verifyComplete();
        assertThat(asked(fal)).containsExactly(STATUS, RESULT);
    }

    @Test
    void aRefusedStreamIsFollowedByTheSameSearch() {
        Fixture fal = behind(RelayProfile.AUTO);
        fal.transport.stream(404, java.util.Map.of(), reactor.core.publisher.Flux.just(NO_PATH));
        fal.transport.then(404, NO_PATH).then(200, Fixture.RESULT);
        StepVerifier.create(
                        fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withMode(WatchMode.STREAMING)))
                .expectNextMatches(update -> update.phase() == Phase.COMPLETED)
                .verifyComplete();
        assertThat(asked(fal)).containsExactly(STATUS + "/stream", STATUS, RESULT);
    }

    @Test
    void whereNothingCanBeCancelledNothingIsSentAndThatIsSaid() {
        Fixture fal = behind(RelayProfile.AUTO.withCancelPath(Offer.ABSENT));
        StepVerifier.create(fal.queue.cancel(Fixture.TICKET))
                .expectNext(CancelOutcome.NOT_OFFERED)
                .verifyComplete();
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(
                        fal.queue.watch(
                                Fixture.TICKET,
                                WatchOptions.defaults()
                                        .withDeadline(Duration.ofSeconds(5))
                                        .withOnStop(StopPolicy.CANCEL)),
                        1)
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(6)))
                .expectError(FalException.WatchTimeout.class)
                .verify();
        assertThat(asked(fal)).containsExactly(STATUS);
    }
}
