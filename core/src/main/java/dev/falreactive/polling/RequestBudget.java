package dev.falreactive.polling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How many calls all callers together may make in any second, and who is next when more want to. Time is handed in, in
 * nanoseconds that never go back; nobody sleeps here. Not safe for use by several threads.
 *
 * <p>Who comes while there is room is admitted at once. Otherwise callers stand in line. A line that began since the second
 * was full, or that is longer than the second has room for, is admitted one by one, evenly in time, so that the server too
 * counts no more in any second; one that waits for calls under way alone goes on as soon as these are over. The useful ones pass the others, but each other passes anybody at most twice as often as callers stood in line
 * when that one came: with the line itself, nobody waits longer than three times their fair share, which is the time in
 * which everybody in line would be admitted once.
 *
 * <p>An answer that asks for fewer calls halves what is admitted in a second; answers without complaint widen it again,
 * by a fiftieth of the whole each second, until it is whole.
 *
 * @param <T> what stands for a caller
 */
public final class RequestBudget<T> {

    private static final long SECOND = 1_000_000_000L;

    /** Turns that a timer missed are made up for, if it came no later than this; otherwise one of them is. */
    private static final long LATE = SECOND / 50;

    /** Refusals of calls that were under way when another was refused say nothing new. */
    private static final long SAME_REFUSAL = SECOND;

    private static final double WIDENING = 0.02;
    private static final double NARROWING = 0.5;

    private final int whole;
    private final int mostUnderWay;
    private final Instants lastSecond = new Instants();
    private final TreeSet<Waiting<T>> line =
            new TreeSet<>(Comparator.<Waiting<T>>comparingDouble(waiting -> waiting.turn)
                    .thenComparingLong(waiting -> waiting.number));
    private double perSecond;
    private boolean paced;
    private long admitted;
    private int underWay;
    private long numbers;
    private long evenly = Long.MIN_VALUE / 2;
    private long narrowedAt = Long.MIN_VALUE / 2;

    /** One caller's place in the line. */
    public static final class Waiting<T> {

        private final T caller;
        private final double turn;
        private final long number;

        private Waiting(T caller, double turn, long number) {
            this.caller = caller;
            this.turn = turn;
            this.number = number;
        }
    }

    /**
     * A budget that is whole.
     *
     * @param callsPerSecond the most calls in any second, 1 or more
     */
    public RequestBudget(int callsPerSecond) {
        this(callsPerSecond, Integer.MAX_VALUE);
    }

    /**
     * A budget that is whole, of calls that take their time.
     *
     * @param callsPerSecond the most calls in any second, 1 or more
     * @param mostUnderWay the most calls that were admitted and are not {@linkplain #ended() over}, 1 or more
     */
    public RequestBudget(int callsPerSecond, int mostUnderWay) {
        if (callsPerSecond < 1) {
            throw new IllegalArgumentException("callsPerSecond must be 1 or more: " + callsPerSecond);
        }
        if (mostUnderWay < 1) {
            throw new IllegalArgumentException("mostUnderWay must be 1 or more: " + mostUnderWay);
        }
        this.mostUnderWay = mostUnderWay;
        this.whole = callsPerSecond;
        this.perSecond = callsPerSecond;
    }

    /**
     * Takes a call, if nobody is in line and there is room.
     *
     * @param now the time
     * @return whether the call may be made now
     */
    public boolean take(long now) {
        if (!line.isEmpty() || !hasRoom(now)) {
            return false;
        }
        admitted(now);
        return true;
    }

    /**
     * Lets a caller stand in line.
     *
     * @param caller the caller
     * @param usefulness how useful the call is: 0 gives way to others for as long as is fair, 1 to none
     * @return the place
     */
    public Waiting<T> enter(T caller, double usefulness) {
        double patience = 2 * (1 - Math.min(1, Math.max(0, usefulness)));
        Waiting<T> waiting = new Waiting<>(caller, admitted + patience * line.size(), numbers++);
        paced = paced || lastSecond.size() >= limit();
        line.add(waiting);
        return waiting;
    }

    /**
     * Lets a caller leave the line. One who was admitted or has left is not there any more, and nothing happens.
     *
     * @param waiting the place
     */
    public void leave(Waiting<T> waiting) {
        line.remove(waiting);
        paced = paced && !line.isEmpty();
    }

    /**
     * Admits those whose turn it is.
     *
     * @param now the time
     * @return they may call now, in this order
     */
    public List<T> admit(long now) {
        List<T> next = new ArrayList<>(1);
        while (!line.isEmpty() && hasRoom(now) && (fits() || evenly + gap() <= now)) {
            if (fits()) {
                evenly = now;
            } else {
                evenly = now - (evenly + gap()) <= LATE ? evenly + gap() : now - gap();
            }
            admitted(now);
            next.add(line.pollFirst().caller);
        }
        paced = paced && !line.isEmpty();
        return next;
    }

    /**
     * When to admit next.
     *
     * @param now the time
     * @return how long from now, in nanoseconds; empty if nobody is in line, or a call must be over first
     */
    public Optional<Long> nextIn(long now) {
        if (line.isEmpty() || underWay >= mostUnderWay) {
            return Optional.empty();
        }
        long roomAt = hasRoom(now) ? now : lastSecond.fromNewest(limit()) + SECOND;
        return Optional.of(Math.max(1, (fits() ? roomAt : Math.max(roomAt, evenly + gap())) - now));
    }

    /** A call that was admitted is over. */
    public void ended() {
        underWay--;
    }

    /** An answer came without complaint. */
    public void answered() {
        perSecond = Math.min(whole, perSecond + WIDENING * whole / perSecond);
    }

    /**
     * An answer asked for fewer calls.
     *
     * @param now the time
     */
    public void refused(long now) {
        if (now - narrowedAt >= SAME_REFUSAL) {
            narrowedAt = now;
            perSecond = Math.max(1, perSecond * NARROWING);
        }
    }

    /** {@return how many calls are admitted in any second now} */
    public int limit() {
        return (int) perSecond;
    }

    /** {@return how many callers are in line} */
    public int waiting() {
        return line.size();
    }

    private boolean hasRoom(long now) {
        lastSecond.forgetUntil(now - SECOND);
        return underWay < mostUnderWay && lastSecond.size() < limit();
    }

    /** Whether all in line may still call in this second. */
    private boolean fits() {
        return !paced && lastSecond.size() + line.size() <= limit();
    }

    private long gap() {
        return (long) (SECOND / perSecond);
    }

    private void admitted(long now) {
        lastSecond.add(now);
        admitted++;
        underWay++;
    }
}
