package dev.falreactive.guards;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The public API of a module as text, compared with the text that is committed, so that each change of it shows in a diff.
 * {@code -Dapi.update} writes the text anew.
 */
public final class ApiDump {

    private ApiDump() {}

    /**
     * Compares a module's compiled classes with its committed dump.
     *
     * @param moduleDir the module's directory
     * @param dumpName the dump's file name inside {@code api/}
     * @throws AssertionError if they differ
     */
    public static void check(Path moduleDir, String dumpName) {
        Path dump = moduleDir.resolve("api").resolve(dumpName);
        String now = dump(moduleDir.resolve("target/classes"));
        try {
            if (System.getProperty("api.update") != null) {
                Files.createDirectories(dump.getParent());
                Files.writeString(dump, now);
                return;
            }
            String committed = Files.exists(dump) ? Files.readString(dump) : "";
            if (!committed.equals(now)) {
                throw new AssertionError(
                        "The public API differs from " + dumpName + ". If that is meant, run the tests with"
                                + " -Dapi.update and commit the diff:\n" + firstDifference(committed, now));
            }
        } catch (IOException e) {
            throw new AssertionError("cannot read or write " + dump, e);
        }
    }

    private static String dump(Path classes) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(ApiDump::isPublic)
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            throw new AssertionError("cannot list " + classes, e);
        }
        if (names.isEmpty()) {
            throw new AssertionError("no public class below " + classes);
        }
        return javap(classes, names);
    }

    private static boolean isPublic(String name) {
        try {
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            for (Class<?> c = type; c != null; c = c.getDeclaringClass()) {
                if (!Modifier.isPublic(c.getModifiers()) && !Modifier.isProtected(c.getModifiers())) {
                    return false;
                }
            }
            return !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String javap(Path classes, List<String> names) {
        ToolProvider javap = ToolProvider.findFirst("javap")
                .orElseThrow(() -> new AssertionError("the API dump needs a JDK: this runtime has no javap"));
        List<String> arguments = new ArrayList<>(List.of("-protected", "-cp", classes.toString()));
        arguments.addAll(names);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = javap.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("javap failed: " + err);
        }
        // Source files, helper methods that the compiler invents, and what Kotlin calls internal are not API.
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("Compiled from")
                        && !line.contains("$SwitchMap$")
                        && !line.contains("$values()")
                        && !line.contains(" access$")
                        && !line.matches(".* \\w+\\$fal_reactive_\\w+\\(.*"))
                .map(String::stripTrailing)
                .reduce("", (text, line) -> text + line + "\n");
    }

    private static String firstDifference(String committed, String now) {
        List<String> before = committed.lines().toList();
        List<String> after = now.lines().toList();
        StringBuilder diff = new StringBuilder();
        before.stream()
                .filter(line -> !after.contains(line))
                .limit(20)
                .forEach(line -> diff.append("- ").append(line).append('\n'));
        after.stream()
                .filter(line -> !before.contains(line))
                .limit(20)
                .forEach(line -> diff.append("+ ").append(line).append('\n'));
        return diff.toString();
    }
}
