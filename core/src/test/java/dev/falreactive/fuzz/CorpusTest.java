package dev.falreactive.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every fuzz target has inputs to replay, and every directory of inputs has a target. */
class CorpusTest {

    private static final int LEAST_INPUTS = 5;

    @Test
    void everyTargetHasInputs() throws Exception {
        int targets = 0;
        for (Class<?> type : fuzzed()) {
            for (Method target : Corpus.targets(type)) {
                targets++;
                assertThat(Corpus.of(target)).as("inputs of %s", target).hasSizeGreaterThanOrEqualTo(LEAST_INPUTS);
            }
        }
        assertThat(targets).isGreaterThanOrEqualTo(20);
    }

    @Test
    void everyClassOfTargetsCountsItsReplays() throws Exception {
        assertThat(fuzzed()).isNotEmpty().allMatch(type -> type.isAnnotationPresent(Fuzzed.class));
    }

    @Test
    void everyDirectoryOfInputsHasATarget() throws Exception {
        Path inputs = Objects.requireNonNull(Corpus.directory(CorpusTest.class).getParent());
        TreeSet<String> known = new TreeSet<>();
        for (Class<?> type : fuzzed()) {
            Path directory = Corpus.directory(type);
            known.add(inputs.relativize(directory).toString());
            Corpus.targets(type)
                    .forEach(target -> known.add(inputs.relativize(directory.resolve(target.getName()))
                            .toString()));
        }
        try (Stream<Path> directories = Files.walk(inputs)) {
            assertThat(directories.filter(Files::isDirectory).filter(path -> !path.equals(inputs)))
                    .isNotEmpty()
                    .extracting(path -> inputs.relativize(path).toString())
                    .allMatch(known::contains);
        }
    }

    @Test
    void noTargetIsElsewhere() throws Exception {
        Path tests = Path.of(System.getProperty("fal.moduleDir", "."), "src/test/java");
        try (Stream<Path> files = Files.walk(tests)) {
            assertThat(files.filter(path -> path.toString().endsWith(".java")).filter(CorpusTest::importsFuzzTest))
                    .isNotEmpty()
                    .allMatch(path -> path.startsWith(tests.resolve("dev/falreactive/fuzz")));
        }
    }

    private static boolean importsFuzzTest(Path file) {
        try {
            return Files.readString(file).contains("import com.code_intelligence.jazzer.junit.FuzzTest;");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of this package that hold a target. */
    private static List<Class<?>> fuzzed() throws IOException, ReflectiveOperationException {
        Path here = Path.of(System.getProperty("fal.moduleDir", "."), "src/test/java", "dev/falreactive/fuzz");
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(here)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                Class<?> type = Class.forName(CorpusTest.class.getPackageName() + "." + name);
                if (!Corpus.targets(type).isEmpty()) {
                    types.add(type);
                }
            }
        }
        return types;
    }
}
