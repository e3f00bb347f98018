package dev.falreactive.protocol;

import dev.falreactive.Diagnosis;
import dev.falreactive.Diagnosis.Finding;
import dev.falreactive.Diagnosis.Level;
import dev.falreactive.Diagnosis.PlannedCall;
import dev.falreactive.Diagnosis.Probe;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile.Offer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says what a configuration comes to. Sends nothing: an adapter sends the {@linkplain #probes probes}, which only read, about
 * a job that does not exist, and hands in what came of them.
 */
public final class Doctor {

    /** The id of no job. */
    private static final String NO_JOB = "00000000-0000-4000-8000-000000000000";

    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(30);
    private static final Duration WEBHOOK_WINDOW = Duration.ofSeconds(300);

    private final FalConfig config;
    private final ProbeReader reader;

    /**
     * A doctor for one configuration.
     *
     * @param config the configuration
     */
    public Doctor(FalConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        this.reader = new ProbeReader(config);
    }

    /**
     * What is worth to be sent: calls that read, and cost nothing.
     *
     * @param endpoint whose paths to try
     * @return one or two, to be sent in this order
     */
    public List<Sample> probes(EndpointId endpoint) {
        QueueTicket ticket = QueueTicket.of(endpoint, NO_JOB, Instant.EPOCH);
        Offer statusPath = config.profile().statusPath();
        List<Sample> probes = new ArrayList<>();
        if (statusPath != Offer.ABSENT) {
            probes.add(sample("status", ticket, ticket.statusPath()));
        }
        if (statusPath != Offer.PRESENT) {
            probes.add(sample("result", ticket, ticket.resultPath()));
        }
        return probes;
    }

    private Sample sample(String verb, QueueTicket ticket, String path) {
        URI uri = JobPaths.ofJob(config.baseUrl(), ticket.endpoint(), path);
        return new Sample(verb, QueueProtocol.get(uri));
    }

    /**
     * A probe.
     *
     * @param verb what it asks for
     * @param request what to send
     */
    public record Sample(String verb, WireRequest request) {}

    /**
     * What came of a probe.
     *
     * @param probe the probe
     * @param answer its answer, if one came
     * @param fault why none came, else
     * @param took how long it took
     */
    public record Seen(Sample probe, Optional<WireResponse> answer, Optional<TransportFault> fault, Duration took) {}

    /**
     * Puts it all together.
     *
     * @param endpoint as for {@link #probes(EndpointId)}
     * @param answer what a submit answered, as JSON, or one URL of it; empty for what fal itself answers
     * @param seen what came of the probes
     * @return the diagnosis
     */
    public Diagnosis conclude(EndpointId endpoint, Optional<String> answer, List<Seen> seen) {
        List<Finding> findings = new ArrayList<>(new ConfigCheck(config).findings());
        List<Probe> probes = new ArrayList<>();
        List<ProbeReader.Reading> readings = new ArrayList<>();
        for (Seen each : seen) {
            ProbeReader.Reading reading = reader.read(each);
            readings.add(reading);
            probes.add(new Probe(
                    each.probe().verb(),
                    each.probe().request().uri(),
                    each.answer().map(said -> OptionalInt.of(said.status())).orElseGet(OptionalInt::empty),
                    each.took(),
                    reading.meaning()));
        }
        findings.addAll(verdicts(seen, readings));
        Optional<Duration> ahead = seen.stream()
                .flatMap(each -> each.answer().stream())
                .flatMap(said -> clockAhead(said).stream())
                .findFirst();
        ahead.ifPresent(by -> findings.add(clock(by)));
        Optional<FalException> error = readings.stream()
                        .anyMatch(reading -> reading.error().isEmpty())
                ? Optional.empty()
                : readings.stream().flatMap(reading -> reading.error().stream()).findFirst();
        return new Diagnosis(
                config.profile(),
                endpoint,
                calls(endpoint),
                new ReturnedUrls(config, endpoint, NO_JOB).of(answer),
                probes,
                ahead,
                findings,
                error);
    }

    /** A path that is no good is a problem only if there is no other. */
    private static List<Finding> verdicts(List<Seen> seen, List<ProbeReader.Reading> readings) {
        boolean oneWorks = readings.stream().anyMatch(reading -> reading.error().isEmpty());
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            ProbeReader.Reading reading = readings.get(i);
            Level level = reading.error().isEmpty() ? reading.level() : oneWorks ? Level.NOTE : Level.PROBLEM;
            findings.add(new Finding(level, seen.get(i).probe().verb() + " path", reading.meaning()));
        }
        return findings;
    }

    private List<PlannedCall> calls(EndpointId endpoint) {
        QueueTicket ticket = QueueTicket.of(endpoint, NO_JOB, Instant.EPOCH);
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(new PlannedCall("submit", HttpMethod.POST, JobPaths.submit(config.baseUrl(), endpoint)));
        if (config.profile().statusPath() != Offer.ABSENT) {
            calls.add(new PlannedCall("status", HttpMethod.GET, target(ticket, ticket.statusPath())));
            calls.add(new PlannedCall("stream", HttpMethod.GET, target(ticket, JobPaths.stream(ticket.statusPath()))));
        }
        calls.add(new PlannedCall("result", HttpMethod.GET, target(ticket, ticket.resultPath())));
        if (config.profile().cancelPath() != Offer.ABSENT) {
            calls.add(new PlannedCall("cancel", HttpMethod.PUT, target(ticket, ticket.cancelPath())));
        }
        calls.add(new PlannedCall("direct", HttpMethod.POST, JobPaths.submit(config.directUrl(), endpoint)));
        calls.add(new PlannedCall("files", HttpMethod.POST, config.storageUrl()));
        return calls;
    }

    private URI target(QueueTicket ticket, String path) {
        return JobPaths.ofJob(config.baseUrl(), ticket.endpoint(), path);
    }

    private static Optional<Duration> clockAhead(WireResponse response) {
        return RetryAfter.date(response)
                .map(there -> Duration.ofSeconds(Math.round(
                        Duration.between(response.receivedAt(), there).toMillis() / 1000.0)));
    }

    private static Finding clock(Duration ahead) {
        Duration off = ahead.abs();
        String by = off.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's";
        if (off.compareTo(WEBHOOK_WINDOW) > 0) {
            return new Finding(
                    Level.NOTE,
                    "clock",
                    "the server's is " + by + ": a signed webhook is refused beyond " + WEBHOOK_WINDOW.toSeconds()
                            + " s, so set the clock that is wrong");
        }
        return off.compareTo(CLOCKS_AGREE) > 0
                ? new Finding(Level.NOTE, "clock", "the server's is " + by)
                : new Finding(
                        Level.OK, "clock", "the server's and this machine's agree within " + off.toSeconds() + " s");
    }
}
