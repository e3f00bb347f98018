package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {

    private final Bench bench = new Bench();

    private String submit(JobScript script) {
        bench.queue().nextJob(script);
        return bench.submit();
    }

    @Test
    void eachStatusCallServesTheNextAndTheLastStays() {
        String id = submit(JobScript.steps(
                JobScript.queued(2),
                JobScript.running("a", "b"),
                JobScript.queued(5),
                JobScript.running("b", "c"),
                JobScript.completed()));

        assertThat(bench.statusJson(id)).containsEntry("queue_position", 2).containsEntry("logs", null);
        Map<String, @Nullable Object> first = bench.statusJson(id);
        assertThat(Bench.messages(first)).containsExactly("a", "b");
        assertThat(bench.statusJson(id)).containsEntry("queue_position", 5);
        Map<String, @Nullable Object> second = bench.statusJson(id);
        assertThat(Bench.messages(second)).containsExactly("b", "c");
        assertThat(((List<?>) java.util.Objects.requireNonNull(second.get("logs"))).get(0))
                .isEqualTo(((List<?>) java.util.Objects.requireNonNull(first.get("logs"))).get(1));
        assertThat(bench.result(id).status()).isEqualTo(400);
        assertThat(bench.word(id)).isEqualTo("COMPLETED");
        assertThat(bench.word(id)).isEqualTo("COMPLETED");
        assertThat(Bench.images(bench.result(id))).hasSize(1);
    }

    @Test
    void theSubmitTellsThePositionOfTheFirst() {
        bench.queue().nextJob(JobScript.steps(JobScript.queued(4)));

        assertThat(Bench.json(bench.post(Bench.APP, "{}"))).containsEntry("queue_position", 4);
    }

    @Test
    void aSingleLastStepHoldsBeforeAnyCall() {
        String id = submit(JobScript.steps(JobScript.completed()).withResult(200, "{\"x\":1}"));

        assertThat(Bench.body(bench.result(id))).isEqualTo("{\"x\":1}");
    }

    @Test
    void aFailureIsToldByBoth() {
        String id = submit(JobScript.steps(JobScript.completedWithError("no runner", "runner_server_error")));

        assertThat(bench.statusJson(id))
                .containsEntry("error", "no runner")
                .containsEntry("error_type", "runner_server_error");
        assertThat(bench.result(id).status()).isEqualTo(500);
        assertThat(Bench.body(bench.result(id))).contains("no runner").contains("runner_server_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ERROR", "CANCELLED", "CANCELED"})
    void wordsOfRelaysEndAJob(String word) {
        String id = submit(JobScript.steps(JobScript.word(word, "{\"message\":\"out of memory\"}")));

        assertThat(bench.status(id).status()).isEqualTo(200);
        assertThat(bench.statusJson(id))
                .containsEntry("status", word)
                .containsEntry("error", Map.of("message", "out of memory"));
    }

    @Test
    void otherWordsDoNot() {
        String id = submit(JobScript.steps(JobScript.word("PROCESSING"), JobScript.completed()));

        assertThat(bench.status(id).status()).isEqualTo(202);
        assertThat(bench.status(id).status()).isEqualTo(200);
    }

    @Test
    void mayBeCancelled() {
        String id = submit(JobScript.steps(JobScript.running()));

        assertThat(bench.cancel(id).status()).isEqualTo(202);
        assertThat(bench.statusJson(id)).containsEntry("error_type", "client_cancelled");
        assertThat(bench.result(id).status()).isEqualTo(499);
    }

    @Test
    void anyJobMayBeSteered() {
        String id = bench.submit();
        bench.queue().steer(id, JobScript.running("one"), bench.now());
        assertThat(bench.pass("PT1H").word(id)).isEqualTo("IN_PROGRESS");
        bench.queue().steer(id, JobScript.queued(7), bench.now());
        assertThat(bench.statusJson(id)).containsEntry("queue_position", 7);
        bench.queue().steer(id, JobScript.completed(), bench.now());
        assertThat(bench.result(id).status()).isEqualTo(200);
        assertThat(Bench.messages(bench.statusJson(id))).containsExactly("one");
        assertThatThrownBy(() -> bench.queue().steer("unknown", JobScript.completed(), bench.now()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNoRunner() {
        Bench one = new Bench(EmulatorConfig.builder().runners(1));
        one.queue().nextJob(JobScript.steps(JobScript.running()));
        one.submit();
        String next = one.submit();

        assertThat(one.pass("PT1S").word(next)).isEqualTo("IN_PROGRESS");
    }
}
