package dev.falreactive.polling;

import java.util.Arrays;

/**
 * When to call, from an instant on (zero), for a job that is alive then: the instants at which expected lag and calls together
 * cost least, by dynamic programming backwards over the grid.
 */
final class Course {

    /** What a call costs, in seconds of lag. */
    static final double CALL = 0.05;

    static final double LONGEST = 30;

    /** A call may come sooner than it should by so much of the lag that it finds. */
    static final double EARLY = 0.3;

    private static final int MOST = 48;
    private static final int FEW = 12;

    private final float[] calls;
    private final float[] likely;
    private final float[] lags;

    private Course(float[] calls, float[] likely, float[] lags) {
        this.calls = calls;
        this.likely = likely;
        this.lags = lags;
    }

    /**
     * When to call.
     *
     * @param at when
     * @param likely how likely the job has ended by then
     * @param lag how long before it those ended that it finds, their mean
     */
    record Call(double at, double likely, double lag) {}

    private Call call(int i) {
        return new Call(calls[i], likely[i], lags[i]);
    }

    /** From zero on. */
    static Course of(Spread.Masses masses) {
        return of(masses, MOST);
    }

    /** The first few of the calls alone. */
    static Course begin(Spread.Masses masses) {
        return of(masses, FEW);
    }

    private static Course of(Spread.Masses masses, int most) {
        int cells = Grid.CELLS;
        double[] ended = new double[cells + 1];
        double[] moment = new double[cells + 1];
        double[] instant = new double[cells + 1];
        for (int i = 0; i < cells; i++) {
            instant[i + 1] = masses.top(i);
            ended[i + 1] = ended[i] + masses.mass()[i];
            moment[i + 1] = moment[i] + masses.moment()[i];
        }
        double[] cost = new double[cells + 1];
        int[] next = new int[cells + 1];
        for (int i = cells - 1; i >= 0; i--) {
            double call = CALL * (ended[cells] - ended[i]);
            double best = Double.POSITIVE_INFINITY;
            // Who waits longer calls no sooner: the costs are a Monge array.
            int last = i + 1 < cells ? next[i + 1] : cells;
            for (int j = i + 1; j <= last; j++) {
                double at = instant[j];
                if (j > i + 1 && at - instant[i] > LONGEST) {
                    break;
                }
                double lag = at * (ended[j] - ended[i]) - (moment[j] - moment[i]);
                if (lag + call > best) {
                    break;
                }
                double whole = lag + call + cost[j];
                if (whole < best) {
                    best = whole;
                    next[i] = j;
                }
            }
            cost[i] = best;
        }
        float[] calls = new float[most];
        float[] likely = new float[most];
        float[] lags = new float[most];
        int count = 0;
        for (int i = 0; i < cells && count < most; i = next[i]) {
            double alive = ended[cells] - ended[i];
            double found = ended[next[i]] - ended[i];
            calls[count] = (float) instant[next[i]];
            double lag = instant[next[i]] - (found > 0 ? (moment[next[i]] - moment[i]) / found : instant[i]);
            lags[count] = (float) Math.max(0, lag);
            likely[count++] = (float) (alive > 0 ? found / alive : 0.5);
        }
        return new Course(Arrays.copyOf(calls, count), Arrays.copyOf(likely, count), Arrays.copyOf(lags, count));
    }

    /**
     * The call that follows an instant; not one that was made already, a little sooner as chance would have it.
     *
     * @param now the instant
     * @param sofar how long the job took until then, for what follows all calls
     */
    Call after(double now, double sofar) {
        for (int i = 0; i < calls.length; i++) {
            if (calls[i] - now > EARLY * lags[i]) {
                return call(i);
            }
        }
        return beyond(sofar, now);
    }

    /** Long after all that was learned: the pause grows with the root of the time that it took so far. */
    static Call beyond(double sofar, double now) {
        double pause = Math.min(LONGEST, Math.sqrt(2 * CALL * Math.max(sofar, 1)));
        return new Call(now + pause, 0.5, pause / 2);
    }
}
