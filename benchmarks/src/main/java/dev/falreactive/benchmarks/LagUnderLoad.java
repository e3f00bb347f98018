package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How late a client knows that jobs ended, each client with its own defaults. */
final class LagUnderLoad {

    static final int JOB_MILLIS = 3_000;

    /**
     * What was found with so many watches.
     *
     * @param load the jobs
     * @param lags the round whose median is the median of all rounds
     */
    record Found(Load load, Lags lags) {}

    private LagUnderLoad() {}

    static Found measure(Clients client, Load load, int rounds, String server, Path home, Progress progress)
            throws IOException {
        List<Lags> all = new ArrayList<>();
        try (ChildProcess process = client.start(server, home)) {
            PollCpu.warmUp(client, process);
            for (int round = 0; round < rounds; round++) {
                all.add(Lags.parse(process.ask("lag " + load)));
            }
        }
        all.sort((a, b) -> Double.compare(a.p50(), b.p50()));
        Found found = new Found(load, all.get(all.size() / 2));
        progress.say("lag: " + client.title + ", " + load.watches() + " watches, "
                + (load.spread() == 0 ? "at once" : "steadily") + ", ms: " + all);
        return found;
    }
}
