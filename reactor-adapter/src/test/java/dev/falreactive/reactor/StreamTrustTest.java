package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** AUTO tries once, and remembers. */
class StreamTrustTest {

    private static final WatchOptions AUTO = WatchOptions.defaults().withMode(WatchMode.AUTO);
    private static final WatchOptions STREAMING = WatchOptions.defaults().withMode(WatchMode.STREAMING);

    private final Fixture fal = new Fixture();

    private Disposable watch(WatchOptions options) {
        return fal.queue.watch(Fixture.TICKET, options).subscribe(update -> {}, error -> {});
    }

    @Test
    void whereStreamsWorkTheNextOnesStream() {
        fal.transport.stream(Flux.just(Sse.COMPLETED));
        watch(AUTO);
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(3);
        assertThat(fal.transport.polls()).isZero();
    }

    @Test
    void afterARefusalTheNextOnesPoll() {
        fal.transport.stream(404, Map.of(), Flux.empty()).then(200, Fixture.COMPLETED);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        watch(AUTO);
        watch(AUTO);
        fal.pass(Duration.ofHours(1));
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        assertThat(fal.transport.polls()).isEqualTo(3);
    }

    @Test
    void afterAWhileOneTriesAgain() {
        fal.transport.stream(Flux.just(Sse.RUNNING)).stream(Flux.just(Sse.COMPLETED))
                .then(200, Fixture.COMPLETED);
        watch(AUTO);
        fal.pass(Duration.ofMinutes(5).minusMillis(1));
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        fal.pass(Duration.ofMillis(1));
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(3);
        assertThat(fal.transport.polls()).isEqualTo(2);
    }

    @Test
    void ifItFailsAgainTheyPollForAnotherWhile() {
        fal.transport.stream(503, Map.of(), Flux.empty()).then(200, Fixture.COMPLETED);
        watch(AUTO);
        fal.pass(Duration.ofMinutes(5));
        watch(AUTO);
        watch(AUTO);
        fal.pass(Duration.ofMinutes(4));
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
        fal.pass(Duration.ofMinutes(1));
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(3);
    }

    @Test
    void whoTriesAgainIsOneAndTheOthersPollMeanwhile() {
        fal.transport.stream(503, Map.of(), Flux.empty()).stream(Flux.never()).then(200, Fixture.COMPLETED);
        watch(AUTO);
        fal.pass(Duration.ofMinutes(5));
        watch(AUTO);
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
        assertThat(fal.transport.polls()).isEqualTo(3);
    }

    @Test
    void afterAStreamThatBrokeTheNextOnesPoll() {
        fal.transport.stream(Flux.just(Sse.RUNNING)).then(200, Fixture.COMPLETED);
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        assertThat(fal.transport.polls()).isEqualTo(2);
    }

    @Test
    void whoIsToldToStreamStreamsAndItsExperienceCounts() {
        fal.transport.stream(503, Map.of(), Flux.empty()).then(200, Fixture.COMPLETED);
        watch(STREAMING);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        watch(STREAMING);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
    }

    @Test
    void whileOneTriesTheOthersPoll() {
        fal.transport.stream(Flux.never()).then(202, Fixture.RUNNING);
        watch(AUTO);
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
        assertThat(fal.transport.polls()).isEqualTo(2);
    }

    @Test
    void aTrialThatWasLeftIsTriedByTheNext() {
        fal.transport.stream(Flux.never()).then(202, Fixture.RUNNING);
        watch(AUTO).dispose();
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
    }

    @Test
    void aStreamThatIsGoodSoFarIsTrusted() {
        fal.transport.stream(Flux.just(Sse.RUNNING).concatWith(Flux.never()));
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
    }

    @Test
    void anUnreachableServerSaysNothingAboutStreams() {
        fal.transport.streamNotSent().stream(Flux.just(Sse.COMPLETED)).then(200, Fixture.COMPLETED);
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
        assertThat(fal.transport.polls()).isEqualTo(1);
    }

    @Test
    void aJobThatIsGoneSaysNothingAboutStreams() {
        fal.transport.stream(404, Map.of(), Flux.just("{\"status\":\"NOT_FOUND\"}")).stream(Flux.just(Sse.COMPLETED))
                .then(404, "{\"status\":\"NOT_FOUND\"}");
        watch(AUTO);
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(2);
        assertThat(fal.transport.polls()).isEqualTo(1);
    }

    @Test
    void whoPollsAsksNobody() {
        fal.transport.stream(Flux.never()).then(202, Fixture.RUNNING);
        watch(WatchOptions.defaults());
        watch(AUTO);
        assertThat(fal.transport.streamCalls()).isEqualTo(1);
    }

    @Test
    void anotherClientTriesForItself() {
        fal.transport.stream(404, Map.of(), Flux.empty()).then(200, Fixture.COMPLETED);
        watch(AUTO);
        Fixture other = new Fixture();
        other.transport.stream(Flux.just(Sse.COMPLETED));
        other.queue.watch(Fixture.TICKET, AUTO).subscribe();
        assertThat(other.transport.streamCalls()).isEqualTo(1);
    }
}
