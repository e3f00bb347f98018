package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of faults in {@code docs/testing.md} is the catalogue, no more and no less. */
class TestingGuideTest {

    private static final Path GUIDE = Path.of(System.getProperty("fal.moduleDir", "."), "../docs/testing.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FACTORY = Pattern.compile("^(?:Stream|Upload)?Fault\\.(\\w+)\\(");

    /** One line of the table. */
    record Row(String name, String effect, String java, List<String> rules) {}

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    private static String text() {
        try {
            return Files.readString(GUIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Row> rows() {
        String section = text().split("(?m)^## The faults$")[1].split("(?m)^## ")[0];
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(
                        codes(cells[1]).get(0),
                        cells[3].strip(),
                        codes(cells[4]).get(0),
                        codes(cells[5])))
                .toList();
    }

    private static List<String> factories() {
        return Stream.of(Fault.class, StreamFault.class, UploadFault.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getReturnType() == Fault.class)
                .map(Method::getName)
                .distinct()
                .toList();
    }

    private static String factory(Row row) {
        return FACTORY.matcher(row.java())
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElse("none");
    }

    @Test
    void theTableNamesEachFaultAndNothingElse() {
        assertThat(rows()).extracting(Row::name).containsExactlyInAnyOrderElementsOf(FaultCatalogue.names());
    }

    @Test
    void theTableNamesEachFactoryButTheOneThatTakesAFunction() {
        List<String> named =
                rows().stream().map(TestingGuideTest::factory).distinct().toList();

        assertThat(factories()).containsAll(named).hasSize(named.size() + 1);
        assertThat(named).doesNotContain("rewrite");
        assertThat(text()).contains("`Fault.rewrite(");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRuleOfTheTableIsOneAndOfItsLine(Row row) {
        assertThat(row.rules())
                .isNotEmpty()
                .allSatisfy(
                        rule -> assertThat(FaultRule.parse(rule).fault().name()).isEqualTo(row.name()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachLineTellsTheEffect(Row row) {
        Effect effect = Effect.of(FaultRule.parse(row.rules().get(0)).fault());
        boolean keptAway =
                effect instanceof Effect.Literal || effect instanceof Effect.Drop || effect instanceof Effect.CutUpload;

        assertThat(row.effect())
                .isEqualTo(effect instanceof Effect.Life ? "job" : keptAway ? "no effect" : "takes effect");
    }

    @Test
    void allOtherRulesOfTheGuideAreRulesToo() {
        List<String> annotated = Pattern.compile("@WithFault\\(\"([^\"]+)\"\\)|parse\\(\"([^\"]+)\"\\)")
                .matcher(text())
                .results()
                .map((MatchResult match) -> match.group(1) == null ? match.group(2) : match.group(1))
                .toList();
        List<FaultRule> prompted = Pattern.compile("\\[fault [^`]*]")
                .matcher(text())
                .results()
                .flatMap(match -> PromptRules.in(Fields.write(Fields.of("prompt", match.group()))).stream())
                .toList();

        assertThat(annotated).hasSizeGreaterThan(4).allSatisfy(rule -> FaultRule.parse(rule));
        assertThat(prompted).hasSize(2);
    }
}
