package dev.falreactive.reactor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * The pauses and limits of a client: however many there are, the timer has one task to keep, and what waits costs nothing
 * but itself.
 */
final class Timers {

    /** Far enough, and near enough not to overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Scheduler timer;
    private final LongSupplier clock;

    // Guarded by this. A binary heap, the soonest first.
    private @Nullable Alarm[] heap = new Alarm[16];
    private int size;
    private long now;
    /** Counts the tasks given to the timer: only the latest matters. */
    private long task;

    private long wakesAt;
    private @Nullable Disposable wake;
    private boolean waking;
    /** The latest task that rings, or has rung. */
    private long rung;

    Timers(Scheduler timer) {
        this.timer = timer;
        // The usual timer's clock can be set by its machine; its task is measured by one that cannot.
        this.clock = timer == Schedulers.parallel() ? System::nanoTime : () -> timer.now(TimeUnit.NANOSECONDS);
        this.now = clock.getAsLong();
    }

    /** Something that waits, itself its entry among the others. */
    abstract static class Alarm {

        private long dueAt;
        private int place = -1;

        /** The time is over. On the timer's thread, with no lock held. */
        abstract void ring();
    }

    /** Sets an alarm, anew if it waits already. */
    void set(Alarm alarm, Duration pause) {
        long nanos = pause.getSeconds() >= TimeUnit.NANOSECONDS.toSeconds(LONGEST) ? LONGEST : pause.toNanos();
        synchronized (this) {
            remove(alarm);
            alarm.dueAt = time() + nanos;
            add(alarm);
        }
        arm();
    }

    /** Takes an alarm back; one that is just ringing may ring nevertheless. */
    void stop(Alarm alarm) {
        Disposable idle = null;
        synchronized (this) {
            remove(alarm);
            if (size == 0 && waking) {
                idle = wake;
                wake = null;
                waking = false;
                task++;
            }
        }
        if (idle != null) {
            idle.dispose();
        }
    }

    /** How many alarms wait. */
    synchronized int size() {
        return size;
    }

    // A clock that goes back does not make anything wait longer.
    private long time() {
        long read = clock.getAsLong();
        now = read - now > 0 ? read : now;
        return now;
    }

    /** Gives the timer a task for the soonest alarm, unless it has one that is as soon. */
    private void arm() {
        long mine;
        long delay;
        Disposable old;
        synchronized (this) {
            Alarm first = heap[0];
            if (first == null || waking && first.dueAt - wakesAt >= 0) {
                return;
            }
            old = wake;
            wake = null;
            waking = true;
            wakesAt = first.dueAt;
            mine = ++task;
            delay = Math.max(0, wakesAt - time());
        }
        if (old != null) {
            old.dispose();
        }
        // Outside the lock: a timer may run a task at once, on this thread.
        Disposable fresh = timer.schedule(() -> wake(mine), delay, TimeUnit.NANOSECONDS);
        synchronized (this) {
            if (waking && task == mine) {
                wake = fresh;
                return;
            }
            if (rung == mine) {
                // It rings at this moment, or has: who disposes of it would interrupt what it calls.
                return;
            }
        }
        fresh.dispose();
    }

    private void wake(long which) {
        List<Alarm> due = new ArrayList<>();
        synchronized (this) {
            if (which != task || !waking) {
                return;
            }
            waking = false;
            wake = null;
            rung = which;
            // The task came when it was to come, whatever the clock says.
            now = wakesAt - time() > 0 ? wakesAt : now;
            for (Alarm first = heap[0]; first != null && first.dueAt - now <= 0; first = heap[0]) {
                remove(first);
                due.add(first);
            }
        }
        // Before they ring: none that takes its time holds up the next.
        arm();
        due.forEach(Timers::ring);
    }

    /** Whoever is called may throw what its own subscriber threw: the others must ring all the same. */
    private static void ring(Alarm alarm) {
        try {
            alarm.ring();
        } catch (Throwable e) {
            Exceptions.throwIfJvmFatal(e);
            Operators.onErrorDropped(Exceptions.unwrap(e), Context.empty());
        }
    }

    private void add(Alarm alarm) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        rise(alarm, size++);
    }

    private void remove(Alarm alarm) {
        int place = alarm.place;
        if (place < 0) {
            return;
        }
        alarm.place = -1;
        Alarm last = heap[--size];
        heap[size] = null;
        if (last != null && last != alarm) {
            sink(last, place);
            if (last.place == place) {
                rise(last, place);
            }
        }
        if (heap.length > 64 && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void rise(Alarm alarm, int from) {
        int place = from;
        while (place > 0) {
            Alarm above = heap[(place - 1) / 2];
            if (above == null || above.dueAt - alarm.dueAt <= 0) {
                break;
            }
            put(above, place);
            place = (place - 1) / 2;
        }
        put(alarm, place);
    }

    private void sink(Alarm alarm, int from) {
        int place = from;
        while (true) {
            int below = 2 * place + 1;
            if (below >= size) {
                break;
            }
            Alarm left = heap[below];
            Alarm right = below + 1 < size ? heap[below + 1] : null;
            Alarm sooner = right != null && left != null && right.dueAt - left.dueAt < 0 ? right : left;
            if (sooner == null || sooner.dueAt - alarm.dueAt >= 0) {
                break;
            }
            put(sooner, place);
            place = sooner == right ? below + 1 : below;
        }
        put(alarm, place);
    }

    private void put(Alarm alarm, int place) {
        heap[place] = alarm;
        alarm.place = place;
    }
}
