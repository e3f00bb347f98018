package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The CPU time of one status call: that of the whole process, in user and kernel, over calls of which so many are under way
 * at a time. Each client has several processes, warm before they are measured; rounds of all alternate, since a machine is
 * never the same for long.
 */
final class PollCpu {

    static final int CONCURRENCY = 32;
    private static final int CALLS = 60_000;
    private static final int WARM_UP_ROUNDS = 150;
    private static final int SHORTER = 12;

    /** What a compiler made of a program differs from process to process, by more than the clients do. */
    private static final int PROCESSES = 2;

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
            micros.add(process.pollMicros(CONCURRENCY, calls(client)));
        }
    }

    private PollCpu() {}

    static List<Cost> measure(String server, Path home, int rounds, Progress progress) throws IOException {
        List<Run> runs = new ArrayList<>();
        try {
            for (int number = 1; number <= PROCESSES; number++) {
                for (Clients client : Clients.values()) {
                    progress.say("poll: warming up " + client.title + ", process " + number);
                    ChildProcess process = client.start(server, home);
                    runs.add(new Run(client, process, new ArrayList<>()));
                    warmUp(client, process);
                }
            }
            // The others were warmed up meanwhile: connections are opened anew, and what that takes is compiled.
            for (Run run : runs) {
                run.process().pollMicros(CONCURRENCY, calls(run.client()));
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
        return Arrays.stream(Clients.values())
                .map(client -> new Cost(client, median(runs, client)))
                .toList();
    }

    private static double median(List<Run> runs, Clients client) {
        return Median.of(runs.stream()
                .filter(run -> run.client() == client)
                .flatMap(run -> run.micros().stream())
                .toList());
    }

    /** In many short rounds: how one begins and ends is compiled too, or the first of those measured would be compiled anew. */
    static void warmUp(Clients client, ChildProcess process) throws IOException {
        for (int round = 0; round < (client == Clients.FAL_JS ? 2 * SHORTER : WARM_UP_ROUNDS); round++) {
            process.pollMicros(CONCURRENCY, calls(client) / SHORTER);
        }
    }

    /** The official JavaScript client takes ten times as long, and its engine is warm sooner. */
    private static int calls(Clients client) {
        return client == Clients.FAL_JS ? CALLS / 6 : CALLS;
    }
}
