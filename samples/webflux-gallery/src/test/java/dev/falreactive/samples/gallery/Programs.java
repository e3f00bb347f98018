package dev.falreactive.samples.gallery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of its own process, which can be killed as {@code kill -9} does it. */
record Programs(Process process, String url) implements AutoCloseable {

    private static final String EMULATOR = "dev.falreactive.emulator.EmulatorMain";
    private static final Pattern URL = Pattern.compile("http://(localhost|127\\.0\\.0\\.1):\\d+");

    static Programs emulator(String queueTime, String runTime) {
        return start(EMULATOR, "--port", "0", "--queue-time", queueTime, "--run-time", runTime);
    }

    static Programs gallery(Programs emulator, Path directory, int port) {
        return start(
                GalleryApplication.class.getName(),
                "--server.port=" + port,
                "--gallery.directory=" + directory,
                "--fal.base-url=" + emulator.url(),
                "--fal.poll.pause=50ms");
    }

    private static Programs start(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createDirectories(Path.of("target", "programs")).resolve(main + ".log");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().remove("FAL_KEY");
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process process = builder.start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                Matcher url = URL.matcher(line);
                if (url.find()) {
                    drain(out);
                    return new Programs(process, url.group());
                }
            }
            throw new AssertionError(main + " did not start: " + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pipe that nobody reads would stop the program. */
    private static void drain(BufferedReader out) {
        Thread thread = new Thread(
                () -> {
                    try (out) {
                        while (out.readLine() != null) {
                            // Said to nobody.
                        }
                    } catch (IOException e) {
                        // It was killed.
                    }
                },
                "drain");
        thread.setDaemon(true);
        thread.start();
    }

    Gallery gallery() {
        return new Gallery(url.replace("127.0.0.1", "localhost"));
    }

    int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    /** How many submits the emulator had, refused ones too. */
    static long submits(Programs emulator) {
        String ledger = new Gallery(emulator.url()).get("/_emulator/ledger").text();
        return Pattern.compile("\"phase\"\\s*:\\s*\"(?i:submit)\"")
                .matcher(ledger)
                .results()
                .count();
    }

    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("it lives on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
