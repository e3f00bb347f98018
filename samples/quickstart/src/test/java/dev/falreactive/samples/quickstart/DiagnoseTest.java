package dev.falreactive.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.samples.quickstart.ScriptRelay.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiagnoseTest {

    @Test
    void aHealthyQueueIsSaidToBeWellAndNothingIsSubmitted() {
        try (FalEmulator emulator = FalEmulator.start()) {
            Run run = Run.of(Run.KEY, "--diagnose", "--base-url", emulator.baseUrl());
            assertThat(run.exit()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .contains("POST " + emulator.baseUrl() + "/fal-ai/flux-lora")
                    .contains("rewritten: https://queue.fal.run/fal-ai/flux-lora/requests/")
                    .contains("sent as Key")
                    .contains("HTTP 404")
                    .contains("all is well")
                    .doesNotContain("canary");
            assertThat(emulator.ledger().submits()).isEmpty();
            assertThat(emulator.ledger().entries()).hasSize(2);
        }
    }

    @Test
    void asJsonItIsOneObjectALine() {
        try (FalEmulator emulator = FalEmulator.start()) {
            Run run = Run.of(Run.KEY, "--diagnose", "--json", "--base-url", emulator.baseUrl());
            assertThat(run.exit()).isZero();
            assertThat(run.events("call"))
                    .extracting(call -> call.get("call"))
                    .containsExactly("submit", "status", "stream", "result", "cancel", "direct", "files");
            assertThat(run.events("returned_url"))
                    .hasSize(3)
                    .allMatch(url -> url.get("verdict").equals("rewritten"));
            assertThat(run.events("probe"))
                    .allMatch(probe -> probe.get("http_status").equals(404));
            assertThat(run.events("diagnosis"))
                    .singleElement()
                    .satisfies(all -> assertThat(all).containsEntry("healthy", true));
            assertThat(run.out()).doesNotContain("canary");
        }
    }

    @Test
    void withoutAKeyTheEmbeddedEmulatorIsLookedAt() {
        Run run = Run.of(Run.NO_KEY, "--diagnose");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("embedded emulator").contains("all is well");
    }

    @Test
    void whatIsWrongHasTheExitCodeOfTheErrorThatAJobWouldEndWith() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Run nobody = Run.of(Run.KEY, "--diagnose", "--base-url", "http://127.0.0.1:" + port);
        assertThat(nobody.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(nobody.out()).contains("the host does not answer").contains("something is wrong");
        try (FalEmulator emulator = FalEmulator.start(
                EmulatorConfig.builder().acceptedSecrets("other:key").build())) {
            emulator.inject(Phase.STATUS, Fault.respond(401, Map.of(), "{\"detail\":\"No user found\"}"));
            emulator.inject(Phase.RESULT, Fault.respond(401, Map.of(), "{\"detail\":\"No user found\"}"));
            Run run = Run.of(Run.KEY, "--diagnose", "--base-url", emulator.baseUrl());
            assertThat(run.exit()).isEqualTo(ExitCode.REJECTED);
            assertThat(run.out()).contains("the credential is refused: No user found");
        }
        try (ScriptRelay site = new ScriptRelay((self, call) -> Said.page(200, "a web site"))) {
            Run run = Run.of(Run.KEY, "--diagnose", "--base-url", site.url());
            assertThat(run.exit()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run.out()).contains("a page for people");
        }
    }

    @Test
    void aKeyOfTheWrongFormIsSaidToBeWithoutShowingIt() {
        Run run = Run.of(
                Map.of("FAL_KEY", "canary-without-a-colon"), "--diagnose", "--proxy", "http://127.0.0.1:1/proxy");
        assertThat(run.out()).doesNotContain("canary").contains("none is sent to the proxy");
    }
}
