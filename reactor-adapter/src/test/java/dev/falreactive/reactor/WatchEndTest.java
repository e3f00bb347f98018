package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.LogLine;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** How a watch ends: well, by the job's failure, by its deadline, by too many failures, by its subscriber. */
class WatchEndTest {

    private final Fixture fal = new Fixture();

    @Test
    void R07_theTerminalUpdateComesOnceAndEndsTheWatch() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectNextCount(1)
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ERROR", "CANCELLED", "CANCELED"})
    void R07_theWordsOfRelaysEndTheWatchAndTheResultIsNotAsked(String word) {
        fal.transport.then(200, "{\"status\":\"" + word + "\",\"error\":{\"message\":\"upstream broke\"}}");
        StepVerifier.create(fal.queue.await(Fixture.TICKET))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.JobFailed.class)
                        .hasMessageContaining("upstream broke"));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "PROCESSING", "SUCCESS"})
    void R07_anyOtherWordIsDeliveredAndDoesNotEndIt(String word) {
        fal.transport.then(200, "{\"status\":\"" + word + "\"}").then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectNextMatches(update ->
                        update instanceof StatusUpdate.Unrecognized u && u.raw().equals(word))
                .then(() -> fal.pass(Fixture.PAUSE))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void R08_aJobMayGoBackAndEachLogLineComesOnce() {
        fal.transport
                .then(202, "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"a\",\"timestamp\":\"1\"}]}")
                .then(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":9,\"logs\":null}")
                .then(
                        202,
                        "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"a\",\"timestamp\":\"1\"},"
                                + "{\"message\":\"b\",\"timestamp\":\"2\"}]}")
                .then(
                        200,
                        "{\"status\":\"COMPLETED\",\"logs\":[{\"message\":\"b\",\"timestamp\":\"2\"},"
                                + "{\"message\":\"c\",\"timestamp\":\"3\"}]}");
        StepVerifier.create(fal.queue
                        .watch(Fixture.TICKET, WatchOptions.defaults().withLogs(true))
                        .flatMapIterable(update ->
                                update.logs().stream().map(LogLine::message).toList()))
                .expectNext("a")
                .then(() -> fal.pass(Duration.ofSeconds(10)))
                .expectNext("b", "c")
                .verifyComplete();
        assertThat(fal.transport.sent.get(0).uri().getQuery()).isEqualTo("logs=1");
    }

    @Test
    void R08_withoutLogsNoneAreAskedFor() {
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET)).expectNextCount(1).verifyComplete();
        assertThat(fal.transport.sent.get(0).uri().getQuery()).isNull();
    }

    @Test
    void R09_aReportedFailureEndsTheWatchNormallyAndAwaitAsksTheResult() {
        String failed = "{\"status\":\"COMPLETED\",\"error\":\"it broke\",\"error_type\":\"runner_server_error\"}";
        fal.transport.then(200, failed).then(200, failed).then(500, "{\"detail\":\"CUDA\",\"error_type\":\"x\"}");
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .expectNextMatches(update -> ((StatusUpdate.Completed) update)
                        .reportedFailure()
                        .orElseThrow()
                        .detail()
                        .equals("it broke"))
                .verifyComplete();
        StepVerifier.create(fal.queue.await(Fixture.TICKET))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.JobFailed.class)
                        .hasMessageContaining("CUDA"));
    }

    @Test
    void R09_aStoredFailureIsReadOnce() {
        fal.transport
                .then(200, Fixture.COMPLETED)
                .then(503, Map.of("x-fal-request-id", "r"), "{\"detail\":\"GPU error\"}");
        StepVerifier.create(fal.queue.await(Fixture.TICKET)).verifyError(FalException.JobFailed.class);
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void R10_garbageResetsAndPagesAreRepeatedAndHarmless() {
        fal.transport
                .then(200, "<html>hello</html>")
                .thenReset()
                .thenReset()
                .then(502, "<html>nginx</html>")
                .then(502, "<html>nginx</html>")
                .then(502, "<html>nginx</html>")
                .then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofMinutes(1)))
                .expectNextMatches(StatusUpdate::isTerminal)
                .verifyComplete();
    }

    @Test
    void R10_tooManyFailuresInARowAreATypedErrorWithTheTicket() {
        fal.transport.then(502, "<html>nginx</html>");
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofMinutes(1)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.Unreachable.class,
                                e -> assertThat(e.ticket()).contains(Fixture.TICKET)));
        assertThat(fal.transport.sent).hasSizeBetween(5, 20);
    }

    @Test
    void R10_failuresThatAreNotInARowNeverEndIt() {
        for (int i = 0; i < 50; i++) {
            fal.transport.thenReset().then(202, Fixture.RUNNING);
        }
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofMinutes(5)))
                .expectNextCount(51)
                .verifyComplete();
    }

    @Test
    void R11_retryAfterIsKept() {
        fal.transport.then(429, Map.of("Retry-After", "2"), "{}").then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofMillis(1_999)))
                .then(() -> assertThat(fal.transport.sent).hasSize(1))
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void R11_aLongRetryAfterFailsAtOnce(int status) {
        fal.transport.then(status, Map.of("Retry-After", "3600"), "{}");
        StepVerifier.create(fal.queue.watch(Fixture.TICKET))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.Rejected.class, e -> {
                            assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.RATE_LIMITED);
                            assertThat(e.retryAfter()).contains(Duration.ofHours(1));
                            assertThat(e.ticket()).contains(Fixture.TICKET);
                        }));
    }

    @Test
    void R11_theDeadlineIsTheWallClockOfTheWholeWatch() {
        fal.transport.then(202, Fixture.RUNNING);
        StepVerifier.create(
                        fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withDeadline(Duration.ofSeconds(3))), 1)
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMillis(2_999)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(FalException.WatchTimeout.class, e -> {
                            assertThat(e.ticket()).contains(Fixture.TICKET);
                            assertThat(e.lastUpdate().orElseThrow().phase()).isEqualTo(StatusUpdate.Phase.IN_PROGRESS);
                        }));
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R11_afterTheEndTheDeadlineIsNothing() {
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(
                        Fixture.TICKET,
                        WatchOptions.defaults()
                                .withDeadline(Duration.ofHours(3))
                                .withOnStop(StopPolicy.CANCEL)))
                .expectNextCount(1)
                .verifyComplete();
        fal.pass(Duration.ofHours(4));
        assertThat(fal.transport.sent).hasSize(1);
    }

    @Test
    void R05_atTheDeadlineThePolicyCancelsOnceAndTheErrorIsTheDeadline() {
        fal.transport.then(202, Fixture.RUNNING).then(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
        WatchOptions options =
                WatchOptions.defaults().withDeadline(Duration.ofMillis(500)).withOnStop(StopPolicy.CANCEL);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET, options))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(1);
        assertThat(fal.transport.count(HttpMethod.GET)).isEqualTo(1);
    }

    @Test
    void R05_aCancelThatHangsIsBoundedAndDoesNotHideTheDeadline() {
        fal.transport.then(202, Fixture.RUNNING).thenNothing();
        WatchOptions options =
                WatchOptions.defaults().withDeadline(Duration.ofMillis(500)).withOnStop(StopPolicy.CANCEL);
        StepVerifier.create(fal.queue.watch(Fixture.TICKET, options))
                .expectNextCount(1)
                .then(() -> fal.pass(Duration.ofMillis(500)))
                .then(() -> fal.pass(Duration.ofSeconds(5)))
                .verifyError(FalException.WatchTimeout.class);
        assertThat(fal.transport.aborted).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DETACH, IN_QUEUE, 0",
        "DETACH, IN_PROGRESS, 0",
        "CANCEL_IF_QUEUED, IN_QUEUE, 1",
        "CANCEL_IF_QUEUED, IN_PROGRESS, 0",
        "CANCEL, IN_QUEUE, 1",
        "CANCEL, IN_PROGRESS, 1"
    })
    void R05_theStopPolicyDecidesAboutTheJob(StopPolicy policy, String status, int cancels) {
        fal.transport.then(202, "{\"status\":\"" + status + "\"}").then(200, "{\"status\":\"OK\"}");
        StepVerifier.create(fal.queue
                        .watch(Fixture.TICKET, WatchOptions.defaults().withOnStop(policy))
                        .take(1))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.count(HttpMethod.PUT)).isEqualTo(cancels);
    }

    @ParameterizedTest
    @EnumSource(StopPolicy.class)
    void R05_aJobThatEndedIsNeverCancelled(StopPolicy policy) {
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue
                        .watch(Fixture.TICKET, WatchOptions.defaults().withOnStop(policy))
                        .take(1))
                .expectNextCount(1)
                .verifyComplete();
        assertThat(fal.transport.count(HttpMethod.PUT)).isZero();
    }

    @Test
    void aTicketOfAnotherEndpointIsRefusedAndNothingSent() {
        QueueTicket foreign = QueueTicket.of(EndpointId.of("fal-ai/other"), "x", Instant.EPOCH);
        fal.transport.then(200, Fixture.COMPLETED);
        StepVerifier.create(fal.queue.watch(foreign)).verifyError(FalException.InvalidInput.class);
        StepVerifier.create(fal.queue.status(foreign)).verifyError(FalException.InvalidInput.class);
        StepVerifier.create(fal.queue.result(foreign)).verifyError(FalException.InvalidInput.class);
        StepVerifier.create(fal.queue.await(foreign)).verifyError(FalException.InvalidInput.class);
        StepVerifier.create(fal.queue.cancel(foreign)).verifyError(FalException.InvalidInput.class);
        assertThat(fal.transport.sent).isEmpty();
    }

    @Test
    void aResultThatIsNotQuiteThereAfterTheEndIsAskedForAgain() {
        String pending = "{\"detail\":\"Request is still in progress\",\"request_id\":\"x\",\"status_url\":\"y\"}";
        fal.transport.then(200, Fixture.COMPLETED).then(400, pending).then(200, Fixture.RESULT);
        StepVerifier.create(fal.queue.await(Fixture.TICKET))
                .then(() -> fal.pass(Duration.ofSeconds(1)))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void aResultBeforeTheEndIsNotReadyAndAskedForOnce() {
        fal.transport.then(400, "{\"detail\":\"Request is still in progress\"}");
        StepVerifier.create(fal.queue.result(Fixture.TICKET))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                FalException.Rejected.class,
                                e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.NOT_READY)));
        assertThat(fal.transport.sent).hasSize(1);
    }
}
