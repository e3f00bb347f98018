package dev.falreactive.simulation;

import java.util.Random;

/**
 * The least cost for who knows the distribution of the time from submit to end, and nothing of a job but that it has not
 * ended: the poll times are found by dynamic programming, backwards over instants 20 ms apart.
 */
public final class Optimum {

    private static final double STEP = 0.02;
    private static final int JOBS = 1_000_000;
    private static final double HORIZON = 200;
    private static final double LONGEST_PAUSE = 60;

    private Optimum() {}

    /**
     * Works it out.
     *
     * @param jobs the distribution
     * @return the mean cost of a job, in seconds
     */
    public static double of(Jobs jobs) {
        Random random = new Random(7);
        int steps = (int) (HORIZON / STEP);
        double[] ended = new double[steps + 1];
        double[] moment = new double[steps + 1];
        for (int i = 0; i < JOBS; i++) {
            double end = Math.min(jobs.next(random).end(), HORIZON - STEP / 2);
            int step = (int) (end / STEP) + 1;
            ended[step]++;
            moment[step] += end;
        }
        for (int i = 1; i <= steps; i++) {
            ended[i] += ended[i - 1];
            moment[i] += moment[i - 1];
        }
        double[] cost = new double[steps + 1];
        for (int i = steps - 1; i >= 0; i--) {
            double poll = Cost.POLL * (JOBS - ended[i]);
            double best = Double.POSITIVE_INFINITY;
            int last = (int) Math.min(steps, i + LONGEST_PAUSE / STEP);
            for (int j = i + 1; j <= last; j++) {
                double lag = j * STEP * (ended[j] - ended[i]) - (moment[j] - moment[i]);
                if (lag + poll > best) {
                    break;
                }
                best = Math.min(best, lag + poll + cost[j]);
            }
            cost[i] = best;
        }
        return cost[0] / JOBS;
    }
}
