package dev.falreactive.samples.batch;

import dev.falreactive.emulator.FalEmulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One run of a batch program in this process. */
final class Run {

    static final String KEY = "test-id:test-secret-canary";

    final Printed out = new Printed();
    final Printed err = new Printed();
    private final CompletableFuture<Void> interrupted;
    private final CompletableFuture<Integer> exit;

    private Run(BatchProgram program, Map<String, String> environment, CompletableFuture<Void> ctrlC, String... args) {
        interrupted = ctrlC;
        exit = CompletableFuture.supplyAsync(
                () -> BatchCommand.run("batch", program, environment, out.stream(), err.stream(), interrupted, args),
                work -> new Thread(work, "batch-under-test").start());
    }

    static Run on(FalEmulator emulator, BatchProgram program, Path out, String... more) {
        return on(emulator, program, out, new CompletableFuture<>(), more);
    }

    static Run on(FalEmulator emulator, BatchProgram program, Path out, CompletableFuture<Void> ctrlC, String... more) {
        return new Run(
                program,
                Map.of("FAL_KEY", KEY),
                ctrlC,
                args(emulator, out, more).toArray(String[]::new));
    }

    static Run bare(BatchProgram program, Map<String, String> environment, String... args) {
        return new Run(program, environment, new CompletableFuture<>(), args);
    }

    static List<String> args(FalEmulator emulator, Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("--base-url", emulator.baseUrl(), "--out", out.toString()));
        args.addAll(List.of(more));
        return args;
    }

    void interrupt() {
        interrupted.complete(null);
    }

    /** Waits for the end. */
    int exit() {
        return exit.join();
    }

    String all() {
        return out.text() + err.text();
    }
}
