package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** fal's own JavaScript client takes the emulator for the real queue. */
class OfficialJsClientTest {

    private static final Path SCRIPTS = Path.of(System.getProperty("fal.moduleDir", "."), "src/test/js");

    @Test
    @StartEmulator(queueMillis = 200, runMillis = 400)
    void theOfficialClientWorks(FalEmulator emulator) throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules")),
                "skipped: run 'npm ci' in emulator/src/test/js to test with fal's own client");
        assumeTrue(nodeIsThere(), "skipped: there is no 'node' on the PATH");

        Process node = new ProcessBuilder("node", "official-client.mjs", emulator.baseUrl(), emulator.directUrl())
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = node.waitFor(60, TimeUnit.SECONDS);
        node.destroy();

        assertThat(ended).as(output).isTrue();
        assertThat(output).contains("17 passed, 0 failed");
        assertThat(node.exitValue()).as(output).isZero();
        assertThat(emulator.ledger().submits())
                .allMatch(entry -> entry.headers().get("user-agent").isPresent())
                .anyMatch(entry -> entry.body().contains("/_emulator/files/"));
        assertThat(emulator.ledger().of(Phase.UPLOAD))
                .hasSize(1 + 10 + 1)
                .allMatch(entry -> entry.authScheme().isEmpty() && entry.status() == 200);
        assertThat(emulator.ledger().of(Phase.DIRECT)).hasSize(4);
    }

    private static boolean nodeIsThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(Path::of)
                .anyMatch(folder ->
                        Files.isExecutable(folder.resolve("node")) || Files.isExecutable(folder.resolve("node.exe")));
    }
}
