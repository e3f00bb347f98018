package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.WireHeaders;
import dev.falreactive.protocol.WireResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that change what an answer says. */
class JsonChangeTest {

    private final Bench bench = new Bench();

    private static Effect.Rewrite rewrite(Fault fault) {
        return (Effect.Rewrite) Effect.of(fault);
    }

    private static Map<String, @Nullable Object> changed(Fault fault, WireResponse answer) {
        return Bench.json(rewrite(fault).answer().apply(answer));
    }

    private WireResponse running() {
        String id = bench.submit();
        bench.pass("PT2S");
        return bench.get(Bench.APP + "/requests/" + id + "/status?logs=1");
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESSING, 202",
        "PENDING, 202",
        "FAILED, 200",
        "ERROR, 200",
        "CANCELLED, 200",
        "CANCELED, 200",
        "COMPLETED, 200"
    })
    void aWordComesWithItsCode(String word, int code) {
        WireResponse answer = rewrite(Fault.statusWord(word)).answer().apply(running());

        assertThat(answer.status()).isEqualTo(code);
        assertThat(Bench.json(answer)).containsEntry("status", word).containsKeys("request_id", "logs");
    }

    @Test
    void aWordIsNotPutWhereNoneWas() {
        WireResponse result = bench.run("{\"prompt\":\"a\"}");

        assertThat(changed(Fault.statusWord("FAILED"), result)).isEqualTo(Bench.json(result));
    }

    @ParameterizedTest
    @CsvSource({"logs", "metrics", "cancel_url", "status"})
    void aFieldIsLeftOutAndAllOthersStay(String field) {
        WireResponse answer = running();
        Map<String, @Nullable Object> changed = changed(Fault.withoutField(field), answer);

        assertThat(changed).doesNotContainKey(field).hasSize(Bench.json(answer).size() - 1);
        assertThat(Bench.json(answer)).containsAllEntriesOf(changed);
        assertThat(changed(Fault.withoutField("no_such_field"), answer)).isEqualTo(Bench.json(answer));
    }

    @Test
    void oldLogLinesHaveLevelAndSourceUnderLabelsAlone() {
        Map<String, @Nullable Object> changed = changed(Fault.legacyLogs(), running());

        assertThat((List<?>) changed.get("logs"))
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(((Map<?, ?>) line).keySet()).isEqualTo(Set.of("message", "timestamp", "labels")));
        assertThat(changed.toString()).contains("labels={level=INFO, source=USER}");
        assertThat(changed(Fault.legacyLogs(), bench.status(bench.submit()))).containsEntry("logs", null);
    }

    @Test
    void urlsNameAnotherOriginAndKeepTheirPaths() {
        WireResponse answer = running();
        String id = Bench.text(Bench.json(answer), "request_id");
        Map<String, @Nullable Object> changed = changed(Fault.foreignUrls("https://queue.fal.run"), answer);

        assertThat(changed)
                .containsEntry("response_url", "https://queue.fal.run/fal-ai/flux-lora/requests/" + id)
                .containsEntry("status_url", "https://queue.fal.run/fal-ai/flux-lora/requests/" + id + "/status")
                .containsEntry("cancel_url", "https://queue.fal.run/fal-ai/flux-lora/requests/" + id + "/cancel");
    }

    @Test
    void whatIsNoJsonStaysAsItIs() {
        byte[] image = {(byte) 0xff, (byte) 0xd8, 0, 1};
        WireResponse answer = new WireResponse(200, WireHeaders.none(), image, Instant.EPOCH);

        assertThat(rewrite(Fault.withoutField("logs")).answer().apply(answer).body())
                .isSameAs(image);
    }

    @Test
    void eventsAreChangedToo() {
        assertThat(rewrite(Fault.statusWord("PROCESSING")).event().apply("{\"status\":\"IN_QUEUE\",\"logs\":null}"))
                .isEqualTo("{\"status\":\"PROCESSING\",\"logs\":null}");
    }
}
