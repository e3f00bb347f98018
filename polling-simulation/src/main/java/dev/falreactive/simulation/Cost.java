package dev.falreactive.simulation;

/**
 * What watching cost.
 *
 * @param lag the mean time between a job's end and the poll that sees it, in seconds
 * @param polls the mean number of polls a job
 */
public record Cost(double lag, double polls) {

    /** What a poll costs, in seconds of lag. */
    public static final double POLL = 0.05;

    /** {@return lag and polls in one number, in seconds} */
    public double total() {
        return lag + POLL * polls;
    }
}
