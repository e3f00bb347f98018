package dev.falreactive.benchmarks;

import dev.falreactive.simulation.PollingCosts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * All measurements in one run; {@code benchmarks/side-by-side} starts it. With {@code --json} the numbers are one JSON
 * object on standard output, and nothing else is written there; else they are a table, and plots are made. With
 * {@code --only} and some of {@code poll heap cost lag http2} the others are left out; {@code http2} with {@code --json}
 * always.
 */
final class SideBySide {

    private static final int MANY = 2_000;
    private static final int LIVE = 100_000;
    private static final int ROUNDS = 7;

    private final List<String> options;
    private final Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
    private final Progress progress = new Progress();
    private final Report report = new Report(home, progress);
    private final Map<String, Object> outcome = new LinkedHashMap<>();

    private SideBySide(List<String> options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        new SideBySide(List.of(args)).run();
    }

    private void run() throws IOException {
        boolean json = options.contains("--json");
        try (ChildProcess server = ChildProcess.java(QueueServer.class, Clients.JVM)) {
            String url = "http://127.0.0.1:" + server.readLine();
            if (wanted("poll")) {
                poll(url, json);
            }
            if (wanted("heap")) {
                IdleWatches.Held held =
                        IdleWatches.measure(url, List.of(LIVE), progress).get(0);
                outcome.put("heap_bytes_per_idle_watch", Math.round(held.bytesEach()));
                outcome.put("live_watches", held.watches());
            }
            if (wanted("cost")) {
                progress.say("cost: simulating");
                PollingCosts.ratios().forEach((name, ratio) -> outcome.put(name, rounded(ratio)));
            }
            if (wanted("lag")) {
                Load steady = Load.steady(MANY, LagUnderLoad.JOB_MILLIS);
                outcome.put("lag_p50_ms_at_2000_watches", lag(Clients.FAL_REACTIVE, steady, url));
                outcome.put("lag_p50_ms_at_2000_watches_fal_js", lag(Clients.FAL_JS, steady, url));
                Load together = Load.together(MANY, LagUnderLoad.JOB_MILLIS);
                outcome.put("lag_p50_ms_of_2000_jobs_at_once", lag(Clients.FAL_REACTIVE, together, url));
                outcome.put("lag_p50_ms_of_2000_jobs_at_once_fal_js", lag(Clients.FAL_JS, together, url));
            }
            if (wanted("http2") && !json) {
                for (HttpVersions.Found found : HttpVersions.measure(progress)) {
                    outcome.put(
                            "poll_cpu_http2_vs_http1_" + found.concurrency() + "_at_a_time", rounded(found.ratio()));
                }
            }
            outcome.putAll(Machine.describe());
            if (json) {
                System.out.println(new JsonMapper().writeValueAsString(outcome));
            } else {
                String table = Report.table(outcome);
                System.out.print(table);
                if (!options.contains("--only")) {
                    report.whole(table, url);
                }
            }
        }
    }

    private void poll(String url, boolean json) throws IOException {
        List<PollCpu.Cost> costs = PollCpu.measure(url, home, ROUNDS, progress);
        double ours = PollCpu.Cost.of(costs, Clients.FAL_REACTIVE);
        outcome.put("poll_cpu_vs_raw", rounded(ours / PollCpu.Cost.of(costs, Clients.BARE_NETTY)));
        outcome.put("poll_cpu_vs_fal_java", rounded(ours / PollCpu.Cost.of(costs, Clients.FAL_JAVA)));
        outcome.put("poll_cpu_vs_fal_js", rounded(ours / PollCpu.Cost.of(costs, Clients.FAL_JS)));
        if (!json) {
            report.polls(costs);
        }
    }

    private double lag(Clients client, Load load, String url) throws IOException {
        return LagUnderLoad.measure(client, load, 3, url, home, progress).lags().p50();
    }

    private boolean wanted(String part) {
        return !options.contains("--only") || options.contains(part);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
