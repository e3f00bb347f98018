package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand watches on a budget of a hundred calls a second, under virtual time. */
class FairShareTest {

    private static final int WATCHES = 10_000;
    private static final int CALLS = 100;
    private static final long SECOND = 1_000_000_000L;

    private enum Chance {
        NEVER_REFUSED,
        REFUSED_NOW_AND_THEN
    }

    private record Due(long at, Watch watch) {}

    /** A watch: how useful its calls are, and what became of them. */
    private static final class Watch {
        private double usefulness;
        private long cameAt;
        private long admittedBefore;
        private long longest;
        private long mostPassed;
        private int calls;
    }

    /** All calls of a number of seconds. */
    private static final class Run {
        private final Random random;
        private final Chance chance;
        private final RequestBudget<Watch> budget = new RequestBudget<>(CALLS);
        private final PriorityQueue<Due> due = new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
        private final Watch[] watches = new Watch[WATCHES];
        private final ArrayDeque<Long> window = new ArrayDeque<>();
        private int mostInASecond;
        private long admitted;
        private long narrowest = CALLS;

        Run(long seed, Chance chance) {
            this.random = new Random(seed);
            this.chance = chance;
            for (int i = 0; i < WATCHES; i++) {
                watches[i] = new Watch();
                watches[i].usefulness = i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : random.nextDouble();
                due.add(new Due((long) (random.nextDouble() * 5 * SECOND), watches[i]));
            }
        }

        Run of(int seconds) {
            long now = 0;
            long nextRefusal = (long) (random.nextDouble() * 60 * SECOND);
            while (now < seconds * SECOND) {
                while (!due.isEmpty() && due.peek().at() <= now) {
                    come(due.poll().watch(), now);
                }
                for (Watch next : budget.admit(now)) {
                    admitted(next, now);
                }
                if (chance == Chance.REFUSED_NOW_AND_THEN && now >= nextRefusal) {
                    budget.refused(now);
                    nextRefusal = now + (long) (random.nextDouble() * 60 * SECOND);
                }
                narrowest = Math.min(narrowest, budget.limit());
                long next = now + budget.nextIn(now).orElse(SECOND);
                now = due.isEmpty()
                        ? next
                        : Math.max(now + 1, Math.min(next, due.peek().at()));
            }
            for (Watch watch : watches) {
                // Those who wait still have waited no less.
                settle(watch, now);
            }
            return this;
        }

        private void come(Watch watch, long now) {
            watch.cameAt = now;
            watch.admittedBefore = admitted;
            if (budget.take(now)) {
                admitted(watch, now);
            } else {
                budget.enter(watch, watch.usefulness);
            }
        }

        private void admitted(Watch watch, long now) {
            settle(watch, now);
            admitted++;
            watch.calls++;
            budget.answered();
            window.addLast(now);
            while (now - window.peekFirst() >= SECOND) {
                window.removeFirst();
            }
            mostInASecond = Math.max(mostInASecond, window.size());
            // Its pause; until then it cannot be waiting.
            watch.cameAt = Long.MAX_VALUE;
            due.add(new Due(now + (long) ((0.3 + random.nextDouble() * 3) * SECOND), watch));
        }

        private void settle(Watch watch, long now) {
            if (watch.cameAt != Long.MAX_VALUE) {
                watch.longest = Math.max(watch.longest, now - watch.cameAt);
                watch.mostPassed = Math.max(watch.mostPassed, admitted - watch.admittedBefore);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noWatchWaitsMoreThanThreeTimesItsFairShare(long seed) {
        Run run = new Run(seed, Chance.NEVER_REFUSED).of(700);
        double fairShare = (double) WATCHES / CALLS;
        double longest = Arrays.stream(run.watches)
                        .mapToLong(watch -> watch.longest)
                        .max()
                        .orElseThrow()
                / (double) SECOND;
        assertThat(longest).isBetween(fairShare, 3 * fairShare);
        assertThat(run.mostInASecond).isLessThanOrEqualTo(CALLS);
        // Nothing of the budget is left unused while there is a line.
        assertThat(run.admitted).isGreaterThanOrEqualTo(700L * CALLS - CALLS);
        assertThat(run.watches).allMatch(watch -> watch.calls >= 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void noneIsPassedMoreOftenWhenTheBudgetNarrowsAndWidens(long seed) {
        Run run = new Run(seed, Chance.REFUSED_NOW_AND_THEN).of(1_500);
        assertThat(run.narrowest).isLessThanOrEqualTo(CALLS / 2);
        assertThat(run.watches).allMatch(watch -> watch.mostPassed <= 3 * WATCHES && watch.calls >= 1);
        assertThat(run.mostInASecond).isLessThanOrEqualTo(CALLS);
    }

    @Test
    void equalWatchesWaitEqually() {
        Run run = new Run(31, Chance.NEVER_REFUSED);
        for (Watch watch : run.watches) {
            watch.usefulness = 0.5;
        }
        run.of(700);
        int[] calls = Arrays.stream(run.watches)
                .mapToInt(watch -> watch.calls)
                .sorted()
                .toArray();
        assertThat(calls[WATCHES - 1] - calls[0]).isLessThanOrEqualTo(2);
        assertThat(Arrays.stream(run.watches)
                        .mapToLong(watch -> watch.longest)
                        .max()
                        .orElseThrow())
                .isLessThanOrEqualTo(115 * SECOND);
    }

    @Test
    void usefulCallsWaitLessThanOthers() {
        Run run = new Run(32, Chance.NEVER_REFUSED).of(700);
        double idle = Arrays.stream(run.watches)
                .filter(watch -> watch.usefulness == 0)
                .mapToInt(watch -> watch.calls)
                .average()
                .orElseThrow();
        double useful = Arrays.stream(run.watches)
                .filter(watch -> watch.usefulness == 1)
                .mapToInt(watch -> watch.calls)
                .average()
                .orElseThrow();
        assertThat(useful).isGreaterThan(1.5 * idle);
    }
}
