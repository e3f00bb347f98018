package dev.falreactive.polling;

import java.util.Arrays;

/**
 * When to call, from an instant on, for a job that is alive then: the instants at which expected lag and calls together
 * cost least, by dynamic programming backwards over the grid.
 */
final class Course {

    /** What a call costs, in seconds of lag. */
    static final double CALL = 0.05;

    static final double LONGEST = 30;

    private static final int MOST = 48;

    private final float[] calls;
    private final float[] likely;

    private Course(float[] calls, float[] likely) {
        this.calls = calls;
        this.likely = likely;
    }

    /** When, and how likely the job has ended by then. */
    record Call(double at, double likely) {}

    static Course of(double[] masses, double from) {
        return of(masses, from, MOST);
    }

    /** The first of the calls alone. */
    static Call first(double[] masses, double from) {
        return of(masses, from, 1).after(from);
    }

    private static Course of(double[] masses, double from, int most) {
        int cells = Grid.CELLS;
        int start = Math.min(Grid.cell(from), cells - 1);
        double[] ended = new double[cells + 1];
        double[] moment = new double[cells + 1];
        for (int i = start; i < cells; i++) {
            double middle = (Grid.edge(i) + Grid.edge(i + 1)) / 2;
            ended[i + 1] = ended[i] + masses[i];
            moment[i + 1] = moment[i] + masses[i] * middle;
        }
        double[] cost = new double[cells + 1];
        int[] next = new int[cells + 1];
        for (int i = cells - 1; i >= start; i--) {
            double call = CALL * (ended[cells] - ended[i]);
            double best = Double.POSITIVE_INFINITY;
            for (int j = i + 1; j <= cells; j++) {
                double at = Grid.edge(j);
                if (j > i + 1 && at - Grid.edge(i) > LONGEST) {
                    break;
                }
                double lag = at * (ended[j] - ended[i]) - (moment[j] - moment[i]);
                if (lag + call > best) {
                    break;
                }
                double whole = lag + call + cost[j];
                if (whole <= best) {
                    best = whole;
                    next[i] = j;
                }
            }
            cost[i] = best;
        }
        float[] calls = new float[most];
        float[] likely = new float[most];
        int count = 0;
        for (int i = start; i < cells && count < most; i = next[i]) {
            double alive = ended[cells] - ended[i];
            calls[count] = (float) Grid.edge(next[i]);
            likely[count++] = (float) (alive > 0 ? (ended[next[i]] - ended[i]) / alive : 0.5);
        }
        return new Course(Arrays.copyOf(calls, count), Arrays.copyOf(likely, count));
    }

    /** The call that follows an instant; one that is all but due is left to the one behind it. */
    Call after(double now) {
        for (int i = 0; i < calls.length; i++) {
            double gap = calls[i] - (i == 0 ? now : Math.max(calls[i - 1], 0));
            if (calls[i] - now > 0 && calls[i] - now >= 0.4 * gap) {
                return new Call(calls[i], likely[i]);
            }
        }
        return beyond(now);
    }

    /** Long after all that was learned: the pause grows with the root of the time. */
    static Call beyond(double now) {
        return new Call(now + Math.min(LONGEST, Math.sqrt(2 * CALL * Math.max(now, 1))), 0.5);
    }
}
