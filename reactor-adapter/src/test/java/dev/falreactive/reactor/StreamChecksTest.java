package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A stream that brings comments alone says nothing of its job: it is checked. */
class StreamChecksTest {

    private static final WatchOptions STREAMING = WatchOptions.defaults().withMode(WatchMode.STREAMING);
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final Fixture fal = new Fixture();
    private final Sinks.Many<String> server = Sinks.many().unicast().onBackpressureBuffer();
    private final List<StatusUpdate> told = new ArrayList<>();
    private final AtomicReference<Throwable> error = new AtomicReference<>();
    private final AtomicBoolean completed = new AtomicBoolean();

    StreamChecksTest() {
        fal.transport.stream(server.asFlux());
    }

    private void says(String piece) {
        server.emitNext(piece, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    private BaseSubscriber<StatusUpdate> watch(long demand) {
        BaseSubscriber<StatusUpdate> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                if (demand > 0) {
                    subscription.request(demand);
                }
            }

            @Override
            protected void hookOnNext(StatusUpdate update) {
                told.add(update);
            }

            @Override
            protected void hookOnError(Throwable failure) {
                error.set(failure);
            }

            @Override
            protected void hookOnComplete() {
                completed.set(true);
            }
        };
        fal.queue.watch(Fixture.TICKET, STREAMING.withLogs(true)).subscribe(reader);
        return reader;
    }

    private void commentsFor(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusSeconds(15)) {
            fal.pass(Duration.ofSeconds(15));
            says(Sse.KEEP_ALIVE);
        }
    }

    @Test
    void aJobThatEndedUnseenIsNoticed() {
        fal.transport.then(200, Fixture.COMPLETED);
        watch(Long.MAX_VALUE);
        says(Sse.RUNNING);
        fal.pass(Duration.ofSeconds(15));
        says(Sse.KEEP_ALIVE);
        fal.pass(Duration.ofMillis(14_999));
        assertThat(fal.transport.polls()).isZero();
        fal.pass(Duration.ofMillis(1));
        assertThat(told).extracting(StatusUpdate::phase).containsExactly(Phase.IN_PROGRESS, Phase.COMPLETED);
        assertThat(completed).isTrue();
        assertThat(fal.transport.polls()).isEqualTo(1);
        assertThat(fal.transport.openStreams).hasValue(0);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void aStreamThatNeverBroughtAnUpdateIsCheckedToo() {
        fal.transport.then(200, Fixture.COMPLETED);
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(completed).isTrue();
    }

    @Test
    void whileTheJobRunsTheStreamStaysAndTheChecksGoOn() {
        fal.transport.then(202, Sse.runningJson("a")).then(202, Sse.runningJson("a", "b"));
        watch(Long.MAX_VALUE);
        commentsFor(QUIET.multipliedBy(2));
        assertThat(fal.transport.polls()).isEqualTo(2);
        assertThat(fal.transport.openStreams).hasValue(1);
        says(Sse.running("a", "b", "c"));
        assertThat(told.stream().flatMap(update -> update.logs().stream()).map(line -> line.message()))
                .containsExactly("a", "b", "c");
        says(Sse.COMPLETED);
        assertThat(completed).isTrue();
    }

    @Test
    void aStreamThatBringsUpdatesIsNotChecked() {
        fal.transport.then(202, Fixture.RUNNING);
        watch(Long.MAX_VALUE);
        for (int i = 0; i < 20; i++) {
            fal.pass(Duration.ofSeconds(29));
            says(Sse.RUNNING);
        }
        assertThat(fal.transport.polls()).isZero();
    }

    @Test
    void R03_withoutDemandThereIsNoCheckAndWithItThereIs() {
        fal.transport.then(202, Fixture.RUNNING);
        BaseSubscriber<StatusUpdate> reader = watch(1);
        says(Sse.QUEUED);
        commentsFor(Duration.ofMinutes(10));
        assertThat(fal.transport.polls()).isZero();
        reader.request(1);
        commentsFor(Duration.ofMinutes(10));
        assertThat(fal.transport.polls()).isEqualTo(1);
        assertThat(told).extracting(StatusUpdate::phase).containsExactly(Phase.IN_QUEUE, Phase.IN_PROGRESS);
    }

    @Test
    void anUpdateThatComesMeanwhileEndsTheCheck() {
        fal.transport.thenNothing();
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(fal.transport.inFlight).hasValue(1);
        says(Sse.RUNNING);
        assertThat(fal.transport.inFlight).hasValue(0);
        assertThat(told).extracting(StatusUpdate::phase).containsExactly(Phase.IN_PROGRESS);
    }

    @Test
    void R05_cancellingEndsStreamAndCheck() {
        fal.transport.thenNothing();
        BaseSubscriber<StatusUpdate> reader = watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        reader.cancel();
        assertThat(fal.transport.inFlight).hasValue(0);
        assertThat(fal.transport.openStreams).hasValue(0);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.sent).hasSize(2);
    }

    @Test
    void aCheckThatFailsHandsOverToPolls() {
        fal.transport.then(503, "{}").then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(fal.transport.openStreams).hasValue(0);
        fal.pass(Duration.ofSeconds(5));
        assertThat(completed).isTrue();
        assertThat(fal.transport.polls()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void R11_theRetryAfterOfACheckHoldsForThePollsThatFollow(int status) {
        fal.transport.then(status, Map.of("Retry-After", "20"), "{}").then(200, Fixture.COMPLETED);
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(fal.transport.openStreams).hasValue(0);
        fal.pass(Duration.ofMillis(19_999));
        assertThat(fal.transport.polls()).isEqualTo(1);
        fal.pass(Duration.ofMillis(1));
        assertThat(fal.transport.polls()).isEqualTo(2);
        assertThat(completed).isTrue();
    }

    @Test
    void R11_aCheckThatIsToComeAgainTooLateEndsTheWatch() {
        fal.transport.then(429, Map.of("Retry-After", "3600"), "{}");
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(error.get())
                .isInstanceOfSatisfying(
                        FalException.Rejected.class,
                        e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.RATE_LIMITED));
        fal.pass(Duration.ofHours(2));
        assertThat(fal.transport.polls()).isEqualTo(1);
        assertThat(fal.transport.openStreams).hasValue(0);
    }

    @Test
    void R11_aStreamThatEndsAfterAGoodCheckIsFollowedByAPollAtOnce() {
        fal.transport.then(202, Fixture.RUNNING).then(200, Fixture.COMPLETED);
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        server.tryEmitComplete();
        assertThat(fal.transport.polls()).isEqualTo(2);
        assertThat(completed).isTrue();
    }

    @Test
    void theFailureOfACheckIsTheFirstInARowAndInTheTimeline() {
        fal.transport.then(503, "{}").then(503, "{}").then(404, "{\"status\":\"NOT_FOUND\"}");
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(fal.transport.polls()).isEqualTo(1);
        fal.pass(Duration.ofMinutes(5));
        assertThat(error.get())
                .isInstanceOfSatisfying(
                        FalException.class,
                        e -> assertThat(e.timeline()).hasValueSatisfying(timeline -> {
                            assertThat(timeline.statusCalls()).isEqualTo(4);
                            assertThat(timeline.lastError())
                                    .hasValueSatisfying(last -> assertThat(last).contains("503"));
                        }));
    }

    @Test
    void theFailureOfACheckIsNoDisappointmentOfStreams() {
        WatchOptions auto = WatchOptions.defaults().withMode(WatchMode.AUTO);
        Fixture other = new Fixture();
        other.transport.stream(Flux.never()).stream(Flux.just(Sse.COMPLETED));
        other.transport.then(503, "{}").then(200, Fixture.COMPLETED);
        other.queue.watch(Fixture.TICKET, auto).subscribe();
        other.pass(QUIET);
        other.pass(Duration.ofSeconds(5));
        assertThat(other.transport.polls()).isEqualTo(2);
        other.queue.watch(Fixture.TICKET, auto).blockLast();
        assertThat(other.transport.streamCalls()).isEqualTo(2);
        assertThat(other.transport.polls()).isEqualTo(2);
    }

    @Test
    void aJobThatIsGoneEndsTheWatch() {
        fal.transport.then(404, "{\"status\":\"NOT_FOUND\"}");
        watch(Long.MAX_VALUE);
        commentsFor(QUIET);
        assertThat(error.get()).isInstanceOfSatisfying(FalException.Rejected.class, e -> {
            assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.GONE);
            assertThat(fal.transport.polls()).isEqualTo(1);
            assertThat(e.ticket()).contains(Fixture.TICKET);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = WatchMode.class,
            names = {"STREAMING", "AUTO"})
    void aStreamThatEndsAtOnceLeavesNoCheckBehind(WatchMode mode) {
        Fixture other = new Fixture();
        other.transport.stream(Flux.just(Sse.COMPLETED));
        other.queue
                .watch(Fixture.TICKET, WatchOptions.defaults().withMode(mode))
                .blockLast();
        other.pass(Duration.ofHours(1));
        assertThat(other.transport.sent).hasSize(1);
    }
}
