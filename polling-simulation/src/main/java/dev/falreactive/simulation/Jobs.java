package dev.falreactive.simulation;

import java.util.Random;

/** How long jobs take. */
public enum Jobs {

    /** A queue of 0 to 2 s, then a run with median 4 s. */
    WARM {
        @Override
        public Job next(Random random) {
            return new Job(2 * random.nextDouble(), logNormal(random, 4, 0.15));
        }
    },

    /** The same queue, then a run with median 8 s and a long tail. */
    HEAVY {
        @Override
        public Job next(Random random) {
            return new Job(2 * random.nextDouble(), logNormal(random, 8, 0.8));
        }
    },

    /** Warm, and 15 of 100 jobs run about 30 s longer. */
    BIMODAL {
        @Override
        public Job next(Random random) {
            Job warm = WARM.next(random);
            return new Job(warm.queue(), warm.run() + coldStart(random));
        }
    },

    /** Warm, and 15 of 100 jobs wait about 30 s longer. */
    BIMODAL_QUEUE {
        @Override
        public Job next(Random random) {
            Job warm = WARM.next(random);
            return new Job(warm.queue() + coldStart(random), warm.run());
        }
    };

    /**
     * Makes a job up.
     *
     * @param random where chance comes from
     * @return the job
     */
    public abstract Job next(Random random);

    private static double coldStart(Random random) {
        return random.nextDouble() < 0.15 ? logNormal(random, 30, 0.2) : 0;
    }

    private static double logNormal(Random random, double median, double sigma) {
        return median * Math.exp(sigma * random.nextGaussian());
    }
}
