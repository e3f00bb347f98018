package dev.falreactive.samples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one program made of a file of prompts. */
public final class Comparison {

    private final Path directory;
    private final String printed;

    private Comparison(Path directory, String printed) {
        this.directory = directory;
        this.printed = printed;
    }

    /**
     * Runs a program on an emulator of its own.
     *
     * @param prompts the prompts, of which some fail
     * @param directory where the images go
     * @param program the program
     * @return what came of it
     */
    public static Comparison run(Path prompts, Path directory, BatchProgram program) {
        try (FalEmulator emulator = BatchContract.emulator()) {
            Run run = Run.on(emulator, program, directory, "--prompts", prompts.toString());
            assertThat(run.exit()).as(run.all()).isEqualTo(1);
            return new Comparison(directory, run.all());
        }
    }

    /**
     * Compares names and bytes.
     *
     * @param other what another program made of the same prompts
     * @return this
     * @throws IOException if a file cannot be read
     */
    public Comparison leavesTheSameAs(Comparison other) throws IOException {
        Map<String, byte[]> files = files();
        assertThat(files).as(printed).hasSizeGreaterThanOrEqualTo(5);
        assertThat(other.files().keySet()).as(other.printed).isEqualTo(files.keySet());
        for (Map.Entry<String, byte[]> file : other.files().entrySet()) {
            assertThat(file.getValue()).as(file.getKey()).isEqualTo(files.get(file.getKey()));
        }
        return this;
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path path : paths.toList()) {
                files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }
}
