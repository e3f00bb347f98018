package dev.falreactive.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.polling.Course.Call;
import org.junit.jupiter.api.Test;

class CourseTest {

    @Test
    void theCallThatFindsMostIsNotLeftOutHoweverSoonItFollowsAnother() {
        Spread ends = new Spread();
        ends.addBroad(4, 2);
        ends.add(10, 10.01, 60);
        Course course = Course.of(ends.masses());
        for (double now = 0; now < 9.95; now += 0.05) {
            assertThat(course.after(now, now).at()).isGreaterThan(now).isLessThan(10.1);
        }
    }

    /** Neighbour: one that was made a little too soon is not made again. */
    @Test
    void theCallThatChanceMadeSoonerIsNotMadeAgain() {
        Spread ends = new Spread();
        ends.add(0, 10, 60);
        Course course = Course.of(ends.masses());
        Call first = course.after(0, 0);
        Call second = course.after(first.at(), first.at());
        double sooner = first.at() - 0.9 * Course.EARLY * first.lag();
        assertThat(course.after(sooner, sooner)).isEqualTo(second);
    }
}
