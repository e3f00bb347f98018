package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.falreactive.polling.RequestBudget.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final RequestBudget<String> budget = new RequestBudget<>(10);

    private List<String> admittedBy(long end) {
        List<String> admitted = new ArrayList<>();
        for (long now = 0; now <= end; now += MILLI) {
            admitted.addAll(budget.admit(now));
        }
        return admitted;
    }

    private void useUp() {
        for (int i = 0; i < 10; i++) {
            assertThat(budget.take(0)).isTrue();
        }
    }

    @Test
    void whoComesWithinTheBudgetDoesNotWaitAndTheNextOneDoes() {
        useUp();
        assertThat(budget.take(SECOND - 1)).isFalse();
        assertThat(budget.take(SECOND)).isTrue();
    }

    @Test
    void theUsefulOneGoesFirstAndEqualOnesInTheirOrder() {
        useUp();
        budget.enter("queued", 0.1);
        budget.enter("queued too", 0.1);
        budget.enter("running", 0.5);
        budget.enter("running too", 0.5);
        budget.enter("expiring", 1);
        assertThat(admittedBy(2 * SECOND))
                .containsExactly("queued", "expiring", "queued too", "running", "running too");
    }

    @Test
    void usefulOnesPassTheOthersButNotForEver() {
        useUp();
        for (int i = 0; i < 10; i++) {
            budget.enter("old " + i, 1);
        }
        budget.enter("patient", 0);
        List<String> admitted = new ArrayList<>();
        long passed = 0;
        for (long now = 0; !admitted.contains("patient"); now += MILLI) {
            for (String next : budget.admit(now)) {
                admitted.add(next);
                budget.enter("useful", 1);
                passed++;
            }
        }
        assertThat(passed).isBetween(20L, 33L);
    }

    @Test
    void whoLeavesTheLineTakesNothing() {
        useUp();
        List<Waiting<String>> leaving = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            leaving.add(budget.enter("leaves", 1));
        }
        budget.enter("stays", 0);
        leaving.forEach(budget::leave);
        leaving.forEach(budget::leave);
        assertThat(budget.waiting()).isEqualTo(1);
        assertThat(admittedBy(SECOND)).containsExactly("stays");
    }

    @Test
    void theLineIsAdmittedEvenlyAndNextInTellsWhen() {
        useUp();
        for (int i = 0; i < 20; i++) {
            budget.enter("waits", 0.5);
        }
        List<Long> at = new ArrayList<>();
        long now = 0;
        while (budget.nextIn(now).isPresent()) {
            now += budget.nextIn(now).orElseThrow();
            int admitted = budget.admit(now).size();
            // A turn that was missed while there was no room is made up for, one alone.
            assertThat(admitted).isBetween(1, 2);
            at.addAll(Collections.nCopies(admitted, now));
        }
        assertThat(at).hasSize(20).startsWith(SECOND);
        for (int i = 2; i < 20; i++) {
            assertThat(at.get(i) - at.get(i - 2)).isGreaterThanOrEqualTo(SECOND / 10);
        }
        for (int i = 10; i < 20; i++) {
            assertThat(at.get(i) - at.get(i - 10))
                    .isGreaterThanOrEqualTo(SECOND)
                    .isLessThanOrEqualTo(SECOND + SECOND / 10);
        }
        assertThat(budget.nextIn(now)).isEmpty();
    }

    @Test
    void aRefusalHalvesAndThoseOfTheSameMomentDoNotAgain() {
        budget.refused(0);
        budget.refused(SECOND - 1);
        assertThat(budget.limit()).isEqualTo(5);
        budget.refused(SECOND);
        assertThat(budget.limit()).isEqualTo(2);
        for (long now = 2 * SECOND; now < 60 * SECOND; now += SECOND) {
            budget.refused(now);
        }
        assertThat(budget.limit()).isEqualTo(1);
    }

    @Test
    void answersWidenItByAFiftiethOfTheWholeEachSecondUntilItIsWhole() {
        RequestBudget<String> large = new RequestBudget<>(500);
        large.refused(0);
        assertThat(large.limit()).isEqualTo(250);
        for (int i = 0; i < 250; i++) {
            large.answered();
        }
        assertThat((double) large.limit()).isCloseTo(260, within(2.0));
        for (int i = 0; i < 100_000; i++) {
            large.answered();
        }
        assertThat(large.limit()).isEqualTo(500);
    }

    @Test
    void afterARefusalNoSecondHoldsMoreThanWhatIsLeft() {
        useUp();
        budget.refused(SECOND / 2);
        for (int i = 0; i < 20; i++) {
            budget.enter("waits", 0.5);
        }
        int admitted = 0;
        for (long now = SECOND / 2; now < 3 * SECOND; now += MILLI) {
            admitted += budget.admit(now).size();
            assertThat(now >= SECOND || admitted == 0).isTrue();
        }
        assertThat(admitted).isBetween(9, 10);
    }

    @Test
    void aTimerThatComesLateMakesUpForATurnOrTwoAndNotForAnHour() {
        useUp();
        for (int i = 0; i < 1_000; i++) {
            budget.enter("waits", 0.5);
        }
        assertThat(budget.admit(3_600 * SECOND)).hasSize(2);
        assertThat(budget.admit(3_600 * SECOND + 50 * MILLI)).isEmpty();
        assertThat(budget.admit(3_600 * SECOND + 100 * MILLI)).hasSize(1);
    }

    @Test
    void aBudgetOfNoneIsRefused() {
        assertThatThrownBy(() -> new RequestBudget<>(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noMoreAreUnderWayThanMayBeHoweverLongTheyTake() {
        RequestBudget<String> slow = new RequestBudget<>(10, 3);
        assertThat(slow.take(0)).isTrue();
        assertThat(slow.take(0)).isTrue();
        assertThat(slow.take(0)).isTrue();
        assertThat(slow.take(0)).isFalse();
        slow.enter("next", 0);
        slow.enter("another", 0);
        assertThat(slow.admit(60 * SECOND)).isEmpty();
        assertThat(slow.nextIn(60 * SECOND)).as("no time helps").isEmpty();
        slow.ended();
        assertThat(slow.nextIn(60 * SECOND)).isPresent();
        assertThat(slow.admit(60 * SECOND)).containsExactly("next");
        assertThat(slow.admit(61 * SECOND)).isEmpty();
    }

    @Test
    void whatIsOverLeavesRoomForTheRateAlone() {
        RequestBudget<String> quick = new RequestBudget<>(10, 3);
        for (int i = 0; i < 10; i++) {
            assertThat(quick.take(0)).isTrue();
            quick.ended();
        }
        assertThat(quick.take(0)).isFalse();
    }

    @Test
    void aLineThatTheSecondHasRoomForIsNotMadeToWaitForItsTurnsInTime() {
        RequestBudget<String> few = new RequestBudget<>(10, 3);
        takeAllThatMayBeUnderWay(few);
        for (int i = 0; i < 7; i++) {
            few.enter("caller " + i, 0);
        }
        endAllUnderWay(few);
        assertThat(few.admit(1)).hasSize(3);
        endAllUnderWay(few);
        assertThat(few.admit(2)).hasSize(3);
        endAllUnderWay(few);
        assertThat(few.admit(3)).hasSize(1);
    }

    /** Neighbour: with one more than that, turns are spread over the second. */
    @Test
    void aLineThatIsLongerThanTheRoomOfTheSecondIsAdmittedEvenly() {
        RequestBudget<String> few = new RequestBudget<>(10, 3);
        takeAllThatMayBeUnderWay(few);
        for (int i = 0; i < 8; i++) {
            few.enter("caller " + i, 0);
        }
        endAllUnderWay(few);
        assertThat(few.admit(1)).hasSizeLessThan(3);
        assertThat(few.nextIn(1)).isPresent();
    }

    /** The server counts calls a little later than they were made: a whole second's in one instant would be too many there. */
    @Test
    void aLineThatBeganSinceTheSecondWasFullIsAdmittedEvenlyAlsoInTheNext() {
        useUp();
        for (int i = 0; i < 10; i++) {
            budget.enter("caller " + i, 0);
        }
        assertThat(budget.admit(SECOND)).hasSizeLessThan(3);
        assertThat(budget.admit(SECOND + SECOND / 2)).hasSizeLessThan(3);
    }

    private static void takeAllThatMayBeUnderWay(RequestBudget<String> budget) {
        for (int i = 0; i < 3; i++) {
            assertThat(budget.take(0)).isTrue();
        }
    }

    private static void endAllUnderWay(RequestBudget<String> budget) {
        for (int i = 0; i < 3; i++) {
            budget.ended();
        }
    }
}
