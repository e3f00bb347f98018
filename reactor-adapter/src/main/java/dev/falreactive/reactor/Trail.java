package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.JobTimeline;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What one subscription has seen of its job, for the errors that it may end with. */
final class Trail {

    private static final AtomicLongFieldUpdater<Trail> CALLS =
            AtomicLongFieldUpdater.newUpdater(Trail.class, "statusCalls");

    private final QueueTicket ticket;
    private final Scheduler timer;
    private volatile long statusCalls;
    private volatile @Nullable Instant firstRunning;
    private volatile @Nullable String lastError;

    Trail(QueueTicket ticket, Scheduler timer) {
        this.ticket = ticket;
        this.timer = timer;
    }

    /** Counts a status call when it completes. */
    Mono<Void> asking() {
        return Mono.fromRunnable(this::asks);
    }

    /** Counts a status call. */
    void asks() {
        CALLS.incrementAndGet(this);
    }

    void saw(StatusUpdate update) {
        if (firstRunning == null && update.phase() == StatusUpdate.Phase.IN_PROGRESS) {
            firstRunning = Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
        }
    }

    /** A failure that is passed by asking again. */
    void passed(FalException error) {
        String kind = error.getClass().getSimpleName();
        lastError = error.httpStatus().isPresent()
                ? kind + ", HTTP " + error.httpStatus().getAsInt()
                : firstSentence(error);
    }

    private static String firstSentence(FalException error) {
        String message = error.getMessage();
        int end = message.indexOf(". ");
        return end < 0 ? message : message.substring(0, end);
    }

    <T> Mono<T> told(Mono<T> call) {
        return call.onErrorMap(FalException.class, this::told);
    }

    FalException told(FalException error) {
        return error.withTimeline(new JobTimeline(
                ticket.submittedAt(), Optional.ofNullable(firstRunning), statusCalls, Optional.ofNullable(lastError)));
    }
}
