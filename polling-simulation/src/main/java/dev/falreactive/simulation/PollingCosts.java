package dev.falreactive.simulation;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What the default policy costs, against the optimum and against a poll each 500 ms as the official JavaScript client has it. */
public final class PollingCosts {

    /** How many jobs the policy has seen when it counts as having learned. */
    public static final int LEARNED = 200;

    private static final double EVERY = 0.5;
    private static final int ROUNDS = 100;
    private static final int JOBS = 100;

    private PollingCosts() {}

    /**
     * The mean cost of the jobs that follow those learned from.
     *
     * @param learnedFrom what was watched before
     * @param learned how many of these
     * @param jobs what is measured
     * @return what 100 jobs cost, the mean of 100 policies that begin with nothing
     */
    public static Cost adaptive(Jobs learnedFrom, int learned, Jobs jobs) {
        double lag = 0;
        double polls = 0;
        for (int round = 0; round < ROUNDS; round++) {
            PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), round);
            if (learned > 0) {
                simulation.watch(learnedFrom, learned);
            }
            Cost cost = simulation.watch(jobs, JOBS);
            lag += cost.lag();
            polls += cost.polls();
        }
        return new Cost(lag / ROUNDS, polls / ROUNDS);
    }

    /**
     * The mean cost of the very first job.
     *
     * @param jobs the distribution
     * @return the mean of 20,000 jobs, each watched by a policy that knows nothing
     */
    public static Cost nothingLearned(Jobs jobs) {
        PollPolicy adaptive = PollPolicy.adaptive();
        // Is told of no end, so that each job is the first one.
        PollPolicy ignorant = new PollPolicy() {
            @Override
            public Duration pauseBeforeFirst(QueueTicket ticket, Duration age, double random) {
                return adaptive.pauseBeforeFirst(ticket, age, random);
            }

            @Override
            public Duration pauseAfter(State state) {
                return adaptive.pauseAfter(state);
            }
        };
        return new PollingSimulation(ignorant, 5).watch(jobs, 2 * ROUNDS * JOBS);
    }

    /**
     * A poll each 500 ms, the first one 500 ms after the submit.
     *
     * @param jobs the distribution
     * @return what it costs
     */
    public static Cost everyHalfSecond(Jobs jobs) {
        Random random = new Random(3);
        int count = 100 * ROUNDS * JOBS;
        double lag = 0;
        double polls = 0;
        for (int i = 0; i < count; i++) {
            double end = jobs.next(random).end();
            double calls = Math.ceil(end / EVERY);
            polls += calls;
            lag += calls * EVERY - end;
        }
        return new Cost(lag / count, polls / count);
    }

    /**
     * All ratios, by the names that the side-by-side measurement has for them.
     *
     * @return {@code polling_cost_*_vs_optimum}, after 200 jobs, and {@code polling_cost_*_vs_fal_js}, before the first
     */
    public static Map<String, Double> ratios() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Jobs jobs : new Jobs[] {Jobs.WARM, Jobs.HEAVY, Jobs.BIMODAL}) {
            ratios.put(name(jobs, "optimum"), adaptive(jobs, LEARNED, jobs).total() / Optimum.of(jobs));
        }
        for (Jobs jobs : new Jobs[] {Jobs.WARM, Jobs.HEAVY, Jobs.BIMODAL}) {
            ratios.put(
                    name(jobs, "fal_js"),
                    nothingLearned(jobs).total() / everyHalfSecond(jobs).total());
        }
        return ratios;
    }

    private static String name(Jobs jobs, String other) {
        return "polling_cost_" + jobs.name().toLowerCase(Locale.ROOT) + "_vs_" + other;
    }

    /**
     * Prints a table.
     *
     * @param args none
     */
    public static void main(String[] args) {
        for (Jobs jobs : Jobs.values()) {
            double optimum = Optimum.of(jobs);
            System.out.printf(
                    Locale.ROOT,
                    "%-14s optimum %.3f  every 500 ms %.3f%n",
                    jobs,
                    optimum,
                    everyHalfSecond(jobs).total());
            print("nothing learned", nothingLearned(jobs), optimum);
            for (int learned : new int[] {10, 50, LEARNED}) {
                print(learned + " jobs learned", adaptive(jobs, learned, jobs), optimum);
            }
        }
    }

    private static void print(String what, Cost cost, double optimum) {
        System.out.printf(
                Locale.ROOT,
                "    %-18s lag %.3f s  polls %.2f  cost %.3f  to the optimum %.3f%n",
                what,
                cost.lag(),
                cost.polls(),
                cost.total(),
                cost.total() / optimum);
    }
}
