package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.RelayProfile;
import dev.falreactive.emulator.RelayDialect.Envelope;
import dev.falreactive.emulator.RelayDialect.Pending;
import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The emulator as a relay: what differs from fal, and that nothing does unless it is asked to. */
class RelayDialectTest {

    private static final String JOBS = "/fal-ai/flux-lora/requests/";

    private static Bench relay(RelayDialect dialect) {
        return new Bench(EmulatorConfig.builder().relay(dialect)).header("Authorization", "Bearer token");
    }

    private static Map<String, ?> json(WireResponse answer) {
        return Codec.map().read(answer.body());
    }

    private static String submit(Bench bench, String prefix, String prompt) {
        WireResponse answer = bench.post(prefix + Bench.APP, "{\"prompt\":\"" + prompt + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        return String.valueOf(json(answer).get("request_id"));
    }

    @Test
    void withoutAStatusPathTheResultTells() {
        Bench bench = relay(RelayDialect.of(RelayProfile.KEY4U));
        String id = submit(bench, "", "a cat");
        assertThat(bench.get(JOBS + id + "/status").status()).isEqualTo(404);
        assertThat(bench.get(JOBS + id + "/status/stream").status()).isEqualTo(404);
        WireResponse pending = bench.get(JOBS + id);
        assertThat(pending.status()).isEqualTo(400);
        assertThat(json(pending).get("detail")).isEqualTo("Request is still in progress");
        bench.pass("PT1M");
        assertThat(json(bench.get(JOBS + id)).get("images")).isNotNull();
    }

    @Test
    void whatIsPendingIsSaidInEachWay() {
        for (Pending pending : Pending.values()) {
            Bench bench = relay(RelayDialect.of(RelayProfile.RESULT_ONLY).withPending(pending));
            WireResponse answer = bench.get(JOBS + submit(bench, "", "a cat"));
            assertThat(answer.status())
                    .isEqualTo(
                            switch (pending) {
                                case FAL -> 400;
                                case STATUS_200 -> 200;
                                case STATUS_202 -> 202;
                            });
            assertThat(json(answer).get("status")).isEqualTo(pending == Pending.FAL ? null : "IN_QUEUE");
        }
    }

    @Test
    void aScriptedJobGoesOnByResultCalls() {
        Bench bench = relay(RelayDialect.of(RelayProfile.RESULT_ONLY).withPending(Pending.STATUS_200));
        bench.queue()
                .nextJob(JobScript.steps(
                        JobScript.queued(2), JobScript.running(), JobScript.word("FAILED", "{\"message\":\"no\"}")));
        String id = submit(bench, "", "a cat");
        assertThat(json(bench.get(JOBS + id))).extracting("status").isEqualTo("IN_QUEUE");
        assertThat(json(bench.get(JOBS + id))).extracting("status").isEqualTo("IN_PROGRESS");
        for (int i = 0; i < 2; i++) {
            WireResponse failed = bench.get(JOBS + id);
            assertThat(failed.status()).isEqualTo(200);
            assertThat(json(failed)).extracting("status").isEqualTo("FAILED");
        }
    }

    @Test
    void yunwuHasWordsAndEnvelopesOfItsOwn() {
        Bench bench = relay(RelayDialect.of(RelayProfile.YUNWU));
        String id = submit(bench, "", "a cat");
        assertThat(json(bench.get(JOBS + id + "/status"))).extracting("status").isEqualTo("PENDING");
        bench.pass("PT1.5S");
        assertThat(json(bench.get(JOBS + id + "/status"))).extracting("status").isEqualTo("PROCESSING");
        bench.pass("PT1M");
        assertThat(json(bench.get(JOBS + id + "/status"))).extracting("status").isEqualTo("COMPLETED");
        WireResponse refused = bench.post("/fal-ai/nobody", "{}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(json(refused).get("error"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("message", "Application \"nobody\" not found");
        bench.queue().nextJob(JobScript.steps(JobScript.completedWithError("it broke", "internal_error")));
        String broken = submit(bench, "", "a cat");
        Map<String, ?> failed = json(bench.get(JOBS + broken + "/status"));
        assertThat(failed.get("status")).isEqualTo("FAILED");
        assertThat(failed.get("error")).isEqualTo(Map.of("message", "it broke"));
    }

    @Test
    void zhenzhenServesUnderAPrefixAndCancelsNothing() {
        Bench bench = relay(RelayDialect.of(RelayProfile.ZHENZHEN));
        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(404);
        WireResponse accepted = bench.post("/fal" + Bench.APP, "{\"prompt\":\"a cat\"}");
        Map<String, ?> answer = json(accepted);
        assertThat(answer.get("cancel_url")).isNull();
        assertThat(String.valueOf(answer.get("response_url"))).startsWith("https://queue.fal.run/fal-ai/");
        String id = String.valueOf(answer.get("request_id"));
        assertThat(bench.send(HttpMethod.PUT, "/fal" + JOBS + id + "/cancel", "")
                        .status())
                .isEqualTo(404);
        assertThat(bench.get("/fal" + JOBS + id).status()).isEqualTo(200);
    }

    @Test
    void anErrorIsABareMessageWhereThatIsTheForm() {
        Bench bench = relay(RelayDialect.of(RelayProfile.KEY4U).withEnvelope(Envelope.MESSAGE));
        assertThat(json(bench.post("/fal-ai/nobody", "{}")))
                .isEqualTo(Map.of("message", "Application \"nobody\" not found"));
    }

    @Test
    void falIsNoRelay() {
        assertThat(RelayDialect.of(RelayProfile.FAL)).isEqualTo(RelayDialect.FAL);
        Bench bench = new Bench();
        String id = bench.submit();
        assertThat(bench.status(id).status()).isEqualTo(202);
        assertThat(bench.get(JOBS + id).status()).isEqualTo(400);
    }
}
