package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class HeartbeatTest {

    @Test
    void aQuietStreamIsWrittenToNowAndThenAndAReaderThatStallsIsNotOwedTheRest() {
        StepVerifier.withVirtualTime(JobEvents::heartbeat, 1)
                .expectSubscription()
                .expectNoEvent(JobEvents.HEARTBEAT.minusMillis(1))
                .thenAwait(JobEvents.HEARTBEAT.multipliedBy(100))
                .assertNext(beat -> {
                    assertThat(beat.comment()).isNotBlank();
                    assertThat(beat.data()).isNull();
                })
                .thenRequest(1)
                .thenAwait(JobEvents.HEARTBEAT)
                .expectNextCount(1)
                .thenCancel()
                .verify();
    }
}
