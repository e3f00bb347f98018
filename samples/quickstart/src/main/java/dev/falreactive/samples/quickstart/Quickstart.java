package dev.falreactive.samples.quickstart;

import dev.falreactive.Diagnosis;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.RetryPolicy;
import dev.falreactive.StopPolicy;
import dev.falreactive.WatchMode;
import dev.falreactive.WatchOptions;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.RelayDialect;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.reactor.ReactorFalClient;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a prompt to an image on disk. */
@Command(
        name = "quickstart",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "fal-reactive quickstart",
        description = "Submits a prompt to fal-ai/flux-lora, watches the job and saves the images.",
        footer = {
            "",
            "Exit codes: 0 done; 1 a file could not be written; 2 bad usage or invalid input, nothing sent;",
            "3 rejected (auth, balance, rate, not found); 4 the job failed; 5 the wait ended, the job goes on",
            "unless cancelled; 6 a submit whose outcome is unknown; 7 unreachable or unreadable."
        })
public final class Quickstart implements Callable<Integer> {

    private enum Auth {
        key,
        bearer
    }

    private enum Watch {
        polling(WatchMode.POLLING),
        streaming(WatchMode.STREAMING);

        private final WatchMode mode;

        Watch(WatchMode mode) {
            this.mode = mode;
        }
    }

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "what the image shows; not needed with --resume")
    private @Nullable String prompt;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "default: fal when FAL_KEY is set, else an embedded emulator")
    private @Nullable String baseUrl;

    @Option(
            names = "--auth",
            paramLabel = "key|bearer",
            description =
                    "how the credential in FAL_KEY is named on the wire; default: as the profile has it, else key")
    private @Nullable Auth auth;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "the relay at the base URL: quickrouter, key4u, yunwu, zhenzhen, ...; default: found out")
    private @Nullable String profile;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "the route of a proxy of fal's own kind, which adds the key; FAL_KEY is not sent to it")
    private @Nullable String proxy;

    @Option(
            names = "--diagnose",
            description = "say what would be called, with what, and how the server answers; submit nothing")
    private boolean diagnose;

    @Mixin
    private InputOptions input = new InputOptions();

    @Option(
            names = "--watch",
            paramLabel = "polling|streaming",
            defaultValue = "polling",
            description = "how to watch; streaming goes on by polling where streams are no good")
    private Watch watch = Watch.polling;

    @Option(names = "--logs", description = "show the job's log lines")
    private boolean logs;

    @Option(
            names = "--request-timeout",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "limit for each exchange, such as 30s")
    private @Nullable Duration requestTimeout;

    @Option(
            names = "--watch-timeout",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "limit for the whole wait, such as 2m")
    private @Nullable Duration watchTimeout;

    @Option(names = "--cancel-on-timeout", description = "cancel the job when the wait ends before it")
    private boolean cancelOnTimeout;

    @Option(names = "--detach", description = "print the ticket and leave")
    private boolean detach;

    @Option(names = "--resume", paramLabel = "TICKET_JSON", description = "go on with a ticket")
    private @Nullable String resume;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "", description = "where the images go (default: here)")
    private Path out = Path.of("");

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    private final Map<String, String> environment;
    private final PrintStream stdout;
    private final PrintStream stderr;

    Quickstart(Map<String, String> environment, PrintStream stdout, PrintStream stderr) {
        this.environment = environment;
        this.stdout = stdout;
        this.stderr = stderr;
        this.spec = CommandSpec.create();
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the arguments
     */
    public static void main(String... args) {
        System.exit(run(System.getenv(), System.out, System.err, args));
    }

    /** Runs the command in this process. No argument is read from an {@code @file}: prompts may begin with one. */
    static int run(Map<String, String> environment, PrintStream stdout, PrintStream stderr, String... args) {
        return new CommandLine(new Quickstart(environment, stdout, stderr))
                .setExpandAtFiles(false)
                .setOut(new java.io.PrintWriter(stdout, true))
                .setErr(new java.io.PrintWriter(stderr, true))
                .execute(args);
    }

    @Override
    public Integer call() {
        View view = json ? new JsonView(stdout, stderr) : new HumanView(stdout, stderr, System.console() != null);
        Optional<String> key =
                Optional.of(environment.getOrDefault("FAL_KEY", "").strip()).filter(text -> !text.isEmpty());
        boolean embedded = baseUrl == null && key.isEmpty() && proxy == null;
        Optional<RelayProfile> relay = Optional.ofNullable(profile).map(this::preset);
        checkUsage(key.isPresent(), embedded, relay);
        try {
            if (diagnose) {
                return diagnosis(view, key, embedded, relay);
            }
            Optional<QueueTicket> ticket = Optional.ofNullable(resume).map(QueueTicket::fromJson);
            Optional<FluxLoraRequest> request = ticket.isPresent() ? Optional.empty() : Optional.of(checkedInput());
            requireWritable(out.toAbsolutePath());
            if (embedded) {
                try (FalEmulator emulator = emulator(relay)) {
                    view.note("FAL_KEY is not set: running on an embedded emulator at " + emulator.baseUrl()
                            + "; its images are drawn, not generated, and nothing is billed.");
                    FalConfig config = config(emulator.baseUrl(), Optional.of(emulator.credentials()), relay);
                    return work(config, view, ticket, request);
                }
            }
            return work(config(baseUrl, key.map(secret -> credentials(secret, relay)), relay), view, ticket, request);
        } catch (FalException | UncheckedIOException error) {
            view.error(error);
            return ExitCode.of(error);
        } catch (IOException error) {
            view.error(new UncheckedIOException("cannot write to " + out, error));
            return ExitCode.BAD_USAGE;
        }
    }

    private RelayProfile preset(String name) {
        return RelayProfile.named(name)
                .orElseThrow(() -> usage("there is no profile '" + name + "'; there are "
                        + RelayProfile.presets().stream()
                                .map(RelayProfile::name)
                                .collect(Collectors.joining(", "))));
    }

    private static FalEmulator emulator(Optional<RelayProfile> relay) {
        EmulatorConfig.Builder builder = EmulatorConfig.builder();
        relay.filter(profile -> !profile.isFal()).ifPresent(profile -> builder.relay(RelayDialect.of(profile)));
        return FalEmulator.start(builder.build());
    }

    private FalCredentials credentials(String secret, Optional<RelayProfile> relay) {
        boolean bearer = auth == Auth.bearer
                || auth == null
                        && relay.filter(profile -> profile.scheme() == FalCredentials.Scheme.BEARER)
                                .isPresent();
        return bearer ? FalCredentials.bearer(secret) : FalCredentials.key(secret);
    }

    private int diagnosis(View view, Optional<String> key, boolean embedded, Optional<RelayProfile> relay) {
        if (embedded) {
            try (FalEmulator emulator = emulator(relay)) {
                view.note("FAL_KEY is not set: looking at an embedded emulator at " + emulator.baseUrl() + ".");
                return diagnosis(view, config(emulator.baseUrl(), Optional.of(emulator.credentials()), relay));
            }
        }
        return diagnosis(view, config(baseUrl, key.map(secret -> credentials(secret, relay)), relay));
    }

    private static int diagnosis(View view, FalConfig config) {
        try (ReactorFalClient client = ReactorFalClient.create(config)) {
            Diagnosis diagnosis = Objects.requireNonNull(client.diagnose().block());
            view.diagnosis(diagnosis);
            return ExitCode.of(diagnosis);
        }
    }

    private void checkUsage(boolean keyed, boolean embedded, Optional<RelayProfile> relay) {
        if (prompt == null && resume == null && !diagnose) {
            throw usage("PROMPT is missing: say what the image shows, or --resume a ticket");
        }
        if (baseUrl != null && !keyed && proxy == null && !diagnose) {
            throw usage("--base-url needs a credential: set FAL_KEY");
        }
        if (relay.filter(profile -> !profile.isFal()).isPresent() && baseUrl == null && !embedded) {
            throw usage("--profile needs --base-url: a profile names no host");
        }
        if (embedded && resume != null) {
            throw usage("--resume needs the server that has the job: set FAL_KEY (an embedded emulator knows no jobs)");
        }
        if (embedded && detach) {
            throw usage(
                    "--detach needs a server that lives on: set FAL_KEY (an embedded emulator dies with this command)");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Checked before an emulator is started or a directory made: invalid input leaves no trace. */
    private FluxLoraRequest checkedInput() {
        FluxLoraRequest request = input.request(String.valueOf(prompt));
        var violations = request.violations();
        if (!violations.isEmpty()) {
            throw new FalException.InvalidInput("The input of " + FluxLora.ID, violations);
        }
        return request;
    }

    /** Before anything is paid for. */
    private static void requireWritable(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.delete(Files.createTempFile(directory, ".quickstart", ".probe"));
    }

    private FalConfig config(@Nullable String url, Optional<FalCredentials> credentials, Optional<RelayProfile> relay) {
        // A person who waits at a terminal wants to know soon that nobody is there.
        FalConfig.Builder builder = FalConfig.builder()
                .connectTimeout(Duration.ofSeconds(4))
                .retryPolicy(RetryPolicy.DEFAULT.withMaxUnreachable(Duration.ofSeconds(5)));
        credentials.ifPresent(builder::credentials);
        relay.ifPresent(builder::profile);
        if (url != null) {
            builder.baseUrl(url);
        }
        if (proxy != null) {
            builder.proxyUrl(proxy);
        }
        if (requestTimeout != null) {
            builder.requestTimeout(requestTimeout);
        }
        return builder.build();
    }

    private int work(FalConfig config, View view, Optional<QueueTicket> resumed, Optional<FluxLoraRequest> request) {
        try (ReactorFalClient client = ReactorFalClient.create(config);
                Interruption interruption = new Interruption(stderr, config.requestTimeout())) {
            Job job = new Job(client, view, watchOptions(view), out);
            QueueTicket ticket = resumed.orElseGet(() -> interruption.during(() -> job.submit(request.orElseThrow())));
            interruption.jobIs(ticket);
            view.ticket(ticket);
            if (!detach) {
                job.finish(ticket);
            }
            return ExitCode.DONE;
        }
    }

    private WatchOptions watchOptions(View view) {
        WatchOptions options =
                WatchOptions.defaults().withMode(watch.mode).withLogs(logs).withOnUpdate(view::status);
        if (watchTimeout != null) {
            options = options.withDeadline(watchTimeout);
        }
        return cancelOnTimeout ? options.withOnStop(StopPolicy.CANCEL) : options;
    }

    /** The arguments that a test may want to see, without running anything. */
    static List<String> optionNames() {
        return new CommandLine(new Quickstart(Map.of(), System.out, System.err))
                .getCommandSpec().options().stream()
                        .map(option -> option.longestName())
                        .toList();
    }
}
