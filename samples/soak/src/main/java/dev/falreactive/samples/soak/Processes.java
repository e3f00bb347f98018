package dev.falreactive.samples.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the processes of a soak with the Java that runs this one. */
final class Processes {

    private static final String WORKER = "dev.falreactive.samples.soak.Worker";
    private static final String EMULATOR = "dev.falreactive.emulator.EmulatorMain";

    private Processes() {}

    /** The emulator's jar if there is one, else its classes on our own class path. */
    static Process emulator(Optional<Path> jar, Path log, List<String> options) {
        List<String> command = java("-Xmx1g");
        command.addAll(jar.map(path -> List.of("-jar", path.toString()))
                .orElseGet(() -> List.of("-cp", System.getProperty("java.class.path"), EMULATOR)));
        command.addAll(options);
        return start(command, log);
    }

    static Process worker(String heap, Path log, List<String> arguments) {
        List<String> command = java("-Xmx" + heap);
        command.addAll(List.of(
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                WORKER));
        command.addAll(arguments);
        return start(command, log);
    }

    private static List<String> java(String heap) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ArrayList<>(List.of(java, heap));
    }

    private static Process start(List<String> command, Path log) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().remove("FAL_KEY");
            return builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Reads what a process prints, line by line, until it ends. */
    static void follow(Process process, Consumer<String> line) {
        try (BufferedReader out = output(process)) {
            for (String text = out.readLine(); text != null; text = out.readLine()) {
                line.accept(text);
            }
        } catch (IOException e) {
            // A process that was killed leaves its pipe broken: what it printed before was read.
        }
    }
}
