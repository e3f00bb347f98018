package dev.falreactive.simulation;

import java.util.List;

/**
 * What watching cost.
 *
 * @param lag the mean time between a job's end and the poll that sees it, in seconds
 * @param polls the mean number of polls a job
 */
public record Cost(double lag, double polls) {

    /** What a poll costs, in seconds of lag. */
    public static final double POLL = 0.05;

    /**
     * The mean of jobs.
     *
     * @param watched the jobs, 1 or more
     * @return what they cost
     */
    public static Cost of(List<Watched> watched) {
        double lag = 0;
        double polls = 0;
        for (Watched one : watched) {
            lag += one.lag();
            polls += one.polls().size();
        }
        return new Cost(lag / watched.size(), polls / watched.size());
    }

    /** {@return lag and polls in one number, in seconds} */
    public double total() {
        return lag + POLL * polls;
    }
}
