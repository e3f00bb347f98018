package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Diagnosis;
import dev.falreactive.Diagnosis.Finding;
import dev.falreactive.Diagnosis.Level;
import dev.falreactive.Diagnosis.ReturnedUrl;
import dev.falreactive.Diagnosis.Verdict;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.RelayProfile;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.emulator.RelayDialect;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.protocol.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a client says of itself, without a call that costs. */
class ClientDiagnoseTest {

    private static final String CANARY = "canary-7c1f:secret-canary-7c1f";

    private static ReactorFalClient client(FalEmulator emulator) {
        return ReactorFalClient.create(FalConfig.builder()
                .baseUrl(emulator.baseUrl())
                .credentials(FalCredentials.key(CANARY))
                .build());
    }

    private static Finding finding(Diagnosis diagnosis, String subject) {
        return diagnosis.findings().stream()
                .filter(found -> found.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of " + subject + " in\n" + diagnosis));
    }

    @Test
    void nothingIsSentBeforeSubscriptionAndNothingThatCostsEver() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            Mono<Diagnosis> diagnosis = client.diagnose(EndpointId.of("fal-ai/flux-lora/image-to-image"));
            assertThat(emulator.ledger().entries()).isEmpty();
            Diagnosis first = diagnosis.block();
            diagnosis.block();
            assertThat(emulator.ledger().entries()).hasSize(4).allMatch(call -> call.method() == HttpMethod.GET);
            assertThat(first.isHealthy()).as(first.toString()).isTrue();
            assertThat(first.error()).isEmpty();
            assertThat(first.calls().get(0).uri()).hasToString(emulator.baseUrl() + "/fal-ai/flux-lora/image-to-image");
            assertThat(first.calls())
                    .extracting(Diagnosis.PlannedCall::verb)
                    .containsExactly("submit", "status", "stream", "result", "cancel", "direct", "files");
            assertThat(first.clockAhead()).isEmpty();
            assertThat(first.toString()).doesNotContain("canary");
        }
    }

    @Test
    void whatFalAnswersWithIsRewrittenForARelayAndKeptForFal() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            assertThat(client.diagnose().block().returnedUrls()).hasSize(3).allSatisfy(url -> {
                assertThat(url.verdict()).isEqualTo(Verdict.REWRITTEN);
                assertThat(url.url()).startsWith("https://queue.fal.run/");
                assertThat(url.used().toString()).startsWith(emulator.baseUrl() + "/");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://queue.fal.run/fal-ai/flux-lora/requests/j-1/status | REWRITTEN | /fal-ai/flux-lora/requests/j-1/status",
                "https://evil.example/x/requests/j-1 | REWRITTEN | /x/requests/j-1",
                "https://evil.example/elsewhere | REFUSED | /fal-ai/flux-lora/requests/00000000-0000-4000-8000-000000000000",
                "https://evil.example/requests/../j-1 | REFUSED | /fal-ai/flux-lora/requests/00000000-0000-4000-8000-000000000000"
            })
    void aUrlThatAServerAnsweredWithIsJudged(String url, Verdict verdict, String path) {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            ReturnedUrl judged =
                    client.diagnose(FluxLora.ID, url).block().returnedUrls().get(0);
            assertThat(judged.verdict()).isEqualTo(verdict);
            assertThat(judged.used()).hasToString(emulator.baseUrl() + path);
        }
    }

    @Test
    void aWholeAnswerIsJudged() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            String answer = "{\"request_id\":\"j-1\",\"response_url\":\"" + emulator.baseUrl()
                    + "/fal-ai/flux-lora/requests/j-1\",\"status_url\":\"https://x.example/requests/other/status\"}";
            Diagnosis diagnosis = client.diagnose(FluxLora.ID, answer).block();
            assertThat(diagnosis.returnedUrls())
                    .extracting(ReturnedUrl::verdict)
                    .containsExactly(Verdict.KEPT, Verdict.REFUSED, Verdict.REFUSED);
            assertThat(diagnosis.returnedUrls().get(1).used())
                    .hasToString(emulator.baseUrl() + "/fal-ai/flux-lora/requests/j-1/status");
            assertThat(diagnosis.returnedUrls().get(2).why()).contains("the answer has none");
            Diagnosis nonsense =
                    client.diagnose(FluxLora.ID, "{\"half\": \"" + CANARY).block();
            assertThat(nonsense.toString()).contains("no JSON object").doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, -120, 0, 120, 1000})
    void theClocksAreCompared(int seconds) {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().plusSeconds(seconds).atZone(ZoneOffset.UTC));
            emulator.inject(Phase.STATUS, Fault.respond(404, Map.of("Date", date), "{\"status\":\"NOT_FOUND\"}"));
            Diagnosis diagnosis = client.diagnose().block();
            Duration ahead = diagnosis.clockAhead().orElseThrow();
            assertThat(ahead.toSeconds()).isBetween(seconds - 20L, seconds + 2L);
            Finding clock = finding(diagnosis, "clock");
            assertThat(clock.level()).isEqualTo(seconds == 0 ? Level.OK : Level.NOTE);
            assertThat(clock.text().contains("webhook")).isEqualTo(Math.abs(seconds) == 1000);
            assertThat(diagnosis.isHealthy()).isTrue();
        }
    }

    @Test
    void aRelayWithoutAStatusPathIsWell() {
        RelayDialect relay = RelayDialect.of(RelayProfile.KEY4U);
        try (FalEmulator emulator = FalEmulator.start(
                        EmulatorConfig.builder().port(0).relay(relay).build());
                ReactorFalClient auto = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .credentials(emulator.credentials())
                        .build());
                ReactorFalClient told = ReactorFalClient.create(FalConfig.builder()
                        .baseUrl(emulator.baseUrl())
                        .profile(RelayProfile.KEY4U)
                        .credentials(emulator.credentials())
                        .build())) {
            Diagnosis found = auto.diagnose().block();
            assertThat(found.isHealthy()).as(found.toString()).isTrue();
            assertThat(finding(found, "status path").level()).isEqualTo(Level.NOTE);
            assertThat(finding(found, "status path").text()).contains("it may have no status path");
            Diagnosis known = told.diagnose().block();
            assertThat(known.isHealthy()).isTrue();
            assertThat(known.probes()).extracting(Diagnosis.Probe::verb).containsExactly("result");
            assertThat(known.calls()).extracting(Diagnosis.PlannedCall::verb).doesNotContain("status", "stream");
        }
    }

    @ParameterizedTest
    @CsvSource({"401, Rejected", "403, Rejected", "429, Rejected", "502, Unreachable", "302, Unreadable"})
    void whatIsWrongIsAProblemAndTheErrorOfAJob(int code, String error) {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            Fault fault = code == 302
                    ? Fault.redirect("https://elsewhere.example/")
                    : Fault.respond(code, Map.of(), "{\"detail\":\"you are " + CANARY + "\"}");
            emulator.inject(Phase.STATUS, fault);
            emulator.inject(Phase.RESULT, fault);
            Diagnosis diagnosis = client.diagnose().block();
            assertThat(diagnosis.isHealthy()).isFalse();
            assertThat(diagnosis.error().orElseThrow().getClass().getSimpleName())
                    .isEqualTo(error);
            assertThat(diagnosis.toString()).contains("problem").doesNotContain("canary");
            assertThat(diagnosis.error().toString()).doesNotContain("canary");
        }
    }

    @Test
    void aPageOfManyLinesIsToldInOne() {
        try (FalEmulator emulator = FalEmulator.start();
                ReactorFalClient client = client(emulator)) {
            String page = "<html><title>Error response</title><h1>Error\n\nresponse</h1>" + "<p>more\n".repeat(500);
            emulator.inject(Phase.STATUS, Fault.respond(404, Map.of("Content-Type", "text/html"), page));
            emulator.inject(Phase.RESULT, Fault.respond(404, Map.of("Content-Type", "text/html"), page));
            Diagnosis diagnosis = client.diagnose().block();
            assertThat(diagnosis.isHealthy()).isFalse();
            assertThat(finding(diagnosis, "result path").text())
                    .contains("nobody answers this path: Error response")
                    .doesNotContain("\n")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void aCredentialIsDescribedNeverShown() {
        try (FalEmulator emulator = FalEmulator.start()) {
            FalConfig.Builder config = FalConfig.builder().baseUrl(emulator.baseUrl());
            assertThat(credential(config)).isEqualTo(new Finding(Level.NOTE, "credential", "there is none"));
            assertThat(credential(config.credentials(FalCredentials.key("canary-without-colon"))))
                    .satisfies(found -> {
                        assertThat(found.level()).isEqualTo(Level.NOTE);
                        assertThat(found.text()).contains("id:secret").doesNotContain("canary");
                    });
            assertThat(credential(config.credentials(FalCredentials.key(CANARY))))
                    .satisfies(found -> {
                        assertThat(found.level()).isEqualTo(Level.OK);
                        assertThat(found.text()).contains("Key").doesNotContain("canary");
                    });
            assertThat(credential(config.profile(RelayProfile.YUNWU)).text()).contains("the other scheme");
            FalCredentials broken = FalCredentials.supplier(FalCredentials.Scheme.KEY, () -> {
                throw new IllegalStateException("canary in the vault");
            });
            assertThat(credential(config.credentials(broken))).satisfies(found -> {
                assertThat(found.level()).isEqualTo(Level.PROBLEM);
                assertThat(found.text()).contains("IllegalStateException").doesNotContain("canary");
            });
        }
    }

    private static Finding credential(FalConfig.Builder config) {
        try (ReactorFalClient client = ReactorFalClient.create(config.build())) {
            return finding(client.diagnose().block(), "credential");
        }
    }

    @Test
    void aClosedClientAndAnEmptyPortAreFindings() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            ReactorFalClient client = client(emulator);
            client.closeLater().block();
            Diagnosis diagnosis = client.diagnose().block();
            assertThat(diagnosis.error()).containsInstanceOf(FalException.Unreachable.class);
            assertThat(diagnosis.probes()).allMatch(probe -> probe.httpStatus().isEmpty());
            assertThat(emulator.ledger().entries()).isEmpty();
            assertThat(Optional.of(diagnosis.toString()))
                    .hasValueSatisfying(text -> assertThat(text).contains("no answer"));
        }
    }
}
