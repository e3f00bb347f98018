package dev.falreactive.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The heap that watches hold between their calls, beside the tickets that their caller holds, in a process of
 * {@code -Xmx256m}: all live objects after a collection, counted from outside, with the watches and before them.
 */
final class IdleWatches {

    /**
     * What was found with so many watches.
     *
     * @param watches how many
     * @param heldBytes all live bytes, tickets included
     * @param bytesEach what a watch and its subscriber add to them
     * @param threads of the process
     * @param callsPerSecond what the watches go on to make
     */
    record Held(int watches, long heldBytes, double bytesEach, int threads, double callsPerSecond) {}

    private static final int LISTEN_MILLIS = 3_000;

    private IdleWatches() {}

    static List<Held> measure(String server, List<Integer> counts, Progress progress) throws IOException {
        List<Held> all = new ArrayList<>();
        for (int count : counts) {
            try (ChildProcess process = ChildProcess.java(FalReactiveWorker.class, List.of("-Xmx256m"), server)) {
                // What is made once, whoever watches.
                process.ask("poll 64 2000");
                process.ask("tickets " + count);
                long before = process.liveBytes();
                process.ask("watch");
                long after = process.liveBytes();
                int threads = process.threads();
                double calls = Long.parseLong(process.ask("seen " + LISTEN_MILLIS)) * 1000.0 / LISTEN_MILLIS;
                Held held = new Held(count, after, (after - before) / (double) count, threads, calls);
                progress.say("heap: " + held);
                all.add(held);
            }
        }
        return all;
    }
}
