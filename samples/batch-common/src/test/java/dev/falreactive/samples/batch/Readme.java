package dev.falreactive.samples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.emulator.FalEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What the README shows of a sample is what the sample is compiled of. */
public final class Readme {

    private static final String MARK = "// README\n";
    private static final Path MODULE = Path.of(System.getProperty("fal.moduleDir"));

    private Readme() {}

    /**
     * Looks for the part of a source that is marked, as a block of code.
     *
     * @param source the source, below the module
     * @param language the word after the fence
     * @throws IOException if a file cannot be read
     */
    public static void shows(String source, String language) throws IOException {
        String[] parts = Files.readString(MODULE.resolve(source)).split(" *" + MARK, -1);
        assertThat(parts).as("parts around the marks of " + source).hasSize(3);
        assertThat(text())
                .contains("```" + language + "\n" + parts[1].stripTrailing().stripIndent() + "\n```\n");
    }

    /**
     * Looks for the command that runs a sample.
     *
     * @param jar the jar's name
     * @throws IOException if the README cannot be read
     */
    public static void tells(String jar) throws IOException {
        String path = "samples/" + MODULE.getFileName() + "/target/" + jar + ".jar";
        assertThat(text().lines()).contains("java -jar " + path + " --prompts samples/prompts.txt --out images");
        assertThat(Files.readString(MODULE.resolve("pom.xml"))).contains("/" + jar + ".jar<");
    }

    /**
     * Runs lines that submit one job and watch it to its end.
     *
     * @param lines the lines
     */
    public static void runs(Consumer<FalConfig> lines) {
        try (FalEmulator emulator = BatchContract.emulator()) {
            lines.accept(FalConfig.builder()
                    .baseUrl(emulator.baseUrl())
                    .credentials(emulator.credentials())
                    .build());
            assertThat(emulator.ledger().submits())
                    .singleElement()
                    .satisfies(submit -> assertThat(emulator.ledger()
                                    .forRequest(submit.requestId().orElseThrow()))
                            .hasSizeGreaterThan(1));
        }
    }

    private static String text() throws IOException {
        return Files.readString(MODULE.resolve("../../README.md"));
    }
}
