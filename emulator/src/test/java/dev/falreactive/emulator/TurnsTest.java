package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static Job job(long number, boolean low) {
        return new Job(
                new Job.Submission(
                        "id-" + number,
                        EndpointId.of("fal-ai/flux-lora"),
                        Instant.EPOCH,
                        number,
                        low,
                        Optional.empty(),
                        JobScript.ordinary(),
                        "http://a",
                        "http://a"),
                new byte[0],
                Duration.ZERO,
                Duration.ZERO);
    }

    @Test
    void positionsAreThoseOfALineThatIsWalked() {
        Random random = new Random(5);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            jobs.add(job(i, random.nextInt(3) == 0));
        }
        TreeSet<Job> walked =
                new TreeSet<>(Comparator.comparing((Job job) -> job.submission().low())
                        .thenComparing(job -> job.submission().number()));
        Turns turns = new Turns();
        for (int i = 0; i < 20_000; i++) {
            Job job = jobs.get(random.nextInt(jobs.size()));
            if (random.nextBoolean()) {
                walked.add(job);
                turns.add(job);
            } else {
                walked.remove(job);
                turns.remove(job);
            }
            if (i % 50 == 0) {
                Job asked = jobs.get(random.nextInt(jobs.size()));
                assertThat(turns.before(asked)).isEqualTo(walked.headSet(asked).size());
                assertThat(turns.size()).isEqualTo(walked.size());
            }
        }
        jobs.forEach(turns::remove);
        assertThat(turns.size()).isZero();
    }
}
