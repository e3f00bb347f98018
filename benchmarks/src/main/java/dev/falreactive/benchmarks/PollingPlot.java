package dev.falreactive.benchmarks;

import dev.falreactive.PollPolicy;
import dev.falreactive.simulation.Cost;
import dev.falreactive.simulation.Jobs;
import dev.falreactive.simulation.Optimum;
import dev.falreactive.simulation.PollingCosts;
import dev.falreactive.simulation.PollingSimulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How late the end of a job is known, by how many polls that takes: simulated, in a time of its own. */
final class PollingPlot {

    private static final double[] POLL_COSTS = {0.005, 0.01, 0.02, 0.035, 0.05, 0.08, 0.12, 0.2, 0.35, 0.6};
    private static final int JOBS = 20_000;

    private PollingPlot() {}

    static String of(Jobs jobs) {
        List<double[]> optimum = new ArrayList<>();
        for (double pollCost : POLL_COSTS) {
            optimum.add(point(Optimum.of(jobs, pollCost)));
        }
        Plot plot = new Plot(
                "Polls against lag, " + jobs.name().toLowerCase(Locale.ROOT) + " jobs",
                Axis.logarithmic("polls a job", 1, 150),
                Axis.logarithmic("mean lag in seconds", 0.03, 2));
        plot.smooth("optimum", optimum);
        point(plot, "nothing learned", PollingCosts.nothingLearned(jobs));
        point(plot, "after 10 jobs", PollingCosts.adaptive(jobs, 10, jobs));
        point(plot, "after 200 jobs", PollingCosts.adaptive(jobs, PollingCosts.LEARNED, jobs));
        point(plot, "each 500 ms (fal-js)", PollingCosts.everyHalfSecond(jobs));
        point(plot, "each 100 ms (Python)", constant(jobs, Duration.ofMillis(100)));
        return plot.toString();
    }

    private static Cost constant(Jobs jobs, Duration pause) {
        return new PollingSimulation(PollPolicy.constant(pause), 1).watch(jobs, JOBS);
    }

    private static void point(Plot plot, String name, Cost cost) {
        plot.point(name, cost.polls(), cost.lag());
    }

    private static double[] point(Cost cost) {
        return new double[] {cost.polls(), cost.lag()};
    }
}
