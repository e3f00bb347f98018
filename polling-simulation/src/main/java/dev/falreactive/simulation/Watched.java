package dev.falreactive.simulation;

import java.util.List;

/**
 * A job that was watched to its end.
 *
 * @param job the job
 * @param polls when it was polled, in seconds since its submit; the last one saw the end
 */
public record Watched(Job job, List<Double> polls) {

    /** Copies the list. */
    public Watched {
        polls = List.copyOf(polls);
    }

    /** {@return the time between the end and the poll that saw it, in seconds} */
    public double lag() {
        return polls.get(polls.size() - 1) - job.end();
    }
}
