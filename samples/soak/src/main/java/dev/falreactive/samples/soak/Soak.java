package dev.falreactive.samples.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the emulator and a client in processes of their own, kills the client, and counts what was lost. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        version = "fal-reactive soak",
        description = "Many jobs, a fault on some exchanges, a client killed with -9 and resumed from its tickets.",
        footer = {"", "Exit codes: 0 nothing lost, doubled, unaccounted or leaked, and no growing heap; 1 otherwise."})
public final class Soak implements Callable<Integer> {

    static final String PROMPT = "soak job ";
    static final String JOURNAL = "journal.tsv";
    static final String IMAGES = "images";
    static final int HEAP_SAMPLES = 40;

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Path EMULATOR_JAR = Path.of("emulator", "target", "fal-emulator.jar");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1000", description = "default: ${DEFAULT-VALUE}")
    private int jobs;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "200",
            description = "jobs at a time; default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--faults",
            paramLabel = "RATE",
            defaultValue = "0.1",
            description = "which part of the exchanges is broken; default: ${DEFAULT-VALUE}")
    private double faults;

    @Option(
            names = "--kill-at",
            paramLabel = "PART",
            defaultValue = "0.35",
            description = "when the client is killed, as a part of the jobs; 0 for never; default: ${DEFAULT-VALUE}")
    private double killAt;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the faults; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "of the client; default: ${DEFAULT-VALUE}")
    private String heap = "256m";

    @Option(
            names = "--emulator-jar",
            paramLabel = "FILE",
            description = "default: emulator/target/fal-emulator.jar if it is there, else the one inside")
    private @Nullable Path emulatorJar;

    @Option(names = "--dir", paramLabel = "DIR", description = "where journal, images and logs go; default: a new one")
    private @Nullable Path directory;

    /**
     * Runs the soak and ends the process with its exit code.
     *
     * @param args see {@code --help}
     */
    public static void main(String... args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path dir = Files.createDirectories(directory == null ? Files.createTempDirectory("soak") : directory);
        Files.createDirectories(dir.resolve(IMAGES));
        PrintWriter out = spec.commandLine().getOut();
        Process emulator = Processes.emulator(jar(), dir.resolve("emulator.log"), emulatorOptions());
        try {
            String address = addressOf(emulator);
            Heap heapUsed = new Heap(jobs);
            AtomicLong leaked = new AtomicLong();
            if (killAt > 0) {
                work(address, dir, heapUsed, leaked, (int) (jobs * killAt));
                out.println("the client was killed; "
                        + Journal.read(dir.resolve(JOURNAL)).size() + " jobs in its journal");
                out.flush();
            }
            work(address, dir, heapUsed, leaked, Integer.MAX_VALUE);
            Map<Integer, Journal.Entry> journal = Journal.read(dir.resolve(JOURNAL));
            Tally tally = Tally.of(journal, Posts.of(address));
            // A submit that was about to be sent at the kill is in the journal, and may not have arrived.
            boolean complete = journal.size() == jobs && tally.tickets() > 0;
            return report(out, dir, tally, heapUsed, leaked.get(), complete);
        } finally {
            emulator.destroyForcibly();
        }
    }

    private Optional<Path> jar() {
        return Optional.ofNullable(emulatorJar)
                .or(() -> Optional.of(EMULATOR_JAR).filter(Files::isRegularFile));
    }

    private List<String> emulatorOptions() {
        return List.of(
                "--port",
                "0",
                "--runners",
                String.valueOf(inFlight),
                "--queue-time",
                "50ms",
                "--run-time",
                "200ms",
                "--chaos",
                String.valueOf(faults),
                "--chaos-seed",
                String.valueOf(seed),
                "--ledger-entries",
                String.valueOf(Math.max(100_000, 30 * jobs)),
                "--ledger-body-bytes",
                "300");
    }

    private static String addressOf(Process emulator) throws IOException {
        BufferedReader lines = Processes.output(emulator);
        String first = lines.readLine();
        Matcher address = ADDRESS.matcher(first == null ? "" : first);
        if (!address.find()) {
            throw new IOException("the emulator did not start: " + first);
        }
        return address.group();
    }

    /** Runs a client until it ends, or until it has settled so many jobs: then it is killed without a warning. */
    private void work(String address, Path dir, Heap heapUsed, AtomicLong leaked, int killAfter) {
        Process worker = Processes.worker(
                heap,
                dir.resolve("client.log"),
                List.of(address, dir.toString(), String.valueOf(jobs), String.valueOf(inFlight)));
        Processes.follow(worker, line -> {
            String[] words = line.split("\t");
            switch (words[0]) {
                case "done" -> {
                    if (Integer.parseInt(words[1]) >= killAfter) {
                        worker.destroyForcibly();
                    }
                }
                case "heap" -> heapUsed.add(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                case "open-connections" -> leaked.set(Long.parseLong(words[1]));
                default -> {}
            }
        });
    }

    private int report(PrintWriter out, Path dir, Tally tally, Heap heapUsed, long leakedConnections, boolean complete)
            throws IOException {
        long leakedBuffers = Files.readString(dir.resolve("client.log"))
                .lines()
                .filter(line -> line.contains("LEAK:"))
                .count();
        Files.write(
                dir.resolve("posts-without-ticket.tsv"),
                tally.withoutTicket().stream().map(Tally.Row::toString).toList());
        out.println("jobs " + jobs);
        out.println("POSTs " + tally.posts());
        out.println("tickets " + tally.tickets());
        out.println("images " + tally.images());
        out.println("lost " + tally.lost());
        out.println("doubled " + tally.doubled());
        out.println("unaccounted " + tally.unaccounted());
        out.println("leaked connections " + leakedConnections);
        out.println("leaked buffers " + leakedBuffers);
        out.println("heap by quarter " + heapUsed);
        out.println("POSTs without a ticket " + tally.withoutTicket().size() + ", each in "
                + dir.resolve("posts-without-ticket.tsv") + ":");
        for (Map.Entry<String, int[]> reason : tally.reasons().entrySet()) {
            out.println("  " + reason.getKey() + " " + reason.getValue()[0] + ", of which " + reason.getValue()[1]
                    + " made a job");
        }
        if (heapUsed.grows()) {
            out.println("the heap grows: the last quarter's is more than 1.1 times the third's");
        }
        out.flush();
        boolean clean = tally.lost() + tally.doubled() + tally.unaccounted() + leakedConnections + leakedBuffers == 0;
        return complete && clean && !heapUsed.grows() ? 0 : 1;
    }
}
