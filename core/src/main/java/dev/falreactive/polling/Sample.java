package dev.falreactive.polling;

import dev.falreactive.PollPolicy;
import dev.falreactive.StatusUpdate;
import java.time.Duration;
import java.util.Optional;

/**
 * What one job's end tells of its endpoint, in seconds: when it ended, give or take, and how long of that it ran.
 *
 * @param job tells jobs apart
 * @param total from the submit to the end
 * @param doubt the end may have been so much sooner or later
 * @param run how long it ran
 * @param measured whether the server said how long, to be believed
 */
record Sample(int job, double total, double doubt, double run, boolean measured) {

    /** The end must be known this well to be worth remembering: to the second, or to a half of the time it took. */
    private static final double SECOND = 1;

    double queue() {
        return total - run;
    }

    /** What is not known exactly of it: when it left the queue if its run was measured, else when it ended. */
    Narrowing.Known known() {
        return new Narrowing.Known(measured ? queue() : total, doubt);
    }

    /** The same job, of which that is known better. */
    Sample knowing(Narrowing.Known better) {
        double later = better.middle() - known().middle();
        double ran = measured ? run : Math.max(0, run + later);
        return new Sample(job, total + later, better.doubt(), ran, measured);
    }

    /** What is known of a job that ended, if it is enough. */
    static Optional<Sample> of(PollPolicy.State state) {
        if (!(state.latest() instanceof StatusUpdate.Completed completed)
                || completed.reportedFailure().isPresent()) {
            return Optional.empty();
        }
        PollPolicy.Times times = state.times();
        double from = seconds(times.alive());
        double to = Math.max(from, seconds(times.age()));
        double queued = Math.min(seconds(times.queued()), to);
        double running = Math.min(times.running().map(Sample::seconds).orElse(to), to);
        double measured =
                completed.metrics().inferenceTime().map(Sample::seconds).orElse(-1.0);
        if (measured > to) {
            // It ran before its ticket says that it was submitted: the ticket's time is not to be trusted.
            return Optional.empty();
        }
        boolean fits = measured >= 0 && to - measured >= queued && from - measured <= running;
        double begun = (queued + running) / 2;
        if (fits) {
            double low = Math.max(queued, from - measured);
            double high = Math.max(low, Math.min(running, to - measured));
            from = low + measured;
            to = high + measured;
            begun = (low + high) / 2;
        }
        double total = (from + to) / 2;
        double doubt = (to - from) / 2;
        if (doubt > Math.max(SECOND, total / 4)) {
            return Optional.empty();
        }
        double run = fits ? measured : Math.max(0, total - begun);
        return Optional.of(new Sample(state.ticket().requestId().hashCode(), total, doubt, run, fits));
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
