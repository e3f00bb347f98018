package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide's table is made from the metadata ({@code -Dapi.update} writes it anew), its controllers from those that run. */
class PropertiesTableTest {

    private static final String BEGIN = "<!-- properties: written from the metadata by PropertiesTableTest -->\n";
    private static final String END = "<!-- end -->";

    private static final Path MODULE = Path.of(System.getProperty("fal.moduleDir"));
    private static final Path GUIDE = MODULE.resolve("../docs/spring.md");

    @Test
    void theTableIsThatOfTheMetadata() throws Exception {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf(BEGIN) + BEGIN.length();
        int end = guide.indexOf(END, begin);
        if (System.getProperty("api.update") != null) {
            Files.writeString(GUIDE, guide.substring(0, begin) + table() + guide.substring(end));
            return;
        }

        assertThat(guide.substring(begin, end)).isEqualTo(table());
    }

    @Test
    void theControllersAreThoseThatRun() throws Exception {
        assertThat(Files.readString(GUIDE))
                .contains(from("@RestController", "src/test/java/com/example/pictures/PicturesApplication.java"))
                .contains(from("@RestController", "src/test/kotlin/com/example/flow/FlowApplication.kt"));
    }

    private static String table() {
        List<Metadata.Property> properties = Metadata.read().stream()
                .sorted(Comparator.comparing(Metadata.Property::name))
                .toList();
        return properties.stream()
                .map(PropertiesTableTest::row)
                .collect(
                        Collectors.joining("\n", "| property | default | what it says |\n| --- | --- | --- |\n", "\n"));
    }

    private static String row(Metadata.Property property) {
        String value = property.defaultValue().map(each -> "`" + each + "`").orElse("");
        String said = property.description();
        assertThat(said).as(property.name()).isNotEmpty();
        return "| `" + property.name() + "` | " + value + " | "
                + said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1) + (said.endsWith(".") ? "" : ".")
                + " |";
    }

    /** What follows a line to the end of its file, without the indent and the closing braces of what is around it. */
    private static String from(String line, String file) throws Exception {
        String source = Files.readString(MODULE.resolve(file));
        int start = source.indexOf(line);
        String indent = source.substring(source.lastIndexOf('\n', start) + 1, start);
        String block = source.substring(start - indent.length());
        String whole = block.lines()
                .map(each -> each.startsWith(indent) ? each.substring(indent.length()) : each)
                .collect(Collectors.joining("\n"));
        return indent.isEmpty() ? whole : whole.substring(0, whole.lastIndexOf("\n}"));
    }
}
