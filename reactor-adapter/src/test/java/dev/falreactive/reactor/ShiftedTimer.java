package dev.falreactive.reactor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A timer whose clock may be put forward, or back. */
final class ShiftedTimer implements Scheduler {

    private final Scheduler timer;
    private final AtomicLong ahead = new AtomicLong();

    ShiftedTimer() {
        this(Schedulers.parallel());
    }

    ShiftedTimer(Scheduler timer) {
        this.timer = timer;
    }

    void putForward(Duration by) {
        ahead.addAndGet(by.toNanos());
    }

    @Override
    public long now(TimeUnit unit) {
        return timer.now(unit) + unit.convert(ahead.get(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return timer.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return timer.schedule(task, delay, unit);
    }

    @Override
    public Worker createWorker() {
        return timer.createWorker();
    }
}
