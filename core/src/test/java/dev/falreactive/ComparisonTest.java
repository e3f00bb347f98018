package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/comparison.md} says yes only where it names a test, and the test is there. */
class ComparisonTest {

    private static final Path ROOT =
            Path.of(System.getProperty("fal.moduleDir", ".")).toAbsolutePath().getParent();
    private static final Pattern NAMED = Pattern.compile("`(\\w+)`");
    private static final int OURS = 2;

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/comparison.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| **"))
                .map(line -> line.split("\\|", -1))
                .skip(1)
                .toList();
    }

    /** The names of all classes with tests: those whose files hold one. */
    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(path -> path.toString().matches(".*(Test|Contract)\\.(java|kt)"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .filter(ComparisonTest::holdsATest)
                    .map(path -> path.getFileName().toString().replaceAll("\\.\\w+$", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean holdsATest(Path path) {
        try {
            String source = Files.readString(path);
            return source.contains("@Test") || source.contains("@ParameterizedTest") || source.contains("Contract");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void eachYesOfOursNamesATestThatIsThere() throws IOException {
        Set<String> tests = tests();
        for (String[] row : rows()) {
            String ours = row[OURS].strip();
            List<String> named = NAMED.matcher(ours)
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .toList();
            assertThat(row).as(String.join("|", row)).hasSize(7);
            assertThat(ours).as(row[1]).matches("(?s)yes: .*|no");
            assertThat(named.isEmpty()).as(row[1]).isEqualTo(ours.equals("no"));
            assertThat(tests).as(row[1]).containsAll(named);
        }
        assertThat(rows()).hasSizeGreaterThan(30);
    }

    @Test
    void aTestThatIsNotThereIsFound() throws IOException {
        assertThat(tests()).doesNotContain("NoSuchTest").contains("ComparisonTest");
        assertThat(Arrays.asList("yes", "maybe: `X`")).noneMatch(text -> text.matches("(?s)yes: .*|no"));
    }
}
