package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The CPU time of one status call: that of the whole process, in user and kernel, over calls of which so many are under way
 * at a time. Each client is warm before it is measured; rounds of the clients alternate, since a machine is never the same
 * for long.
 */
final class PollCpu {

    static final int CONCURRENCY = 32;
    static final int WARM_UP = 200_000;
    private static final int CALLS = 20_000;

    /**
     * What a call costs, the median of all rounds.
     *
     * @param client who makes it
     * @param micros CPU time in microseconds
     */
    record Cost(Clients client, double micros) {

        static double of(List<Cost> costs, Clients client) {
            return costs.stream()
                    .filter(cost -> cost.client() == client)
                    .mapToDouble(Cost::micros)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private record Run(Clients client, ChildProcess process, List<Double> micros) {

        void round() throws IOException {
            Duration before = process.cpu();
            process.ask("poll " + CONCURRENCY + " " + CALLS);
            micros.add(process.cpu().minus(before).toNanos() / 1000.0 / CALLS);
        }
    }

    private PollCpu() {}

    static List<Cost> measure(String server, Path home, int rounds, Progress progress) throws IOException {
        List<Run> runs = new ArrayList<>();
        try {
            for (Clients client : Clients.values()) {
                progress.say("poll: warming up " + client.title);
                ChildProcess process = client.start(server, home);
                runs.add(new Run(client, process, new ArrayList<>()));
                process.ask("poll " + CONCURRENCY + " " + warmUp(client));
            }
            for (int round = 1; round <= rounds; round++) {
                StringBuilder said = new StringBuilder("poll: round " + round + " of " + rounds + ", us a call:");
                for (Run run : runs) {
                    run.round();
                    said.append(' ')
                            .append(run.client().title)
                            .append(' ')
                            .append(Math.round(run.micros().get(round - 1)));
                }
                progress.say(said.toString());
            }
        } finally {
            for (Run run : runs) {
                run.process().close();
            }
        }
        return runs.stream()
                .map(run -> new Cost(run.client(), Median.of(run.micros())))
                .toList();
    }

    /** Calls after which a client costs no less: the official JavaScript client's engine is there sooner. */
    static int warmUp(Clients client) {
        return client == Clients.FAL_JS ? WARM_UP / 10 : WARM_UP;
    }
}
