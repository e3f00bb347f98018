package dev.falreactive.samples.batch;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a program prints, while it prints it. */
final class Printed extends ByteArrayOutputStream {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        super.write(b);
        notifyAll();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        super.write(bytes, from, length);
        notifyAll();
    }

    /** Waits until a text was printed. */
    synchronized void await(String text) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!text().contains(text)) {
            long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (millis <= 0) {
                throw new AssertionError("not printed: " + text + "\n" + text());
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    String text() {
        return toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }

    /** What follows each {@code resume: }. */
    List<String> tickets() {
        return lines().stream()
                .filter(line -> line.startsWith("resume: "))
                .map(line -> line.substring("resume: ".length()))
                .toList();
    }
}
