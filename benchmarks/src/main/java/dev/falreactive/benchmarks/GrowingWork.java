package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a call costs when more and more are made at a time: a flat line says that nothing grows with the work. */
final class GrowingWork {

    private static final int[] WATCHES = {1, 10, 100, 1_000, 10_000};
    private static final int CALLS = 30_000;

    private GrowingWork() {}

    /** Pairs of watches at a time and CPU microseconds a call, the median of three rounds. */
    static List<double[]> measure(Clients client, String server, Path home, Progress progress) throws IOException {
        List<double[]> points = new ArrayList<>();
        try (ChildProcess process = client.start(server, home)) {
            PollCpu.warmUp(client, process);
            for (int watches : WATCHES) {
                List<Double> micros = new ArrayList<>();
                for (int round = 0; round < 3; round++) {
                    micros.add(process.pollMicros(watches, CALLS));
                }
                points.add(new double[] {watches, Median.of(micros)});
                progress.say("growing: " + client.title + ", " + watches + " at a time, us a call: " + micros);
            }
        }
        return points;
    }
}
