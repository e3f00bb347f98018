package dev.falreactive.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The committed inputs of the fuzz targets, read from the source tree: what must be replayed. */
final class Corpus {

    private static final Path RESOURCES = Path.of(System.getProperty("fal.moduleDir", "."), "src/test/resources");

    private Corpus() {}

    /** The inputs of a target: those of its class, and its own. */
    static List<Path> of(Method target) throws IOException {
        Path directory = directory(target.getDeclaringClass());
        List<Path> inputs = new ArrayList<>(files(directory, 1));
        inputs.addAll(files(directory.resolve(target.getName()), Integer.MAX_VALUE));
        return inputs;
    }

    static Path directory(Class<?> targets) {
        return RESOURCES.resolve(targets.getName().replace('.', '/') + "Inputs");
    }

    static List<Method> targets(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .toList();
    }

    private static List<Path> files(Path directory, int depth) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(directory, depth, (path, attributes) -> attributes.isRegularFile())) {
            return files.toList();
        }
    }
}
