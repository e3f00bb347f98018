package dev.falreactive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the repository as text, for tests of rules that no compiler knows. */
final class SourceTree {

    private SourceTree() {}

    static Path module() {
        return Path.of(System.getProperty("fal.moduleDir", "."))
                .toAbsolutePath()
                .normalize();
    }

    static Path repository() {
        return java.util.Objects.requireNonNull(module().getParent());
    }

    /** The main sources of every module, also of nested ones, by their path from the repository. */
    static Map<String, String> mainSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        List<Path> mains;
        try (Stream<Path> directories = Files.find(
                repository(),
                4,
                (path, attributes) -> attributes.isDirectory() && path.endsWith(Path.of("src", "main")))) {
            mains = directories.toList();
        }
        for (Path main : mains) {
            try (Stream<Path> files = Files.walk(main)) {
                for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|kt)"))
                        .toList()) {
                    String name = repository().relativize(file).toString().replace('\\', '/');
                    sources.put(name, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return sources;
    }

    /** Each line that holds the pattern, as {@code file:line: text}. */
    static List<String> linesWith(Map<String, String> sources, Pattern pattern) {
        List<String> found = new ArrayList<>();
        sources.forEach((name, text) -> {
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (pattern.matcher(lines[i]).find()) {
                    found.add(name + ":" + (i + 1) + ": " + lines[i].strip());
                }
            }
        });
        return found;
    }
}
