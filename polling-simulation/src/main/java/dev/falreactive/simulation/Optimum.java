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
        return of(jobs, Cost.POLL).total();
    }

    /**
     * Works out what who takes a poll to cost so much pays.
     *
     * @param jobs the distribution
     * @param pollCost in seconds of lag, more than zero
     * @return the mean lag and the mean number of polls that together cost least
     */
    public static Cost of(Jobs jobs, double pollCost) {
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
        int[] next = new int[steps + 1];
        for (int i = steps - 1; i >= 0; i--) {
            double poll = pollCost * (JOBS - ended[i]);
            double best = Double.POSITIVE_INFINITY;
            int last = (int) Math.min(steps, i + LONGEST_PAUSE / STEP);
            for (int j = i + 1; j <= last; j++) {
                double lag = j * STEP * (ended[j] - ended[i]) - (moment[j] - moment[i]);
                if (lag + poll > best) {
                    break;
                }
                if (lag + poll + cost[j] < best) {
                    best = lag + poll + cost[j];
                    next[i] = j;
                }
            }
            cost[i] = best;
        }
        double polls = 0;
        for (int i = 0; i < steps; i = next[i]) {
            polls += JOBS - ended[i];
        }
        return new Cost((cost[0] - pollCost * polls) / JOBS, polls / JOBS);
    }
}
