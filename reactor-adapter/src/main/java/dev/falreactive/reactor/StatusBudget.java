package dev.falreactive.reactor;

import dev.falreactive.protocol.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * How many status calls all watches of a client may make in any second. Who comes too early waits in line; who leaves the
 * line takes nothing with them.
 */
final class StatusBudget {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int callsPerSecond;
    private final Scheduler timer;

    // Guarded by this. When the calls of the last second were admitted, oldest first: never more than the budget.
    private final ArrayDeque<Long> admitted = new ArrayDeque<>();
    private final Queue<Turn> line = new ArrayDeque<>();
    private boolean waking;

    StatusBudget(int callsPerSecond, Scheduler timer) {
        this.callsPerSecond = callsPerSecond;
        this.timer = timer;
    }

    private static final class Turn {
        private final MonoSink<Void> sink;
        private volatile boolean left;

        Turn(MonoSink<Void> sink) {
            this.sink = sink;
        }
    }

    /** Admits the tries of one watch; how useful a call is, from 0 to 1, is asked when it comes to the line. */
    Admission admission(Trail trail, DoubleSupplier usefulness) {
        return new Admission() {
            @Override
            public Mono<Void> turn() {
                return StatusBudget.this.turn(usefulness).then(trail.asking());
            }

            @Override
            public void answered(Outcome<?> outcome) {}
        };
    }

    /** Completes when one call may be made. */
    Mono<Void> turn(DoubleSupplier usefulness) {
        return Mono.create(sink -> {
            Turn turn = new Turn(sink);
            sink.onCancel(() -> turn.left = true);
            synchronized (this) {
                line.add(turn);
            }
            admit();
        });
    }

    private void admit() {
        List<Turn> next = new ArrayList<>(1);
        synchronized (this) {
            long now = timer.now(TimeUnit.NANOSECONDS);
            while (!admitted.isEmpty() && now - admitted.peekFirst() >= SECOND) {
                admitted.removeFirst();
            }
            while (!line.isEmpty() && (line.element().left || admitted.size() < callsPerSecond)) {
                Turn turn = line.remove();
                if (!turn.left) {
                    admitted.addLast(now);
                    next.add(turn);
                }
            }
            if (!line.isEmpty() && !waking) {
                waking = true;
                timer.schedule(this::wake, admitted.getFirst() + SECOND - now, TimeUnit.NANOSECONDS);
            }
        }
        next.forEach(turn -> turn.sink.success());
    }

    private void wake() {
        synchronized (this) {
            waking = false;
        }
        admit();
    }
}
