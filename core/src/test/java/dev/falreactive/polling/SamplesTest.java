package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static double share(IntToDoubleFunction queue) {
        List<Sample> jobs = IntStream.range(0, 200)
                .mapToObj(i -> new Sample(i, queue.applyAsDouble(i) + 3, 0.1, 3, true))
                .toList();
        return new Samples(jobs).endsOfRunning(400, 4, new Spread());
    }

    @Test
    void whatBeganAsEarlyIsGoneBy() {
        assertThat(share(i -> 397 + i / 100.0)).isEqualTo(1);
    }

    /** Neighbour: where hardly any did, the others are, whose age says nothing. */
    @Test
    void whereHardlyAnyBeganAsEarlyAllCountByTheTimeThatTheyRan() {
        assertThat(share(i -> 100 + 3.5 * i)).isLessThan(0.3);
    }

    /** That many ended at the same time says nothing of when each began. */
    @Test
    void whoseRunWasNotMeasuredMayHaveBegunAtAnyTimeThatWasOpen() {
        List<Sample> jobs = IntStream.range(0, 200)
                .mapToObj(i -> new Sample(i, 10, 2, 5, false))
                .toList();
        assertThat(new Samples(jobs).endsOfRunning(3.5, 1, new Spread())).isPositive();
        assertThat(new Samples(jobs).endsOfRunning(2.5, 1, new Spread())).isZero();
    }
}
