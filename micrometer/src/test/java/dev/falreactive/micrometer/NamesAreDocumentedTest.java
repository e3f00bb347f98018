package dev.falreactive.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The first column of the guide's tables is what {@link FalNames} has. */
class NamesAreDocumentedTest {

    private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| `(fal\\.[a-z.]+)`");

    @Test
    void theGuideNamesAllAndNoOthers() throws Exception {
        Path guide = Path.of(System.getProperty("fal.moduleDir"), "../docs/observability.md");
        Set<String> documented = FIRST_COLUMN
                .matcher(Files.readString(guide))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(names());
    }

    private static Set<String> names() throws IllegalAccessException {
        Set<String> names = new TreeSet<>();
        for (var field : Arrays.stream(FalNames.class.getFields())
                .filter(each -> Modifier.isStatic(each.getModifiers()))
                .toList()) {
            names.add((String) field.get(null));
        }
        return names;
    }
}
