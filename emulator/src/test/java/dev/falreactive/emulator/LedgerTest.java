package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerTest {

    private final FalEmulator emulator = FalEmulator.start();
    private final Caller caller = new Caller(emulator);

    @AfterEach
    void end() {
        emulator.close();
    }

    private void submitAnyhow() throws InterruptedException {
        try {
            HttpRequest request = caller.request("/fal-ai/flux-lora")
                    .timeout(Duration.ofMillis(500))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            caller.client().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            // As the fault has it.
        }
    }

    private String dump(String query) throws IOException, InterruptedException {
        return caller.get("/_emulator/ledger" + query).body();
    }

    static Stream<Fault> takingEffect() {
        return Stream.of(
                Fault.acceptThenDrop(),
                Fault.halfReply(),
                Fault.stall(),
                Fault.stall(Duration.ofMillis(20)),
                Fault.slowDrip(Duration.ZERO),
                Fault.delay(Duration.ZERO),
                Fault.garbage(),
                Fault.empty(),
                Fault.deepNesting(10),
                Fault.hugeBody(100),
                Fault.statusWord("PROCESSING"),
                Fault.withoutField("request_id"),
                Fault.legacyLogs(),
                Fault.foreignUrls("https://queue.fal.run"),
                Fault.rewrite(text -> ""),
                StreamFault.silence(1),
                Fault.expired(),
                Fault.requeued(1),
                Fault.storedFailure(422));
    }

    static Stream<Fault> withoutEffect() {
        return Stream.of(
                Fault.edgePage(502),
                Fault.appError(503, "GPU error"),
                Fault.userTimeout(),
                Fault.rateLimited(),
                Fault.relayError(502, "no"),
                Fault.relayMessage(502, "no"),
                Fault.redirect("http://127.0.0.1:1/"),
                Fault.respond(200, Map.of(), "{}"));
    }

    @ParameterizedTest
    @MethodSource("takingEffect")
    void aSubmitThatTookEffectNamesItsJob(Fault fault) throws Exception {
        emulator.inject(Phase.SUBMIT, fault);
        submitAnyhow();

        LedgerEntry entry = emulator.ledger().of(Phase.SUBMIT).get(0);
        assertThat(entry.fault()).contains(fault.name());
        assertThat(entry.requestId()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("withoutEffect")
    void aSubmitThatWasKeptFromTheQueueNamesNone(Fault fault) throws Exception {
        emulator.inject(Phase.SUBMIT, fault);
        submitAnyhow();

        LedgerEntry entry = emulator.ledger().of(Phase.SUBMIT).get(0);
        assertThat(entry.fault()).contains(fault.name());
        assertThat(entry.requestId()).isEmpty();
    }

    @Test
    void aDroppedSubmitNamesNoJobHoweverOftenItIsTried() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.dropBeforeHandling(), 10);
        submitAnyhow();

        assertThat(emulator.ledger().of(Phase.SUBMIT))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.fault()).contains("drop-before-handling"))
                .allSatisfy(entry -> assertThat(entry.requestId()).isEmpty());
    }

    @Test
    void soundCallsNameNoFault() throws Exception {
        caller.get(Caller.job(caller.submit()) + "/status");

        assertThat(emulator.ledger().entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.fault()).isEmpty());
        assertThat(dump("")).doesNotContain("\"fault\"");
    }

    @Test
    void phasesAreToldApart() throws Exception {
        emulator.nextJob(JobScript.steps(JobScript.completed()));
        String id = caller.submit();
        String job = Caller.job(id);
        for (String path : List.of("/status", "/status/stream", "")) {
            caller.get(job + path);
        }
        caller.cancel(id);
        caller.get("/_emulator/images/" + id + "/0.jpeg");
        caller.get("/no/such");

        caller.get("/.well-known/jwks.json");

        assertThat(emulator.ledger().of(Phase.WEBHOOK_KEYS))
                .singleElement()
                .satisfies(entry -> assertThat(entry.requestId()).isEmpty());
        for (Phase phase :
                EnumSet.complementOf(EnumSet.of(Phase.WEBHOOK_KEYS, Phase.STORAGE, Phase.UPLOAD, Phase.DIRECT))) {
            assertThat(emulator.ledger().of(phase))
                    .as(phase.name())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.phase()).contains(phase);
                        assertThat(entry.requestId()).contains(id);
                    });
            assertThat(dump("?phase=" + phase.word()))
                    .startsWith("[{\"n\":")
                    .containsOnlyOnce("\"phase\":\"" + phase.word() + "\"")
                    .containsOnlyOnce("\"n\":")
                    .endsWith("}]");
        }
        assertThat(emulator.ledger().entries()).hasSize(7);
        assertThat(emulator.ledger().entries().get(5).phase()).isEmpty();
    }

    @Test
    void aPhaseThatIsNoneIsRefused() throws Exception {
        HttpResponse<String> answer = caller.get("/_emulator/ledger?phase=submits");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("there is no phase 'submits'")
                .contains("submit, status, stream, result, cancel, media");
    }

    @Test
    void aLongLedgerIsOneDocument() throws Exception {
        String id = caller.submit();
        emulator.inject(Phase.STATUS, Fault.edgePage(502), 3);
        for (int i = 0; i < 450; i++) {
            caller.get(Caller.job(id) + "/status");
        }
        String dump = dump("");

        assertThat(dump.split("\"n\":", -1)).hasSize(452);
        assertThat(dump.split("\"fault\":\"edge-502\"", -1)).hasSize(4);
        // An array of objects inside an object is what the library's own reader takes.
        assertThat(Codec.map().read(Texts.bytes("{\"ledger\":" + dump + "}")))
                .extractingByKey("ledger")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(451);
        assertThat(dump("?phase=cancel")).isEqualTo("[]");
    }

    @Test
    void equalHeadersAreHeldOnce() throws Exception {
        caller.submit();
        caller.submit();
        List<LedgerEntry> entries = emulator.ledger().entries();

        assertThat(entries.get(0).headers()).isSameAs(entries.get(1).headers());
        assertThat(entries.get(0).headers().asMap()).isNotEmpty();
    }

    @Test
    void anEntryInWords() throws Exception {
        emulator.inject(Phase.SUBMIT, Fault.edgePage(502));
        caller.post("{}");

        assertThat(emulator.ledger().entries().get(0)).hasToString("1 POST /fal-ai/flux-lora 502 edge-502");
        assertThatThrownBy(() -> emulator.ledger().entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
