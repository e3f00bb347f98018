package dev.falreactive.benchmarks;

import java.util.Arrays;

/**
 * How late the ends of jobs were known, in milliseconds.
 *
 * @param p50 the median
 * @param p95 all but a twentieth are sooner
 * @param max the latest
 */
record Lags(double p50, double p95, double max) {

    static Lags of(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Lags(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.floor(share * sorted.length))];
    }

    static Lags parse(String line) {
        String[] words = line.split(" ");
        return new Lags(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    @Override
    public String toString() {
        return p50 + " " + p95 + " " + max;
    }
}
