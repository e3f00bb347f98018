package dev.falreactive.benchmarks;

import java.time.Duration;

/** Tells on standard error what is going on: standard output is for the outcome. */
final class Progress {

    private final long begin = System.nanoTime();

    void say(String text) {
        System.err.printf(
                "[%4d s] %s%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds(), text);
    }
}
