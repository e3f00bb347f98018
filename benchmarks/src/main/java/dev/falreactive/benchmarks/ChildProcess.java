package dev.falreactive.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is measured from outside, and does what it is told line by line. */
final class ChildProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    private ChildProcess(String name, List<String> command) throws IOException {
        this.name = name;
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** A Java program of this class path. */
    static ChildProcess java(Class<?> main, List<String> jvmOptions, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ChildProcess(main.getSimpleName(), command);
    }

    static ChildProcess node(Path script, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(List.of(args));
        return new ChildProcess(script.getFileName().toString(), command);
    }

    /** Says a line, and waits for the answer. */
    String ask(String line) throws IOException {
        in.write(line);
        in.newLine();
        in.flush();
        return readLine();
    }

    String readLine() throws IOException {
        String answer = out.readLine();
        if (answer == null || answer.startsWith("failed")) {
            throw new IOException(name + ": " + (answer == null ? "it ended" : answer));
        }
        return answer;
    }

    /** The CPU time of all its threads until now, in user and kernel. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Has it make status calls, so many at a time, and tells the CPU time of each in microseconds. */
    double pollMicros(int concurrency, int calls) throws IOException {
        Duration before = cpu();
        ask("poll " + concurrency + " " + calls);
        return cpu().minus(before).toNanos() / 1000.0 / calls;
    }

    /** Collects garbage, and counts the bytes of what is left. */
    long liveBytes() throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isBlank() ? last : line;
            }
        }
        String[] words = last.trim().split("\\s+");
        if (!words[0].equals("Total")) {
            throw new IOException("jcmd: " + last);
        }
        return Long.parseLong(words[2]);
    }

    /** How many threads the operating system gives it. */
    int threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return (int) tasks.count();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
