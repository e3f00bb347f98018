package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.falreactive.polling.Narrowing.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NarrowingTest {

    private static Known between(double low, double high) {
        return new Known((low + high) / 2, (high - low) / 2);
    }

    private static List<Known> narrowed(List<Known> samples) {
        double[] weights = new double[samples.size()];
        Arrays.fill(weights, 1);
        return Narrowing.of(samples, weights);
    }

    @Test
    void nothingIsLeftAsItIs() {
        assertThat(narrowed(List.of())).isEmpty();
    }

    @Test
    void ofWhatOneAloneLeavesOpenTheSoonerHalfIsBelieved() {
        Known narrowed = narrowed(List.of(between(3, 4))).get(0);
        assertThat(narrowed.middle()).isEqualTo(3.25, within(1e-9));
        assertThat(narrowed.doubt()).isEqualTo(0.25, within(1e-9));
    }

    @Test
    void timesLieWhereTheirBoundsOverlap() {
        List<Known> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(between(3, 3.1 + i / 20.0));
            samples.add(between(2.2 + i / 25.0, 3.1));
        }
        assertThat(narrowed(samples)).allSatisfy(sample -> {
            assertThat(sample.middle()).isBetween(2.99, 3.1);
            assertThat(sample.doubt()).isLessThan(0.1);
        });
    }

    /** Neighbour: bounds that do not overlap tell nothing of each other. */
    @Test
    void timesThatCannotBeTheSameStayApart() {
        List<Known> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            samples.add(between(i, i + 0.5));
        }
        List<Known> narrowed = narrowed(samples);
        for (int i = 0; i < 20; i++) {
            assertThat(narrowed.get(i)).isEqualTo(samples.get(i));
        }
    }

    @Test
    void timesThatDifferMuchAreBelievedAsTheyWereSeen() {
        Random random = new Random(1);
        List<Known> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double end = 4 + 4 * random.nextDouble();
            samples.add(between(end - 0.2 * random.nextDouble(), end + 0.2 * random.nextDouble()));
        }
        assertThat(narrowed(samples)).isEqualTo(samples);
    }

    @Test
    void noTimeIsNarrowedToWhereItCannotBe() {
        Random random = new Random(2);
        List<Known> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double end = 3 + 0.05 * random.nextGaussian();
            samples.add(between(end - 0.3 * random.nextDouble(), end + 0.3 * random.nextDouble()));
        }
        List<Known> narrowed = narrowed(samples);
        for (int i = 0; i < 200; i++) {
            Known seen = samples.get(i);
            assertThat(narrowed.get(i).middle()).isBetween(seen.middle() - seen.doubt(), seen.middle() + seen.doubt());
            assertThat(narrowed.get(i).doubt()).isLessThanOrEqualTo(seen.doubt() + 1e-9);
        }
    }

    @Test
    void theNewestCountMost() {
        List<Known> samples = new ArrayList<>();
        double[] weights = new double[40];
        for (int i = 0; i < 40; i++) {
            boolean isNew = i < 20;
            samples.add(isNew ? between(3, 3.1) : between(3.2, 3.3));
            weights[i] = isNew ? 1 : 0.01;
        }
        // Both are open to this one.
        samples.set(0, between(3, 3.3));
        assertThat(Narrowing.of(samples, weights).get(0).middle()).isLessThan(3.12);
    }
}
