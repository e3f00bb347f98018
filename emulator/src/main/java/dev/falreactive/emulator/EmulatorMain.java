package dev.falreactive.emulator;

import dev.falreactive.RelayProfile;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import reactor.netty.ChannelBindException;

/** The command line of the runnable jar. Bad usage exits with 2, a port that is taken with 1. */
@CommandLine.Command(
        name = "fal-emulator",
        description = "A local fal queue on 127.0.0.1. Runs until it is killed.",
        mixinStandardHelpOptions = true,
        versionProvider = EmulatorVersion.class)
public final class EmulatorMain implements Callable<Integer> {

    private static final int PORT_TAKEN = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8787",
            description = "Where to listen; 0 picks a free port. Default: ${DEFAULT-VALUE}")
    private int port;

    @CommandLine.Option(
            names = "--direct-port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where to listen for calls without a queue; 0 picks a free port. Default: ${DEFAULT-VALUE}")
    private int directPort;

    @CommandLine.Option(
            names = "--runners",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many jobs run at the same time. Default: ${DEFAULT-VALUE}")
    private int runners;

    @CommandLine.Option(
            names = "--queue-time",
            paramLabel = "D",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "How long a job waits at least: 500ms, 3s, 2m, or seconds. Default: ${DEFAULT-VALUE}")
    private Duration queueTime;

    @CommandLine.Option(
            names = "--run-time",
            paramLabel = "D",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "How long a job runs. Default: ${DEFAULT-VALUE}")
    private Duration runTime;

    @CommandLine.Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "What stands for http://127.0.0.1:PORT in the URLs that answers hold")
    private @Nullable String publicUrl;

    @CommandLine.Option(
            names = "--relay",
            paramLabel = "NAME",
            description = "Plays a relay, by the name of its profile: quickrouter, key4u, yunwu, zhenzhen, ...")
    private @Nullable String relay;

    @CommandLine.Option(
            names = "--ledger-entries",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many requests the ledger holds. Default: ${DEFAULT-VALUE}")
    private int ledgerEntries;

    @CommandLine.Option(
            names = "--ledger-body-bytes",
            paramLabel = "N",
            defaultValue = "65536",
            description = "How much of each body the ledger holds. Default: ${DEFAULT-VALUE}")
    private int ledgerBodyBytes;

    @CommandLine.Option(
            names = "--retention",
            paramLabel = "D",
            converter = DurationConverter.class,
            description =
                    "How long results and images are kept after their job ended. Default: as fal, 1 hour for results"
                            + " (6 minutes for large ones) and 7 days for images")
    private @Nullable Duration retention;

    @CommandLine.Option(
            names = "--chaos",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "Strikes each exchange by a fault with this probability, 0 to 1. Default: ${DEFAULT-VALUE}")
    private double chaos;

    @CommandLine.Option(
            names = "--chaos-seed",
            paramLabel = "N",
            description = "Chooses whom chaos strikes, and by what. Default: another one each time, told at the start")
    private @Nullable Long chaosSeed;

    @CommandLine.Option(
            names = "--chaos-stall",
            paramLabel = "D",
            defaultValue = "3s",
            converter = DurationConverter.class,
            description = "How long chaos keeps an answer back until it closes. Default: ${DEFAULT-VALUE}")
    private Duration chaosStall;

    /** Made by {@link #main(String[])}. */
    EmulatorMain() {}

    /**
     * Starts an emulator and runs until the process is killed.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        // Drawing needs no screen, and must not ask for one.
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new EmulatorMain()).setExpandAtFiles(false);
    }

    @Override
    public Integer call() {
        EmulatorConfig config = config();
        try (FalEmulator emulator = FalEmulator.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "fal-emulator-shutdown"));
            String url = emulator.baseUrl();
            spec.commandLine()
                    .getOut()
                    .println("fal emulator at " + url + " - point a client at it: base URL " + url
                            + (config.values().bearer()
                                    ? ", any Bearer token (FAL_KEY=emulator-token, --auth bearer)"
                                    : ", any key of the form id:secret (FAL_KEY=emulator:secret)"));
            spec.commandLine().getOut().println("direct calls at " + emulator.directUrl());
            if (chaos > 0) {
                spec.commandLine()
                        .getOut()
                        .println("chaos: rate " + chaos + ", seed "
                                + config.values().chaosSeed());
            }
            spec.commandLine().getOut().flush();
            emulator.awaitClose();
            return CommandLine.ExitCode.OK;
        } catch (ChannelBindException e) {
            spec.commandLine()
                    .getErr()
                    .println("cannot listen on port " + port + (directPort == 0 ? "" : ", or " + directPort)
                            + ": it is taken");
            return PORT_TAKEN;
        }
    }

    EmulatorConfig config() {
        try {
            EmulatorConfig.Builder builder = EmulatorConfig.builder()
                    .port(port)
                    .directPort(directPort)
                    .runners(runners)
                    .queueTime(queueTime)
                    .runTime(runTime)
                    .ledger(ledgerEntries, ledgerBodyBytes)
                    .chaos(
                            chaos,
                            chaosSeed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : chaosSeed)
                    .chaosStall(chaosStall);
            if (relay != null) {
                builder.relay(RelayDialect.of(RelayProfile.named(relay)
                        .orElseThrow(() -> new IllegalArgumentException("there is no relay '" + relay + "'; there are "
                                + RelayProfile.presets().stream()
                                        .map(RelayProfile::name)
                                        .collect(Collectors.joining(", "))))));
            }
            if (publicUrl != null) {
                builder.publicUrl(publicUrl);
            }
            if (retention != null) {
                builder.resultRetention(retention)
                        .largeResultRetention(retention)
                        .imageRetention(retention);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
