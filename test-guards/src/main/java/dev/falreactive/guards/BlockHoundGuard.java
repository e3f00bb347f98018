package dev.falreactive.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A guard that can be silently off is none: blocking is caught where it must not be. A module adds its own event loops. */
public interface BlockHoundGuard {

    @Test
    default void aBlockingCallOnTheTimerIsCaught() {
        assertThat(catchThrowable(() -> blockOn(Schedulers.parallel())))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    default void whereBlockingIsAllowedNothingIsCaught() {
        assertThat(catchThrowable(() -> blockOn(Schedulers.boundedElastic()))).isNull();
    }

    private static void blockOn(Scheduler scheduler) {
        Mono.fromRunnable(BlockHoundGuard::block).subscribeOn(scheduler).block();
    }

    /** Sleeps on purpose: it is what is to be caught. */
    static void block() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
