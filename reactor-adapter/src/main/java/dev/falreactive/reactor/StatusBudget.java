package dev.falreactive.reactor;

import dev.falreactive.Connections;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.polling.RequestBudget;
import dev.falreactive.protocol.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * How many status calls all watches of a client may make in any second, and have under way: a {@link RequestBudget}, one
 * timer for all who wait, and nobody called under its lock. Who comes too early waits in line; who leaves the line takes
 * nothing with them.
 */
final class StatusBudget {

    /** So many calls are under way for each connection: the next is at hand when one is free, and none waits for long. */
    private static final int CALLS_PER_CONNECTION = 4;

    private final Scheduler timer;

    // Guarded by this.
    private final RequestBudget<Caller> budget;
    private boolean waking;
    private long latest = Long.MIN_VALUE;
    private long turnedBack;

    /** Who waits in line. */
    interface Caller {

        /** Whether it is under way from then on, until the budget is told that it has {@linkplain #ended() ended}. */
        boolean isUnderWay();

        /** It is its turn. */
        void admitted();
    }

    StatusBudget(int callsPerSecond, Connections connections, Scheduler timer) {
        this.budget = new RequestBudget<>(callsPerSecond, mostUnderWay(connections));
        this.timer = timer;
    }

    /** No more than may wait for a connection, beside the calls that are no watch's. */
    private static int mostUnderWay(Connections connections) {
        long wanted = (long) CALLS_PER_CONNECTION * connections.max();
        long room = (long) connections.max() + connections.maxWaiting() / 2;
        return (int) Math.min(Integer.MAX_VALUE, Math.min(wanted, room));
    }

    /** Admits the tries of one watch; how useful a call is, from 0 to 1, is asked when it comes to the line. */
    Admission admission(Trail trail, DoubleSupplier usefulness) {
        return new Admission() {
            @Override
            public Mono<Void> turn() {
                return StatusBudget.this.turn(usefulness).then(trail.asking());
            }

            @Override
            public <T> Mono<T> admitted(Supplier<Mono<T>> call) {
                return new AdmittedCall<>(StatusBudget.this, usefulness, () -> {
                    trail.asks();
                    return call.get();
                });
            }

            @Override
            public boolean isCrowded() {
                return StatusBudget.this.isCrowded();
            }

            @Override
            public void answered(Outcome<?> outcome) {
                StatusBudget.this.answered(outcome);
            }
        };
    }

    /** Completes when one call may be made that does not count as under way. */
    Mono<Void> turn(DoubleSupplier usefulness) {
        return Mono.create(sink -> {
            double useful = usefulness.getAsDouble();
            if (taken()) {
                ended();
                sink.success();
                return;
            }
            RequestBudget.Waiting<Caller> place = enter(
                    new Caller() {
                        @Override
                        public boolean isUnderWay() {
                            return false;
                        }

                        @Override
                        public void admitted() {
                            sink.success();
                        }
                    },
                    useful);
            sink.onCancel(() -> leave(place));
            admit();
        });
    }

    /** Takes a turn if there is one at once; the call is then under way. */
    synchronized boolean taken() {
        return budget.take(now());
    }

    /** Stands in line; {@link #admit()} is to be called then. */
    synchronized RequestBudget.Waiting<Caller> enter(Caller caller, double usefulness) {
        return budget.enter(caller, usefulness);
    }

    synchronized void leave(RequestBudget.Waiting<Caller> place) {
        budget.leave(place);
    }

    private synchronized boolean isCrowded() {
        return budget.waiting() > 0;
    }

    /** A call under way is over. */
    void ended() {
        boolean others;
        synchronized (this) {
            budget.ended();
            others = budget.waiting() > 0;
        }
        if (others) {
            admit();
        }
    }

    /** Tells those whose turn it is. */
    void admit() {
        List<Caller> next;
        synchronized (this) {
            long now = now();
            next = budget.admit(now);
            for (Caller caller : next) {
                if (!caller.isUnderWay()) {
                    budget.ended();
                }
            }
            Optional<Long> pause = waking ? Optional.empty() : budget.nextIn(now);
            if (pause.isPresent()) {
                waking = true;
                timer.schedule(this::wake, pause.get(), TimeUnit.NANOSECONDS);
            }
        }
        next.forEach(StatusBudget::tell);
    }

    /** One that throws must not keep the others from their turn. */
    private static void tell(Caller caller) {
        try {
            caller.admitted();
        } catch (Throwable e) {
            Exceptions.throwIfJvmFatal(e);
            Operators.onErrorDropped(e, Context.empty());
        }
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
