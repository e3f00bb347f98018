package dev.falreactive.polling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The jobs that are remembered of an endpoint, the newer ones counting more. Immutable. */
final class Samples {

    static final Samples NONE = new Samples(List.of());

    /** After so many more jobs one counts for a third. */
    private static final double MEMORY = 80;

    private static final double LEAST_WIDTH = 0.02;

    private final double[] totals;
    private final double[] doubts;
    private final double[] queues;
    private final double[] weights;
    private final double[] runs;
    private final double[] runWeights;

    /** Of the newest job first. */
    Samples(List<Sample> newestFirst) {
        int size = newestFirst.size();
        totals = new double[size];
        doubts = new double[size];
        queues = new double[size];
        weights = new double[size];
        runs = new double[size];
        runWeights = new double[size];
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> newestFirst.get(i).total()));
        for (int i = 0; i < size; i++) {
            Sample sample = newestFirst.get(order[i]);
            totals[i] = sample.total();
            doubts[i] = sample.doubt();
            queues[i] = sample.queue();
            weights[i] = Math.exp(-order[i] / MEMORY);
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> newestFirst.get(i).run()));
        for (int i = 0; i < size; i++) {
            runs[i] = newestFirst.get(order[i]).run();
            runWeights[i] = Math.exp(-order[i] / MEMORY);
        }
    }

    int size() {
        return totals.length;
    }

    /** The ends of jobs that were still in the queue at an age. */
    void endsOfQueued(double age, Spread ends) {
        double[] x = new double[totals.length];
        double[] doubt = new double[totals.length];
        double[] weight = new double[totals.length];
        int count = 0;
        for (int i = 0; i < totals.length; i++) {
            // The queue's end is known no better than the job's.
            double above = age <= 0 ? 1 : share(queues[i] - doubts[i], queues[i] + doubts[i], age);
            if (above > 0 && totals[i] + doubts[i] > age) {
                x[count] = totals[i];
                doubt[count] = doubts[i];
                weight[count++] = weights[i] * above;
            }
        }
        for (int i = 0; i < count; i++) {
            double width = Math.max(doubt[i], width(x, count, i));
            ends.add(Math.max(age, x[i] - width), Math.max(age, x[i] + width), weight[i]);
        }
    }

    /** The ends of jobs that began to run at most so long before zero. */
    void endsOfRunning(double uncertainty, Spread ends) {
        for (int i = 0; i < runs.length; i++) {
            double width = width(runs, runs.length, i);
            double from = runs[i] - width - uncertainty;
            double to = runs[i] + width;
            if (to > 0) {
                // What would have ended before zero did not.
                ends.add(from, to, runWeights[i] * share(from, to, 0));
            }
        }
    }

    private static double share(double from, double to, double above) {
        if (to <= from) {
            return from > above ? 1 : 0;
        }
        return Math.min(1, Math.max(0, (to - above) / (to - from)));
    }

    /** How far one of the values reaches: to its neighbours, as many as grow with the root of all. */
    private static double width(double[] sorted, int size, int i) {
        int reach = Math.max(1, (int) Math.round(NEIGHBOURS * Math.sqrt(size)));
        int low = Math.max(0, i - reach);
        int high = Math.min(size - 1, i + reach);
        double span = high > low ? (sorted[high] - sorted[low]) / (high - low) * reach : 0;
        return Math.max(span, Math.max(LEAST_WIDTH, sorted[i] * LEAST_WIDTH));
    }

    static double NEIGHBOURS = Double.parseDouble(System.getProperty("nb", "0.6"));
}
