package dev.falreactive.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.falreactive.PollPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the default policy costs, in lag and polls, under virtual time. */
class PollingCostTest {

    private static final int ROUNDS = 60;

    @ParameterizedTest
    @CsvSource({"WARM, 0.40", "HEAVY, 1.02", "BIMODAL, 0.58", "BIMODAL_QUEUE, 0.58"})
    void theOptimumIsThatOfWhoKnowsTheDistribution(Jobs jobs, double cost) {
        assertThat(Optimum.of(jobs)).isCloseTo(cost, within(0.006));
    }

    @ParameterizedTest
    @CsvSource({"WARM, 0.77", "HEAVY, 1.49", "BIMODAL, 1.24"})
    void aPollEachHalfSecondCostsWhatItIsKnownFor(Jobs jobs, double cost) {
        assertThat(PollingCosts.everyHalfSecond(jobs).total()).isCloseTo(cost, within(0.02));
    }

    @ParameterizedTest
    @EnumSource(Jobs.class)
    void after200JobsTheCostIsNearTheOptimum(Jobs jobs) {
        assertThat(PollingCosts.adaptive(jobs, PollingCosts.LEARNED, jobs).total())
                .isLessThanOrEqualTo(1.2 * Optimum.of(jobs));
    }

    @ParameterizedTest
    @EnumSource(Jobs.class)
    void beforeTheFirstJobTheCostIsBelowThatOfAPollEachHalfSecond(Jobs jobs) {
        assertThat(PollingCosts.nothingLearned(jobs).total())
                .isLessThan(PollingCosts.everyHalfSecond(jobs).total());
    }

    /** Neighbour: what does not learn is not near. */
    @ParameterizedTest
    @EnumSource(Jobs.class)
    void aConstantPauseIsNotNearTheOptimum(Jobs jobs) {
        Cost constant = new PollingSimulation(PollPolicy.constant(Duration.ofMillis(700)), 1).watch(jobs, 20_000);
        assertThat(constant.total()).isGreaterThan(1.2 * Optimum.of(jobs));
    }

    @ParameterizedTest
    @CsvSource({"WARM, HEAVY", "HEAVY, WARM", "WARM, BIMODAL", "BIMODAL, WARM", "HEAVY, BIMODAL"})
    void aShiftIsFollowedWithinSomeTensOfJobs(Jobs before, Jobs after) {
        double optimum = Optimum.of(after);
        double soon = 0;
        double later = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), seed);
            simulation.watch(before, 200);
            soon += simulation.watch(after, 10).total() / ROUNDS;
            simulation.watch(after, 40);
            later += simulation.watch(after, 40).total() / ROUNDS;
        }
        assertThat(later).isLessThan(soon).isLessThan(1.3 * optimum);
        assertThat(soon).isLessThan(2 * optimum);
    }

    @ParameterizedTest
    @EnumSource(Jobs.class)
    void jobsThatEndOutOfOrderTeachTheSame(Jobs jobs) {
        List<Watched> measured = new ArrayList<>();
        for (int seed = 0; seed < ROUNDS; seed++) {
            PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), seed);
            measured.addAll(simulation.watchTogether(jobs, 600, 0.1).subList(400, 600));
        }
        assertThat(Cost.of(measured).total()).isLessThanOrEqualTo(1.2 * Optimum.of(jobs));
    }

    @ParameterizedTest
    @CsvSource({"0", "200"})
    void watchesThatBeginTogetherDoNotKeepStep(int learned) {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), 1);
        if (learned > 0) {
            simulation.watch(Jobs.WARM, learned);
        }
        List<Job> same = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            same.add(new Job(1, 20));
        }
        TreeMap<Long, Integer> perTenMillis = new TreeMap<>();
        for (Watched one : simulation.watchTogether(same, 0)) {
            one.polls().stream()
                    .filter(at -> at > 0)
                    .forEach(at -> perTenMillis.merge(Math.round(at * 100), 1, Integer::sum));
        }
        assertThat(perTenMillis.values()).allMatch(polls -> polls < 200);
    }

    /** Where all jobs take the same, their ends narrow each other, and chance is given little room. */
    @ParameterizedTest
    @CsvSource({"0.2, 1", "1, 1", "3, 1", "20, 5"})
    void jobsThatAllTakeTheSameAreFoundRightAfterTheirEnd(double run, double polls) {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), 1);
        simulation.watchTogether(alike(run), 0.01);
        simulation.watchTogether(alike(run), 0.01);
        Cost cost = Cost.of(simulation.watchTogether(alike(run), 0.01));
        assertThat(cost.lag()).isLessThan(0.02 + run / 200);
        assertThat(cost.polls()).isLessThanOrEqualTo(polls);
    }

    @ParameterizedTest
    @CsvSource({"3.05, 0.25", "3.6, 0.5", "2.5, 0.6"})
    void whatIsKnownToTheMomentIsGivenUpAtOnceWhenItIsNoLongerTrue(double run, double lag) {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), 1);
        simulation.watchTogether(alike(3), 0.01);
        simulation.watchTogether(alike(3), 0.01);
        Cost first = Cost.of(simulation.watchTogether(alike(run), 0.01));
        assertThat(first.lag()).isLessThan(lag);
        assertThat(first.polls()).isLessThan(4);
        simulation.watchTogether(alike(run), 0.01);
        assertThat(Cost.of(simulation.watchTogether(alike(run), 0.01)).lag()).isLessThan(0.1);
    }

    /** Neighbour: who asks each half second learns nothing of it. */
    @Test
    void jobsThatAllTakeTheSameAreFoundNoSoonerByAConstantPause() {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.constant(Duration.ofMillis(500)), 1);
        simulation.watchTogether(alike(3.2), 0.01);
        assertThat(Cost.of(simulation.watchTogether(alike(3.2), 0.01)).lag()).isGreaterThan(0.2);
    }

    private static List<Job> alike(double run) {
        return Collections.nCopies(200, new Job(0, run));
    }

    /** Neighbour: without chance they do. */
    @Test
    void watchesOfAConstantPauseKeepStep() {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.constant(Duration.ofMillis(700)), 1);
        List<Watched> watched = simulation.watchTogether(List.of(new Job(1, 4), new Job(1, 4)), 0);
        assertThat(watched.get(0).polls()).isEqualTo(watched.get(1).polls());
    }

    @ParameterizedTest
    @CsvSource({"5", "50", "500", "5000"})
    void aJobThatTakesFarLongerThanAllBeforeIsKnownToEndSoonAfter(double run) {
        for (int seed = 0; seed < 20; seed++) {
            PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), seed);
            simulation.watch(Jobs.WARM, 200);
            Watched watched = simulation.watch(new Job(1, run));
            assertThat(watched.lag()).isLessThan(1 + run / 20);
            assertThat(watched.polls()).hasSizeLessThan(10 + (int) (10 * Math.sqrt(run)));
        }
    }

    @Test
    void aJobThatIsFarQuickerThanAllBeforeIsKnownToEndWithinTheFirstPause() {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), 3);
        simulation.watch(Jobs.WARM, 200);
        assertThat(simulation.watch(new Job(0.1, 0.1)).lag()).isLessThan(5);
        assertThat(simulation.watch(new Job(0.1, 0.1)).polls()).hasSize(1);
    }

    /** A job that waits for minutes, and then runs for as long as all: neither asked for all the time nor late. */
    @ParameterizedTest
    @CsvSource({"100, 800, 3, 80, 3", "200, 400, 1, 60, 2"})
    void longQueuesAreAskedForNowAndThen(double least, double most, double run, double polls, double lag) {
        PollingSimulation simulation = new PollingSimulation(PollPolicy.adaptive(), 1);
        Random random = new Random(1);
        List<Job> jobs = Stream.generate(() -> new Job(least + (most - least) * random.nextDouble(), run))
                .limit(600)
                .toList();
        simulation.watchTogether(jobs.subList(0, 400), 2);
        Cost cost = Cost.of(simulation.watchTogether(jobs.subList(400, 600), 2));
        assertThat(cost.polls()).isLessThan(polls);
        assertThat(cost.lag()).isLessThan(lag);
    }
}
