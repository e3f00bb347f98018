package dev.falreactive.samples.batch;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.emulator.FalEmulator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the batch programs, the same for each. */
@Command(
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "fal-reactive batch sample",
        description = "Makes an image of each prompt in a file with fal-ai/flux-lora, several at a time.",
        footer = {
            "",
            "The credential comes from FAL_KEY alone. The tickets of jobs that are not over are in tickets.jsonl beside",
            "the images, however the process ends. Ctrl-C detaches: the jobs go on, and their tickets are printed.",
            "Exit codes: 0 all done; 1 some failed; 2 bad usage; 130 interrupted."
        })
public final class BatchCommand implements Callable<Integer> {

    static final int DONE = 0;
    static final int SOME_FAILED = 1;
    static final int INTERRUPTED = 130;

    private enum Auth {
        key,
        bearer
    }

    /** One of the two. */
    private static final class Input {

        @Option(
                names = "--prompts",
                paramLabel = "FILE",
                required = true,
                description = {
                    "UTF-8, one prompt a line, or a JSON object with the model's fields; blank lines and lines that",
                    "start with # are skipped. A line's number names its images, and is its seed unless it has one."
                })
        private @Nullable Path prompts;

        @Option(
                names = "--resume",
                paramLabel = "FILE",
                required = true,
                description = "go on with tickets, one a line, instead of prompts")
        private @Nullable Path resume;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Input input = new Input();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "where the images go: 001-1.jpg, ...")
    private Path out = Path.of("");

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "4", description = "jobs at a time (default: 4)")
    private int inFlight;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "default: fal when FAL_KEY is set, else an embedded emulator")
    private @Nullable String baseUrl;

    @Option(
            names = "--auth",
            paramLabel = "key|bearer",
            defaultValue = "key",
            description = "how the credential is named on the wire; most relays want bearer")
    private Auth auth = Auth.key;

    private final BatchProgram program;
    private final String key;
    private final PrintStream stdout;
    private final PrintStream stderr;
    private final CompletableFuture<Void> interrupted;

    private BatchCommand(
            BatchProgram program,
            Map<String, String> environment,
            PrintStream stdout,
            PrintStream stderr,
            CompletableFuture<Void> interrupted) {
        this.program = program;
        this.key = environment.getOrDefault("FAL_KEY", "").strip();
        this.stdout = stdout;
        this.stderr = stderr;
        this.interrupted = interrupted;
    }

    /**
     * Runs a program as this process, which ends with its exit code.
     *
     * @param name the command's name
     * @param program what to do
     * @param args the arguments
     */
    public static void main(String name, BatchProgram program, String... args) {
        System.exit(run(name, program, System.getenv(), System.out, System.err, new CompletableFuture<>(), args));
    }

    /** Runs a program in this process; completing the future is Ctrl-C. */
    static int run(
            String name,
            BatchProgram program,
            Map<String, String> environment,
            PrintStream stdout,
            PrintStream stderr,
            CompletableFuture<Void> interrupted,
            String... args) {
        return new CommandLine(new BatchCommand(program, environment, stdout, stderr, interrupted))
                .setCommandName(name)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(stdout, true))
                .setErr(new PrintWriter(stderr, true))
                .execute(args);
    }

    @Override
    public Integer call() {
        if (inFlight < 1 || inFlight > 1000) {
            throw usage("--in-flight must be from 1 to 1000: " + inFlight);
        }
        if (baseUrl != null && key.isEmpty()) {
            throw usage("--base-url needs a credential: set FAL_KEY");
        }
        boolean embedded = key.isEmpty();
        if (embedded && input.resume != null) {
            throw usage(
                    "--resume needs the server that has the jobs: set FAL_KEY (an embedded emulator knows no jobs)");
        }
        List<BatchJob> jobs = jobs();
        requireWritable();
        if (!embedded) {
            return work(config(), jobs);
        }
        try (FalEmulator emulator = FalEmulator.start()) {
            stdout.println("FAL_KEY is not set: running on an embedded emulator at " + emulator.baseUrl()
                    + "; its images are drawn, nothing is billed, and its jobs end with this command.");
            return work(
                    FalConfig.builder()
                            .baseUrl(emulator.baseUrl())
                            .credentials(emulator.credentials())
                            .build(),
                    jobs);
        }
    }

    private List<BatchJob> jobs() {
        Path file = input.prompts != null ? input.prompts : Objects.requireNonNull(input.resume);
        try {
            List<BatchJob> jobs = input.prompts != null ? InputFile.prompts(file) : InputFile.tickets(file);
            if (jobs.isEmpty()) {
                throw usage("nothing to do in " + file);
            }
            return jobs;
        } catch (IOException e) {
            throw usage("cannot read " + file + " as UTF-8: " + e);
        }
    }

    /** Before anything is paid for. */
    private void requireWritable() {
        try {
            Files.createDirectories(out.toAbsolutePath());
            Files.delete(Files.createTempFile(out.toAbsolutePath(), ".batch", ".probe"));
        } catch (IOException e) {
            throw usage("cannot write to " + out + ": " + e);
        }
    }

    private FalConfig config() {
        try {
            FalConfig.Builder builder = FalConfig.builder()
                    .credentials(auth == Auth.key ? FalCredentials.key(key) : FalCredentials.bearer(key));
            if (baseUrl != null) {
                builder.baseUrl(baseUrl);
            }
            return builder.build();
        } catch (FalException.InvalidInput e) {
            throw usage(e.getMessage());
        }
    }

    private int work(FalConfig config, List<BatchJob> jobs) {
        Batch batch = new Batch(config, jobs, inFlight, out, new Console(stdout, stderr, jobs.size()), interrupted);
        Interruption.heededBy(batch, program);
        if (!batch.isComplete()) {
            return INTERRUPTED;
        }
        return batch.hasFailures() ? SOME_FAILED : DONE;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
