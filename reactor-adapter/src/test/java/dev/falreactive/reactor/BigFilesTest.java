package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than the heap, in a process of its own. */
class BigFilesTest {

    @Test
    void filesLargerThanTheHeapGoBothWays(@TempDir Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BigFiles.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output.lines().filter(line -> !line.contains(" DEBUG ") && !line.contains(" INFO ")))
                .containsSubsequence(
                        "uploaded 200 MiB",
                        "uploaded 200 MiB of a publisher",
                        "cut midway: nothing left",
                        "downloaded 50 MiB, cut once");
        assertThat(output).containsPattern("heap 12[0-8] MiB").doesNotContain("LEAK");
    }
}
