package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of a job's life, and a queue that forgets. */
class JobFaultTest {

    private final Bench bench = new Bench();

    @Test
    void aJobGoesBackAsOftenAsAsked() {
        String id = bench.submit(Fault.requeued(2));

        assertThat(bench.pass("PT1S").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.pass("PT1.5S").word(id)).isEqualTo("IN_QUEUE");
        assertThat(bench.pass("PT1S").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.pass("PT1.5S").word(id)).isEqualTo("IN_QUEUE");
        assertThat(bench.pass("PT1S").word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.pass("PT3S").word(id)).isEqualTo("COMPLETED");
        assertThat(bench.result(id).status()).isEqualTo(200);
    }

    @Test
    void aFailureIsTotalAndToldByTheStatus() {
        String id = bench.submit(Fault.completedWithError("out of memory", "runner_server_error"));
        assertThat(bench.pass("PT3.9S").statusJson(id))
                .containsEntry("status", "IN_PROGRESS")
                .doesNotContainKey("error");
        bench.pass("PT0.1S");

        assertThat(bench.statusJson(id))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error", "out of memory")
                .containsEntry("error_type", "runner_server_error");
        WireResponse result = bench.result(id);
        assertThat(result.status()).isEqualTo(500);
        assertThat(result.headers().get("x-fal-error-type")).contains("runner_server_error");
        assertThat(Bench.json(result)).containsEntry("detail", "out of memory");
    }

    @Test
    void aFailureAlsoEndsAJobThatGoesByStepsAndItsOtherStepsStay() {
        bench.queue().nextJob(JobScript.steps(JobScript.running("a"), JobScript.completed()));
        String id = bench.submit(Fault.completedWithError("out of memory", "runner_server_error"));

        assertThat(bench.statusJson(id)).containsEntry("status", "IN_PROGRESS").doesNotContainKey("error");
        assertThat(bench.statusJson(id)).containsEntry("error", "out of memory");
        assertThat(bench.result(id).status()).isEqualTo(500);
    }

    @Test
    void aStoredFailureFitsItsCode() {
        String list = bench.submit(Fault.storedFailure(422));
        String words = bench.submit(Fault.storedFailure(500));
        String own = bench.submit(Fault.storedFailure(422, "{\"detail\":\"no such LoRA\"}"));
        String sound = bench.submit();
        bench.pass("PT20S");

        assertThat(bench.result(list).status()).isEqualTo(422);
        assertThat(Bench.firstItem(bench.result(list))).containsKeys("loc", "msg", "type");
        assertThat(bench.statusJson(list)).containsEntry("error", "Invalid status code: 422");
        assertThat(Bench.body(bench.result(words))).isEqualTo("{\"detail\":\"Internal Server Error\"}");
        assertThat(Bench.body(bench.result(own))).isEqualTo("{\"detail\":\"no such LoRA\"}");
        assertThat(bench.result(own).headers().get("x-fal-request-id")).contains(own);
        assertThat(bench.result(sound).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SUBMIT", "DIRECT"},
            mode = EnumSource.Mode.EXCLUDE)
    void theyAreForWhatBeginsARunAlone(Phase phase) {
        for (Fault fault :
                new Fault[] {Fault.requeued(1), Fault.completedWithError("a", "b"), Fault.storedFailure(422)}) {
            assertThatThrownBy(() -> new FaultRule(phase, fault, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(fault.name())
                    .hasMessageContaining("for the phase submit or direct, not " + phase.word());
            assertThat(new FaultRule(Phase.SUBMIT, fault, 1).fault()).isSameAs(fault);
            assertThat(new FaultRule(Phase.DIRECT, fault, 1).fault()).isSameAs(fault);
        }
    }

    @Test
    void aForgottenJobIsGoneAndLeavesItsRunner() {
        Bench one = new Bench(EmulatorConfig.builder().runners(1));
        String forgotten = one.submit();
        String next = one.submit();
        assertThat(one.pass("PT2S").word(forgotten)).isEqualTo("IN_PROGRESS");
        one.queue().forget(forgotten, new Route.Nowhere(), one.now());

        assertThat(one.status(forgotten).status()).isEqualTo(404);
        assertThat(Bench.body(one.status(forgotten))).isEqualTo("{\"status\":\"NOT_FOUND\"}");
        assertThat(one.result(forgotten).status()).isEqualTo(404);
        assertThat(one.cancel(forgotten).status()).isEqualTo(404);
        assertThat(one.word(next)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void whatIsForgottenOfAnEndedJobIsEitherTheJobOrItsImages() {
        String id = bench.submit();
        bench.pass("PT10S");
        String image = "/_emulator/images/" + id + "/0.jpeg";
        bench.queue().forget(id, new Route.Media(id, 0, PictureFormat.JPEG), bench.now());

        assertThat(bench.get(image).status()).isEqualTo(404);
        assertThat(bench.result(id).status()).isEqualTo(200);

        String other = bench.submit();
        bench.pass("PT10S");
        bench.queue().forget(other, new Route.Nowhere(), bench.now());
        assertThat(bench.result(other).status()).isEqualTo(404);
        assertThat(bench.get("/_emulator/images/" + other + "/0.jpeg").status()).isEqualTo(200);
        bench.queue().forget("unknown", new Route.Nowhere(), bench.now());
    }
}
