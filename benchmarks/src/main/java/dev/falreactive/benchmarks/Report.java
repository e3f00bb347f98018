package dev.falreactive.benchmarks;

import dev.falreactive.simulation.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run leaves for people to read: a table of all numbers, and the plots. */
final class Report {

    private static final List<Integer> WATCHES = List.of(1_000, 10_000, 30_000, 100_000);
    private static final List<Integer> LOADS = List.of(10, 100, 1_000, 2_000, 10_000, 30_000, 100_000);

    /** With more the official client's calls fail, or take minutes. */
    private static final int MOST_OF_JS = 10_000;

    private final Path home;
    private final Path plots;
    private final Progress progress;

    Report(Path home, Progress progress) {
        this.home = home;
        this.plots = home.resolve("../docs/performance");
        this.progress = progress;
    }

    /** The numbers as a table in Markdown. */
    static String table(Map<String, Object> outcome) {
        StringBuilder table = new StringBuilder("| what | measured |\n| --- | --- |\n");
        outcome.forEach((name, value) ->
                table.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        return table.toString();
    }

    void polls(List<PollCpu.Cost> costs) throws IOException {
        write(
                "cpu-per-poll.svg",
                Plot.bars(
                        "CPU time of one status call in microseconds",
                        costs.stream().map(cost -> cost.client().title).toList(),
                        costs.stream().map(PollCpu.Cost::micros).toList()));
    }

    /** The table beside the plots, for which more is measured than the numbers need. */
    void whole(String table, String server) throws IOException {
        write("results.md", "# The last run of benchmarks/side-by-side\n\n" + table);
        for (Jobs jobs : List.of(Jobs.WARM, Jobs.HEAVY, Jobs.BIMODAL)) {
            progress.say("plots: polls against lag, " + jobs);
            write("polls-against-lag-" + jobs.name().toLowerCase(Locale.ROOT) + ".svg", PollingPlot.of(jobs));
        }
        heap(IdleWatches.measure(server, WATCHES, progress));
        lag(server);
        growing(server);
    }

    private void heap(List<IdleWatches.Held> held) throws IOException {
        List<double[]> all = new ArrayList<>();
        List<double[]> own = new ArrayList<>();
        for (IdleWatches.Held at : held) {
            all.add(new double[] {at.watches(), at.heldBytes() / 1e6});
            own.add(new double[] {at.watches(), at.bytesEach() * at.watches() / 1e6});
        }
        write(
                "heap-against-watches.svg",
                new Plot("Heap of idle watches", Axis.linear("watches", 100_000), Axis.linear("live megabytes", 120))
                        .curve("all, tickets too", all)
                        .curve("the watches", own)
                        .toString());
    }

    private void lag(String server) throws IOException {
        Plot plot = new Plot(
                "Lag against load, jobs of three seconds",
                Axis.logarithmic("watches at a time", 10, 100_000),
                Axis.logarithmic("median lag in ms", 1, 100_000));
        plot.curve(Clients.FAL_REACTIVE.title, lags(Clients.FAL_REACTIVE, LOADS, server));
        plot.curve(
                Clients.FAL_JS.title,
                lags(
                        Clients.FAL_JS,
                        LOADS.stream().filter(load -> load <= MOST_OF_JS).toList(),
                        server));
        write("lag-against-load.svg", plot.toString());
    }

    private List<double[]> lags(Clients client, List<Integer> loads, String server) throws IOException {
        List<double[]> points = new ArrayList<>();
        for (int load : loads) {
            LagUnderLoad.Found found =
                    LagUnderLoad.measure(client, Load.steady(load, LagUnderLoad.JOB_MILLIS), 1, server, home, progress);
            points.add(new double[] {load, Math.max(1, found.lags().p50())});
        }
        return points;
    }

    private void growing(String server) throws IOException {
        List<double[]> ours = GrowingWork.measure(Clients.FAL_REACTIVE, server, home, progress);
        List<double[]> bare = GrowingWork.measure(Clients.BARE_NETTY, server, home, progress);
        write(
                "cost-as-the-work-grows.svg",
                new Plot(
                                "CPU time of a status call as the work grows",
                                Axis.logarithmic("calls at a time", 1, 10_000),
                                Axis.linear("microseconds", 100))
                        .curve(Clients.FAL_REACTIVE.title, ours)
                        .curve(Clients.BARE_NETTY.title, bare)
                        .toString());
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(plots);
        Files.writeString(plots.resolve(name), content);
    }
}
