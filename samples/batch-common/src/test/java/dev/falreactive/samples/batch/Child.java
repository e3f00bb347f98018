package dev.falreactive.samples.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A batch program as a process of its own, with the class path of this one. */
record Child(Process process, Printed out, Thread reader) {

    private static final long SIGINT = 1L << 1;

    static Child start(String mainClass, List<String> args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FAL_KEY", Run.KEY);
        Process process = builder.start();
        Printed out = new Printed();
        Thread reader = new Thread(() -> copy(process, out), "child-output");
        reader.setDaemon(true);
        reader.start();
        return new Child(process, out, reader);
    }

    private static void copy(Process process, Printed out) {
        try {
            process.getInputStream().transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ctrl-C; or what a process is sent that was started where Ctrl-C is ignored, and takes the same way. */
    void interrupt() throws IOException, InterruptedException {
        String signal = isCtrlCIgnored() ? "-TERM" : "-INT";
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private boolean isCtrlCIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
    }

    int exit() throws InterruptedException {
        int exit = process.waitFor();
        reader.join();
        return exit;
    }
}
