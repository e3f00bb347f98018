package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.JobTimeline;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** An error about a job tells how far the job was seen to come, and a deadline holds for what follows the watch too. */
class TimelineTest {

    private final Fixture fal = new Fixture();

    private JobTimeline timelineOf(Publisher<?> call, Class<? extends FalException> leaf) {
        List<Throwable> errors = new ArrayList<>();
        Flux.from(call).subscribe(element -> {}, errors::add);
        fal.pass(Duration.ofMinutes(2));
        assertThat(errors)
                .singleElement()
                .satisfies(error ->
                        assertThat(error).isInstanceOf(leaf).hasMessageContaining("submitted 1970-01-01T00:00:00Z"));
        return ((FalException) errors.get(0)).timeline().orElseThrow();
    }

    @Test
    void aWatchThatTimesOutTellsTheFirstRunTheCallsAndTheLastError() {
        fal.transport.then(202, Fixture.QUEUED).then(502, "<html>page</html>").then(202, Fixture.RUNNING);
        JobTimeline timeline = timelineOf(
                fal.queue.watch(Fixture.TICKET, WatchOptions.defaults().withDeadline(Duration.ofSeconds(3))),
                FalException.WatchTimeout.class);
        assertThat(timeline.submittedAt()).isEqualTo(Instant.EPOCH);
        assertThat(timeline.firstRunningAt().orElseThrow())
                .isBetween(Instant.ofEpochMilli(700), Instant.ofEpochMilli(900));
        assertThat(timeline.statusCalls()).isEqualTo(fal.transport.sent.size());
        assertThat(timeline.lastError()).contains("Unreachable, HTTP 502");
    }

    @Test
    void aJobThatFailedTellsIt() {
        fal.transport
                .then(202, Fixture.RUNNING)
                .then(200, Fixture.COMPLETED)
                .then(500, "{\"detail\":\"CUDA\",\"error_type\":\"x\"}");
        JobTimeline timeline = timelineOf(fal.queue.await(Fixture.TICKET), FalException.JobFailed.class);
        assertThat(timeline.statusCalls()).isEqualTo(2);
        assertThat(timeline.firstRunningAt()).contains(Instant.EPOCH);
        assertThat(timeline.lastError()).isEmpty();
    }

    @Test
    void aSingleCallTellsWhatItPassed() {
        fal.transport.thenReset().then(502, "<html>page</html>");
        assertThat(timelineOf(fal.queue.status(Fixture.TICKET), FalException.Unreachable.class)
                        .statusCalls())
                .isEqualTo(fal.transport.sent.size());
        assertThat(timelineOf(fal.queue.result(Fixture.TICKET), FalException.Unreachable.class))
                .isEqualTo(new JobTimeline(Instant.EPOCH, Optional.empty(), 0, Optional.of("Unreachable, HTTP 502")));
    }

    @Test
    void eachSubscriptionHasItsOwn() {
        fal.transport.then(404, "{\"status\":\"NOT_FOUND\"}");
        var watch = fal.queue.watch(Fixture.TICKET);
        for (int i = 0; i < 2; i++) {
            assertThat(timelineOf(watch, FalException.Rejected.class).statusCalls())
                    .isEqualTo(1);
        }
    }

    @Test
    void R11_theDeadlineOfAwaitHoldsForTheResultToo() {
        fal.transport.then(200, Fixture.COMPLETED).thenNothing();
        StepVerifier.create(
                        fal.queue.await(Fixture.TICKET, WatchOptions.defaults().withDeadline(Duration.ofSeconds(3))))
                .then(() -> fal.pass(Duration.ofMillis(2_999)))
                .expectNoEvent(Duration.ZERO)
                .then(() -> fal.pass(Duration.ofMillis(1)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FalException.WatchTimeout.class)
                        .hasMessageContaining("its result was not read within 3.0 s"));
        assertThat(fal.transport.aborted).isEqualTo(1);
    }

    @Test
    void R11_aResultWithinTheDeadlineIsDelivered() {
        fal.transport.then(200, Fixture.COMPLETED).thenAfter(Duration.ofSeconds(2), 200, Fixture.RESULT);
        StepVerifier.create(
                        fal.queue.await(Fixture.TICKET, WatchOptions.defaults().withDeadline(Duration.ofSeconds(3))))
                .then(() -> fal.pass(Duration.ofSeconds(2)))
                .expectNextCount(1)
                .verifyComplete();
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
    }
}
