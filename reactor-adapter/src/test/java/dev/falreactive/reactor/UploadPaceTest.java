package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** For how long nothing may move: ten, where nothing else is said. */
class UploadPaceTest {

    private static final long LIMIT = 10;

    private final AtomicLong clock = new AtomicLong(1_000);

    private UploadPace upload(long length, long buffer) {
        UploadPace pace = new UploadPace(length, LIMIT, clock::get);
        clock.addAndGet(500);
        assertThat(pace.hasStalled()).as("it waits for a connection").isFalse();
        pace.begin(buffer);
        return pace;
    }

    private void stallsAfter(UploadPace pace, long pause) {
        clock.addAndGet(pause);
        assertThat(pace.hasStalled()).isFalse();
        clock.incrementAndGet();
        assertThat(pace.hasStalled()).isTrue();
    }

    @Test
    void aServerThatTakesNothingIsGivenUpAfterTheLimit() {
        stallsAfter(upload(100, 10), LIMIT);
    }

    @Test
    void eachByteThatLeavesBeginsItAnew() {
        UploadPace pace = upload(100, 10);
        for (int i = 0; i < 99; i++) {
            clock.addAndGet(LIMIT);
            assertThat(pace.hasStalled()).isFalse();
            pace.taken(1);
        }
        stallsAfter(pace, LIMIT);
    }

    @Test
    void whatIsReadFromTheSourceOrOfTheAnswerMovesToo() {
        UploadPace pace = upload(100, 10);
        clock.addAndGet(LIMIT);
        pace.moved();
        stallsAfter(pace, LIMIT);
    }

    @Test
    void whenAllHasLeftTheBufferIsGivenTheTimeThatItsBytesTook() {
        UploadPace pace = upload(100, 20);
        for (int i = 0; i < 10; i++) {
            clock.addAndGet(8);
            pace.taken(10);
        }
        // 80 bytes were passed on in 80: 20 more take 20.
        stallsAfter(pace, LIMIT + 20);
    }

    @Test
    void whatTheBufferTookAtOnceHasTheLimitAlone() {
        UploadPace pace = upload(100, 1_000);
        pace.taken(100);
        stallsAfter(pace, LIMIT);
    }

    @Test
    void theTimeForTheBufferIsNeverMoreThanAllTook() {
        UploadPace pace = upload(100, 90);
        clock.addAndGet(7);
        pace.taken(100);
        stallsAfter(pace, LIMIT + 7);
    }
}
