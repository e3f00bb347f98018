package dev.falreactive.polling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the times of jobs tell of each other. Each is known between two bounds; where the bounds of many overlap, there they
 * likely lie: the estimate of most likelihood for such data (Turnbull 1976), by expectation and maximisation.
 */
final class Narrowing {

    private static final int ROUNDS = 4;

    /**
     * Of what is still open between the narrowest bounds, so much is believed from below. Less than all, so that some calls
     * come before the latest time that is possible, and narrow it further.
     */
    private static final double BELIEVED = 0.5;

    /** Times are believed as they were seen as far as this share of the spread of all: what differs tells little of others. */
    private static final double OF_SPREAD = 0.25;

    private final double[] lows;
    private final double[] highs;
    private final double[] weights;
    // The innermost intervals, in their order.
    private final double[] middles;
    private final double[] halves;
    private final double[] likely;
    // Which of these a time may lie in: from and to, exclusive.
    private final int[] from;
    private final int[] to;

    private Narrowing(double[] lows, double[] highs, double[] weights) {
        int size = lows.length;
        this.lows = lows;
        this.highs = highs;
        this.weights = weights;
        double[] low = lows.clone();
        double[] high = highs.clone();
        Arrays.sort(low);
        Arrays.sort(high);
        this.middles = new double[size];
        this.halves = new double[size];
        double[] innerLow = new double[size];
        double[] innerHigh = new double[size];
        int count = 0;
        for (int l = 0, h = 0; h < size; h++) {
            // The last low bound before this high one, unless there was a high one in between.
            int before = l;
            while (l < size && low[l] <= high[h]) {
                l++;
            }
            if (l > before) {
                innerLow[count] = low[l - 1];
                innerHigh[count] = high[h];
                double open = (high[h] - low[l - 1]) * BELIEVED / 2;
                middles[count] = low[l - 1] + open;
                halves[count++] = open;
            }
        }
        this.from = new int[size];
        this.to = new int[size];
        for (int i = 0; i < size; i++) {
            int first = Arrays.binarySearch(innerLow, 0, count, lows[i]);
            int last = Arrays.binarySearch(innerHigh, 0, count, highs[i]);
            from[i] = first >= 0 ? first : -first - 1;
            to[i] = last >= 0 ? last + 1 : -last - 1;
        }
        this.likely = new double[count];
        Arrays.fill(likely, 1.0 / Math.max(1, count));
        for (int round = 0; round < ROUNDS; round++) {
            round();
        }
    }

    /**
     * A time that is known give or take.
     *
     * @param middle the time
     * @param doubt it may be so much sooner or later
     */
    record Known(double middle, double doubt) {}

    /**
     * Narrows times by each other, but not further than they all differ: what is but an accident of so few is not to be
     * believed.
     *
     * @param seen the times
     * @param weights how much each counts
     * @return the same times, in the same order
     */
    static List<Known> of(List<Known> seen, double[] weights) {
        Narrowing narrowing = new Narrowing(
                each(seen, known -> known.middle() - known.doubt()),
                each(seen, known -> known.middle() + known.doubt()),
                weights);
        Known[] narrowed = new Known[seen.size()];
        Arrays.setAll(narrowed, narrowing::narrowed);
        double kept = OF_SPREAD * spread(narrowed, weights);
        Arrays.setAll(narrowed, i -> between(narrowed[i], seen.get(i), kept));
        return List.of(narrowed);
    }

    private static double[] each(List<Known> seen, ToDoubleFunction<Known> part) {
        return seen.stream().mapToDouble(part).toArray();
    }

    private static Known between(Known narrowed, Known seen, double kept) {
        double share = kept < seen.doubt() ? kept / seen.doubt() : 1;
        return new Known(
                share * seen.middle() + (1 - share) * narrowed.middle(),
                share * seen.doubt() + (1 - share) * narrowed.doubt());
    }

    /** How far apart times are, a quarter of them on either side left out. */
    private static double spread(Known[] times, double[] weights) {
        Integer[] order = new Integer[times.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> times[i].middle()));
        double all = Arrays.stream(weights).sum();
        double low = 0;
        double high = 0;
        double sum = 0;
        for (int i : order) {
            low = sum <= all / 4 ? times[i].middle() : low;
            high = sum <= 3 * all / 4 ? times[i].middle() : high;
            sum += weights[i];
        }
        return high - low;
    }

    private void round() {
        double[] next = new double[likely.length];
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            double covered = covered(i);
            all += weights[i];
            for (int k = from[i]; k < to[i]; k++) {
                next[k] += weights[i] * likely[k] / covered;
            }
        }
        for (int k = 0; k < next.length; k++) {
            likely[k] = next[k] / all;
        }
    }

    private double covered(int i) {
        double covered = 0;
        for (int k = from[i]; k < to[i]; k++) {
            covered += likely[k];
        }
        return Math.max(covered, Double.MIN_NORMAL);
    }

    private Known narrowed(int i) {
        double mean = 0;
        double square = 0;
        double covered = covered(i);
        for (int k = from[i]; k < to[i]; k++) {
            double share = likely[k] / covered;
            mean += share * middles[k];
            square += share * (middles[k] * middles[k] + halves[k] * halves[k] / 3);
        }
        double deviation = Math.sqrt(Math.max(0, square - mean * mean));
        return new Known(mean, Math.min((highs[i] - lows[i]) / 2, Math.sqrt(3) * deviation));
    }
}
