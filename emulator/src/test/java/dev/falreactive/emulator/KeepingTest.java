package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is kept for how long, in a queue that runs for days. */
class KeepingTest {

    @Test
    void aLiveJobIsNeverForgotten() {
        Bench bench = new Bench(EmulatorConfig.builder()
                .maxJobs(2)
                .resultRetention(Duration.ZERO)
                .largeResultRetention(Duration.ZERO)
                .imageRetention(Duration.ZERO));
        bench.queue().nextJob(JobScript.neverEnding());
        bench.queue().nextJob(JobScript.steps(JobScript.queued(3)));
        String running = bench.submit();
        String waiting = bench.submit();
        bench.pass("PT1000H");

        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(429);
        assertThat(bench.word(running)).isEqualTo("IN_PROGRESS");
        assertThat(bench.word(waiting)).isEqualTo("IN_QUEUE");
        bench.cancel(waiting);
        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(200);
        assertThat(bench.status(waiting).status()).isEqualTo(404);
        assertThat(bench.word(running)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void anEndedJobIsForgottenInTime() {
        Bench bench = new Bench(EmulatorConfig.builder().resultRetention(Duration.ofMinutes(5)));
        String id = bench.submit();

        assertThat(bench.pass("PT5M3S").status(id).status()).isEqualTo(200);
        assertThat(bench.pass("PT2S").status(id).status()).isEqualTo(404);
    }

    @Test
    void anEndedJobHoldsItsOutcomeAndNoInput() {
        Bench bench = new Bench();
        String id = bench.submit("{\"prompt\":\"a fox\"}");
        bench.pass("PT10S");
        String first = Bench.body(bench.result(id));
        bench.queue().steer(id, JobScript.running("again"), bench.now());
        assertThat(bench.result(id).status()).isEqualTo(400);
        bench.queue().steer(id, JobScript.completed(), bench.now());

        assertThat(Bench.body(bench.result(id))).isEqualTo(first).contains("a fox");
    }

    @Test
    void aCancelledJobMayStillBeMadeToGoOn() {
        Bench bench = new Bench();
        String id = bench.submit("{\"prompt\":\"a fox\"}");
        bench.cancel(id);
        assertThat(bench.result(id).status()).isEqualTo(499);
        bench.queue().steer(id, JobScript.completed(), bench.now());

        assertThat(Bench.body(bench.result(id))).contains("a fox");
    }
}
