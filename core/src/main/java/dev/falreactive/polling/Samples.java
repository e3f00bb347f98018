package dev.falreactive.polling;

import dev.falreactive.polling.Narrowing.Known;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The jobs that are remembered of an endpoint, the newer ones counting more. Immutable. */
final class Samples {

    static final Samples NONE = new Samples(List.of());

    /** After so many more jobs one counts for a third. */
    private static final double MEMORY = 60;

    private static final double LEAST_REACH = 0.004;
    private static final double ENOUGH = 15;

    /** So many jobs take longer than those they are like, by up to so much of their time: whoever misses one asks soon again. */
    private static final double LATE = 0.05;

    private static final double LATENESS = 0.1;

    private final double[] totals;
    private final double[] doubts;
    private final double[] queueDoubts;
    private final double[] queues;
    private final double[] weights;
    private final double[] runs;
    private final double[] runWeights;

    /** Of the newest job first. */
    Samples(List<Sample> jobs) {
        int size = jobs.size();
        double[] byAge = new double[size];
        Arrays.setAll(byAge, i -> Math.exp(-i / MEMORY));
        List<Sample> newestFirst = narrowed(jobs, byAge);
        totals = new double[size];
        doubts = new double[size];
        queueDoubts = new double[size];
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
            queueDoubts[i] =
                    sample.measured() ? sample.doubt() : jobs.get(order[i]).doubt();
            queues[i] = sample.queue();
            weights[i] = byAge[order[i]];
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> newestFirst.get(i).run()));
        for (int i = 0; i < size; i++) {
            runs[i] = newestFirst.get(order[i]).run();
            runWeights[i] = byAge[order[i]];
        }
    }

    /** Those whose run was measured, and the others, each narrowed by their like. */
    private static List<Sample> narrowed(List<Sample> jobs, double[] byAge) {
        Sample[] narrowed = jobs.toArray(Sample[]::new);
        for (boolean measured : new boolean[] {true, false}) {
            int[] like = IntStream.range(0, narrowed.length)
                    .filter(i -> narrowed[i].measured() == measured)
                    .toArray();
            List<Known> better = Narrowing.of(
                    Arrays.stream(like).mapToObj(i -> narrowed[i].known()).toList(),
                    Arrays.stream(like).mapToDouble(i -> byAge[i]).toArray());
            for (int i = 0; i < like.length; i++) {
                narrowed[like[i]] = narrowed[like[i]].knowing(better.get(i));
            }
        }
        return List.of(narrowed);
    }

    int size() {
        return totals.length;
    }

    /** The ends of jobs that were still in the queue at an age, as times from then on. */
    void endsOfQueued(double age, Spread ends) {
        endsOf(age, age <= 0 ? -1 : age, Double.POSITIVE_INFINITY, ends);
    }

    /**
     * The ends of jobs that were seen running at an age, and had begun at most so long before it, as times from then on: of
     * those that began within that time, and if they are few also of all others by the time that they ran.
     *
     * @return how much it is by those that began within that time, from 0 to 1
     */
    double endsOfRunning(double seen, double width, Spread ends) {
        double found = endsOf(seen, width >= seen ? -1 : seen - width, seen, ends);
        double rest = 1 - found / ENOUGH;
        if (rest <= 0) {
            return 1;
        }
        for (int i = 0; i < runs.length; i++) {
            double reach = reach(runs, runs.length, i);
            double from = runs[i] - reach - width;
            double to = runs[i] + reach;
            ends.add(from, to, rest * runWeights[i] * share(from, to, 0));
        }
        return 1 - rest;
    }

    /** Of jobs that left the queue after an age and until another, and were alive at {@code now}. */
    private double endsOf(double now, double after, double until, Spread ends) {
        double[] x = new double[totals.length];
        double[] doubt = new double[totals.length];
        double[] weight = new double[totals.length];
        int count = 0;
        double found = 0;
        for (int i = 0; i < totals.length; i++) {
            // When it left the queue is known no better than when it was seen to end.
            double low = queues[i] - queueDoubts[i];
            double high = queues[i] + queueDoubts[i];
            double part = share(low, high, after) - (until == Double.POSITIVE_INFINITY ? 0 : share(low, high, until));
            if (part > 0) {
                x[count] = totals[i] - now;
                doubt[count] = doubts[i];
                weight[count++] = weights[i] * part;
            }
        }
        for (int i = 0; i < count; i++) {
            double reach = Math.max(doubt[i], reach(x, count, i));
            double alive = weight[i] * share(x[i] - reach, x[i] + reach, 0);
            ends.add(x[i] - reach, x[i] + reach, (1 - LATE) * alive);
            double latest = x[i] + reach + LATENESS * (x[i] + now);
            double late = weight[i] * share(x[i], latest, 0);
            ends.add(x[i], latest, LATE * late);
            found += Math.max(alive, late);
        }
        return found;
    }

    private static double share(double from, double to, double above) {
        if (to <= from) {
            return from > above ? 1 : 0;
        }
        return Math.min(1, Math.max(0, (to - above) / (to - from)));
    }

    /** How far one of the values reaches: to its neighbours, as many as grow with the root of all. */
    private static double reach(double[] sorted, int size, int i) {
        int near = Math.max(1, (int) Math.round(NEIGHBOURS * Math.sqrt(size)));
        int low = Math.max(0, i - near);
        int high = Math.min(size - 1, i + near);
        double span = high > low ? (sorted[high] - sorted[low]) / (high - low) * near : 0;
        return Math.max(span, LEAST_REACH);
    }

    private static final double NEIGHBOURS = 0.6;
}
