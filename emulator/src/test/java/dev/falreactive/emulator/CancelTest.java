package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT2S"})
    void endsAWaitingOrRunningJob(String after) {
        Bench bench = new Bench();
        String id = bench.submit();
        WireResponse cancelled = bench.pass(after).cancel(id);

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(Bench.body(cancelled)).isEqualTo("{\"status\":\"CANCELLATION_REQUESTED\"}");
        assertThat(bench.statusJson(id))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error_type", "client_cancelled");
        WireResponse result = bench.result(id);
        assertThat(result.status()).isEqualTo(499);
        assertThat(Bench.body(result)).contains("Request cancelled by the client.");
        assertThat(result.headers().get("x-fal-error-type")).contains("client_cancelled");
    }

    @Test
    void aWaitingJobMayAnswerOk() {
        Bench bench = new Bench(EmulatorConfig.builder().cancelQueuedAnswersOk(true));
        WireResponse cancelled = bench.cancel(bench.submit());

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(Bench.body(cancelled)).isEqualTo("{\"status\":\"OK\"}");
    }

    @Test
    void comesTooLateAfterTheEnd() {
        Bench bench = new Bench();
        String id = bench.submit();
        WireResponse late = bench.pass("PT10S").cancel(id);

        assertThat(late.status()).isEqualTo(400);
        assertThat(Bench.body(late)).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
        assertThat(bench.result(id).status()).isEqualTo(200);
    }

    @Test
    void aSecondCancelComesTooLate() {
        Bench bench = new Bench();
        String id = bench.submit();
        bench.cancel(id);

        assertThat(bench.cancel(id).status()).isEqualTo(400);
    }

    @Test
    void doesNotKnowStrangers() {
        WireResponse unknown = new Bench().cancel("no-such-id");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(Bench.body(unknown)).isEqualTo("{\"status\":\"NOT_FOUND\"}");
    }

    @Test
    void freesTheRunner() {
        Bench bench = new Bench(EmulatorConfig.builder().runners(1));
        String first = bench.submit();
        String second = bench.submit();
        bench.pass("PT2S").cancel(first);

        assertThat(bench.word(second)).isEqualTo("IN_PROGRESS");
    }

    @Test
    void aRunningAppMayIgnoreIt() {
        Bench bench = new Bench();
        bench.queue().nextJob(JobScript.ordinary().ignoringCancel());
        String id = bench.submit();

        assertThat(bench.pass("PT2S").cancel(id).status()).isEqualTo(202);
        assertThat(bench.word(id)).isEqualTo("IN_PROGRESS");
        assertThat(bench.pass("PT2S").result(id).status()).isEqualTo(200);
    }
}
