package dev.falreactive.reactor;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.IntBinaryOperator;

/**
 * Works off what happens to it. Whatever happens sets a bit; whoever sets the first one works them off until none is left:
 * one thread at a time is at work, whatever calls whom, and nothing recurses. Busy from the start, until {@link #work()} is
 * called for the first time.
 */
abstract class SerialLoop extends Timers.Alarm {

    private static final AtomicIntegerFieldUpdater<SerialLoop> BITS =
            AtomicIntegerFieldUpdater.newUpdater(SerialLoop.class, "bits");
    private static final IntBinaryOperator OR = (old, bits) -> old | bits;
    private static final IntBinaryOperator AND = (old, bits) -> old & bits;

    /** The first bit that may be told. */
    static final int FIRST = 4;

    private static final int BUSY = 1;
    /** Stays. */
    private static final int OVER = 2;

    private volatile int bits = BUSY;

    /** Something happened. */
    final void tell(int bit) {
        if ((BITS.getAndAccumulate(this, bit | BUSY, OR) & BUSY) == 0) {
            work();
        }
    }

    final void work() {
        while (true) {
            int news = BITS.getAndAccumulate(this, BUSY | OVER, AND);
            if ((news & OVER) != 0) {
                // Stays busy: nobody has anything to do here any more.
                leave();
                return;
            }
            try {
                step(news);
            } catch (Throwable e) {
                broken(e);
            }
            if (BITS.compareAndSet(this, BUSY, 0)) {
                return;
            }
        }
    }

    /** Nothing is worked off from now on; true for the one call that said so first. */
    final boolean isTheEnd() {
        return (BITS.getAndAccumulate(this, OVER, OR) & OVER) == 0;
    }

    final boolean isOver() {
        return (bits & OVER) != 0;
    }

    /** Works off what happened since the last step. */
    abstract void step(int news);

    /** A step threw. */
    abstract void broken(Throwable error);

    /** Lets go of all that may still tell something. Called at least once after the end, by any thread. */
    abstract void leave();
}
