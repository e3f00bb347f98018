package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifeTest {

    @Test
    void aJobWaitsRunsAndEnds() {
        Bench bench = new Bench();
        String id = bench.submit();

        assertThat(bench.word(id)).isEqualTo("IN_QUEUE");
        bench.pass("PT0.999S");
        assertThat(bench.status(id).status()).isEqualTo(202);
        assertThat(bench.word(id)).isEqualTo("IN_QUEUE");
        bench.pass("PT0.001S");
        assertThat(bench.word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.status(id).status()).isEqualTo(202);
        assertThat(bench.statusJson(id)).doesNotContainKey("queue_position").containsEntry("metrics", Map.of());
        bench.pass("PT3S");
        assertThat(bench.status(id).status()).isEqualTo(200);
        assertThat(bench.statusJson(id))
                .containsEntry("status", "COMPLETED")
                .containsEntry("metrics", Map.of("inference_time", new BigDecimal("3.000")))
                .doesNotContainKeys("error", "error_type", "queue_position");
    }

    @Test
    void whatHappensDoesNotDependOnWhenSomebodyLooks() {
        Bench looked = new Bench(EmulatorConfig.builder().runners(1));
        Bench unseen = new Bench(EmulatorConfig.builder().runners(1));
        for (int i = 0; i < 3; i++) {
            looked.submit();
            unseen.submit();
        }
        String last = looked.submit();
        String same = unseen.submit();
        for (int i = 0; i < 125; i++) {
            looked.pass("PT0.1S").status(last);
        }

        assertThat(looked.statusJson(last)).isEqualTo(unseen.pass("PT12.5S").statusJson(same));
        assertThat(looked.word(last)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void positionsFallAsOthersStart() {
        Bench bench = new Bench(EmulatorConfig.builder().runners(1));
        bench.submit();
        bench.submit();
        String third = bench.submit();

        assertThat(bench.statusJson(third)).containsEntry("queue_position", 2);
        assertThat(bench.pass("PT1S").statusJson(third)).containsEntry("queue_position", 1);
        assertThat(bench.pass("PT3S").statusJson(third)).containsEntry("queue_position", 0);
        assertThat(bench.pass("PT3S").word(third)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void runnersWorkAtTheSameTime() {
        Bench bench = new Bench(EmulatorConfig.builder().runners(2));
        String first = bench.submit();
        String second = bench.submit();
        String third = bench.submit();
        bench.pass("PT1S");

        assertThat(bench.word(first)).isEqualTo("IN_PROGRESS");
        assertThat(bench.word(second)).isEqualTo("IN_PROGRESS");
        assertThat(bench.word(third)).isEqualTo("IN_QUEUE");
    }

    @Test
    void jobsOfLowPriorityWaitForTheOthers() {
        Bench bench = new Bench(EmulatorConfig.builder().runners(1));
        bench.submit();
        String low = bench.header("X-Fal-Queue-Priority", "low").submit();
        String normal = bench.header("X-Fal-Queue-Priority", "normal").submit();

        assertThat(bench.statusJson(low)).containsEntry("queue_position", 2);
        assertThat(bench.statusJson(normal)).containsEntry("queue_position", 1);
        bench.pass("PT4S");
        assertThat(bench.word(normal)).isEqualTo("IN_PROGRESS");
        assertThat(bench.word(low)).isEqualTo("IN_QUEUE");
    }

    @Test
    void logLinesGrowAndKeepTheirStamps() {
        Bench bench = new Bench();
        String id = bench.submit("{\"prompt\":\"a\",\"num_inference_steps\":4,\"num_images\":2}");
        assertThat(bench.statusJson(id)).containsEntry("logs", null);
        Map<String, @Nullable Object> early = bench.pass("PT1S").statusJson(id);
        assertThat(Bench.messages(early)).containsExactly("Loading model");

        Map<String, @Nullable Object> late = bench.pass("PT3S").statusJson(id);
        assertThat(Bench.messages(late))
                .containsExactly(
                        "Loading model",
                        "Step 1/4",
                        "Step 2/4",
                        "Step 3/4",
                        "Step 4/4",
                        "Encoding image 1/2",
                        "Encoding image 2/2");
        assertThat(String.valueOf(late.get("logs")))
                .startsWith(String.valueOf(early.get("logs")).replaceAll("]$", ""))
                .contains("timestamp=2026-11-01T12:00:01Z")
                .contains("labels={level=INFO, source=USER}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?logs=0", "?logs=false", "?logs"})
    void logsAreNullUnlessAskedFor(String query) {
        Bench bench = new Bench();
        String id = bench.submit();
        bench.pass("PT2S");

        assertThat(Bench.json(bench.get(Bench.APP + "/requests/" + id + "/status" + query)))
                .containsEntry("logs", null);
        assertThat(Bench.body(bench.get(Bench.APP + "/requests/" + id + "/status?logs=true")))
                .contains("Loading model");
    }

    @Test
    void theResultIsNotThereBeforeTheEnd() {
        Bench bench = new Bench();
        String id = bench.submit();
        WireResponse pending = bench.result(id);

        assertThat(pending.status()).isEqualTo(400);
        assertThat(pending.headers().get("x-fal-request-id")).contains(id);
        assertThat(Bench.json(pending).keySet())
                .containsExactly("detail", "request_id", "response_url", "status_url", "cancel_url");
        assertThat(Bench.json(pending)).containsEntry("detail", "Request is still in progress");
    }

    @Test
    void aMissedStartEndsTheJob() {
        Bench bench = new Bench(EmulatorConfig.builder().runners(1));
        bench.submit();
        String late = bench.header("X-Fal-Request-Start-Timeout", "2.5").submit();
        assertThat(bench.pass("PT2.4S").word(late)).isEqualTo("IN_QUEUE");
        bench.pass("PT0.2S");

        assertThat(bench.statusJson(late))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error_type", "startup_timeout");
        WireResponse result = bench.result(late);
        assertThat(result.status()).isEqualTo(504);
        assertThat(result.headers().get("X-Fal-Request-Timeout-Type")).contains("user");
        assertThat(result.headers().get("x-fal-request-id")).contains(late);
    }

    @Test
    void aStartInTimeIsNotMissed() {
        Bench bench = new Bench();
        String id = bench.header("X-Fal-Request-Timeout", "1.0").submit();

        assertThat(bench.pass("PT10S").result(id).status()).isEqualTo(200);
    }

    @Test
    void aScriptedJobHasTimesOfItsOwn() {
        Bench bench = new Bench();
        bench.queue().nextJob(JobScript.timed(Duration.ZERO, Duration.ofMillis(10)));
        String quick = bench.submit();
        String usual = bench.submit();
        bench.pass("PT0.01S");

        assertThat(bench.word(quick)).isEqualTo("COMPLETED");
        assertThat(bench.word(usual)).isEqualTo("IN_QUEUE");
    }

    @Test
    void aJobMayGoBackToTheQueue() {
        Bench bench = new Bench();
        bench.queue().nextJob(JobScript.ordinary().requeued(1));
        String id = bench.submit();

        assertThat(bench.pass("PT1S").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.pass("PT1.5S").word(id)).isEqualTo("IN_QUEUE");
        assertThat(bench.pass("PT1S").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(Bench.messages(bench.statusJson(id)).stream().filter("Loading model"::equals))
                .hasSize(2);
        assertThat(bench.pass("PT3S").word(id)).isEqualTo("COMPLETED");
        assertThat(bench.result(id).status()).isEqualTo(200);
    }

    @Test
    void aJobMayNeverEnd() {
        Bench bench = new Bench();
        bench.queue().nextJob(JobScript.neverEnding());
        String id = bench.submit();

        assertThat(bench.pass("PT100H").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.cancel(id).status()).isEqualTo(202);
        assertThat(bench.word(id)).isEqualTo("COMPLETED");
    }
}
