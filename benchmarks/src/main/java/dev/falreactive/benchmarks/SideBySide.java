package dev.falreactive.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** All measurements in one run: {@code benchmarks/side-by-side} starts it. */
final class SideBySide {

    private static final int MANY = 2_000;
    private static final int LIVE = 100_000;

    private SideBySide() {}

    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
        Progress progress = new Progress();
        Map<String, Object> outcome = new LinkedHashMap<>(Machine.describe());
        try (ChildProcess server = ChildProcess.java(QueueServer.class, List.of("-Xmx256m"))) {
            String url = "http://127.0.0.1:" + server.readLine();
            if (wanted(options, "poll")) {
                List<PollCpu.Cost> costs = PollCpu.measure(url, home, 7, progress);
                double ours = PollCpu.Cost.of(costs, Clients.FAL_REACTIVE);
                outcome.put("poll_cpu_vs_raw", rounded(ours / PollCpu.Cost.of(costs, Clients.BARE_NETTY)));
                outcome.put("poll_cpu_vs_fal_java", rounded(ours / PollCpu.Cost.of(costs, Clients.FAL_JAVA)));
                outcome.put("poll_cpu_vs_fal_js", rounded(ours / PollCpu.Cost.of(costs, Clients.FAL_JS)));
            }
            if (wanted(options, "heap")) {
                IdleWatches.Held held =
                        IdleWatches.measure(url, List.of(LIVE), progress).get(0);
                outcome.put("heap_bytes_per_idle_watch", Math.round(held.bytesEach()));
                outcome.put("live_watches", held.watches());
            }
            if (wanted(options, "lag")) {
                outcome.put(
                        "lag_p50_ms_at_2000_watches",
                        LagUnderLoad.measure(Clients.FAL_REACTIVE, MANY, 5, url, home, progress)
                                .lags()
                                .p50());
                outcome.put(
                        "lag_p50_ms_at_2000_watches_fal_js",
                        LagUnderLoad.measure(Clients.FAL_JS, MANY, 3, url, home, progress)
                                .lags()
                                .p50());
            }
        }
        System.out.println(new JsonMapper().writeValueAsString(outcome));
    }

    private static boolean wanted(List<String> options, String part) {
        return !options.contains("--only") || options.contains(part);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
