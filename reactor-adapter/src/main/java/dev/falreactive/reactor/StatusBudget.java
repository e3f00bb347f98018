package dev.falreactive.reactor;

import dev.falreactive.FalException.Rejected;
import dev.falreactive.polling.RequestBudget;
import dev.falreactive.protocol.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * How many status calls all watches of a client may make in any second: a {@link RequestBudget}, one timer for all who wait,
 * and nobody called under its lock. Who comes too early waits in line; who leaves the line takes nothing with them.
 */
final class StatusBudget {

    private final Scheduler timer;

    // Guarded by this.
    private final RequestBudget<MonoSink<Void>> budget;
    private boolean waking;
    private long latest = Long.MIN_VALUE;
    private long turnedBack;

    StatusBudget(int callsPerSecond, Scheduler timer) {
        this.budget = new RequestBudget<>(callsPerSecond);
        this.timer = timer;
    }

    /** Admits the tries of one watch; how useful a call is, from 0 to 1, is asked when it comes to the line. */
    Admission admission(Trail trail, DoubleSupplier usefulness) {
        return new Admission() {
            @Override
            public Mono<Void> turn() {
                return StatusBudget.this.turn(usefulness).then(trail.asking());
            }

            @Override
            public void answered(Outcome<?> outcome) {
                StatusBudget.this.answered(outcome);
            }
        };
    }

    /** Completes when one call may be made. */
    Mono<Void> turn(DoubleSupplier usefulness) {
        return Mono.create(sink -> {
            double useful = usefulness.getAsDouble();
            if (taken()) {
                sink.success();
            } else {
                enter(sink, useful);
                admit();
            }
        });
    }

    private synchronized boolean taken() {
        return budget.take(now());
    }

    private void enter(MonoSink<Void> sink, double usefulness) {
        RequestBudget.Waiting<MonoSink<Void>> waiting;
        synchronized (this) {
            waiting = budget.enter(sink, usefulness);
        }
        sink.onCancel(() -> {
            synchronized (this) {
                budget.leave(waiting);
            }
        });
    }

    private void admit() {
        List<MonoSink<Void>> next;
        synchronized (this) {
            long now = now();
            next = budget.admit(now);
            Optional<Long> pause = waking ? Optional.empty() : budget.nextIn(now);
            if (pause.isPresent()) {
                waking = true;
                timer.schedule(this::wake, pause.get(), TimeUnit.NANOSECONDS);
            }
        }
        next.forEach(MonoSink::success);
    }

    private void wake() {
        synchronized (this) {
            waking = false;
        }
        admit();
    }

    /** A refusal for the number of calls narrows the budget, a success widens it; other failures say nothing of it. */
    private synchronized void answered(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Success) {
            budget.answered();
        } else if (outcome instanceof Outcome.Failure<?> failure
                && failure.error() instanceof Rejected rejected
                && rejected.reason() == Rejected.Reason.RATE_LIMITED) {
            budget.refused(now());
        }
    }

    /** The timer's time, which goes on where it was when its clock is turned back. */
    private long now() {
        long now = timer.now(TimeUnit.NANOSECONDS) + turnedBack;
        if (now < latest) {
            turnedBack += latest - now;
            now = latest;
        }
        latest = now;
        return now;
    }
}
