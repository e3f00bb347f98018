package dev.falreactive.emulator;

import dev.falreactive.EndpointId;
import dev.falreactive.FalCredentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The values behind an {@link EmulatorConfig}, with their defaults. Only written by its builder, before it is built. */
final class ConfigValues {

    private static final String DEFAULT_KEY = "emulator-key:emulator-secret";
    private static final String DEFAULT_TOKEN = "emulator-token";

    int port;
    int directPort;
    int runners = 4;
    Duration queueTime = Duration.ofSeconds(1);
    Duration runTime = Duration.ofSeconds(3);
    Optional<String> publicUrl = Optional.empty();
    boolean bearer;
    String pathPrefix = "";
    Optional<String> namedOrigin = Optional.empty();
    boolean omitCancelUrl;
    boolean cancelQueuedAnswersOk;
    RelayDialect relay = RelayDialect.FAL;
    Set<String> acceptedSecrets = Set.of();
    Set<String> lockedKeyIds = Set.of();
    Set<EndpointId> echoApps = Set.of();
    Duration resultRetention = Duration.ofHours(1);
    Duration largeResultRetention = Duration.ofMinutes(6);
    Duration imageRetention = Duration.ofDays(7);
    Duration keepAlive = Duration.ofSeconds(15);
    int maxJobs = 100_000;
    int ledgerEntries = 100_000;
    int ledgerBodyBytes = 64 * 1024;
    InstantSource clock = InstantSource.system();
    OptionalLong randomSeed = OptionalLong.empty();
    boolean promptFaults = true;
    double chaosRate;
    long chaosSeed;
    Duration chaosStall = Duration.ofSeconds(3);
    WebhookSettings webhooks = WebhookSettings.defaults();

    ConfigValues copy() {
        ConfigValues copy = new ConfigValues();
        copy.port = port;
        copy.directPort = directPort;
        copy.runners = runners;
        copy.queueTime = queueTime;
        copy.runTime = runTime;
        copy.publicUrl = publicUrl;
        copy.bearer = bearer;
        copy.pathPrefix = pathPrefix;
        copy.namedOrigin = namedOrigin;
        copy.omitCancelUrl = omitCancelUrl;
        copy.cancelQueuedAnswersOk = cancelQueuedAnswersOk;
        copy.relay = relay;
        copy.acceptedSecrets = acceptedSecrets;
        copy.lockedKeyIds = lockedKeyIds;
        copy.echoApps = echoApps;
        copy.resultRetention = resultRetention;
        copy.largeResultRetention = largeResultRetention;
        copy.imageRetention = imageRetention;
        copy.keepAlive = keepAlive;
        copy.maxJobs = maxJobs;
        copy.ledgerEntries = ledgerEntries;
        copy.ledgerBodyBytes = ledgerBodyBytes;
        copy.clock = clock;
        copy.randomSeed = randomSeed;
        copy.promptFaults = promptFaults;
        copy.chaosRate = chaosRate;
        copy.chaosSeed = chaosSeed;
        copy.chaosStall = chaosStall;
        copy.webhooks = webhooks;
        return copy;
    }

    /** A credential that these settings accept. */
    FalCredentials credentials() {
        Optional<String> first = acceptedSecrets.stream().findFirst();
        return bearer
                ? FalCredentials.bearer(first.orElse(DEFAULT_TOKEN))
                : FalCredentials.key(first.orElse(DEFAULT_KEY));
    }

    int port() {
        return port;
    }

    int directPort() {
        return directPort;
    }

    int runners() {
        return runners;
    }

    Duration queueTime() {
        return queueTime;
    }

    Duration runTime() {
        return runTime;
    }

    Optional<String> publicUrl() {
        return publicUrl;
    }

    boolean bearer() {
        return bearer;
    }

    String pathPrefix() {
        return pathPrefix;
    }

    Optional<String> namedOrigin() {
        return namedOrigin;
    }

    boolean omitCancelUrl() {
        return omitCancelUrl;
    }

    boolean cancelQueuedAnswersOk() {
        return cancelQueuedAnswersOk;
    }

    RelayDialect relay() {
        return relay;
    }

    Set<String> acceptedSecrets() {
        return acceptedSecrets;
    }

    Set<String> lockedKeyIds() {
        return lockedKeyIds;
    }

    Set<EndpointId> echoApps() {
        return echoApps;
    }

    Duration resultRetention() {
        return resultRetention;
    }

    Duration largeResultRetention() {
        return largeResultRetention;
    }

    Duration imageRetention() {
        return imageRetention;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    int maxJobs() {
        return maxJobs;
    }

    int ledgerEntries() {
        return ledgerEntries;
    }

    int ledgerBodyBytes() {
        return ledgerBodyBytes;
    }

    InstantSource clock() {
        return clock;
    }

    OptionalLong randomSeed() {
        return randomSeed;
    }

    boolean promptFaults() {
        return promptFaults;
    }

    Chaos chaos() {
        return new Chaos(chaosRate, chaosSeed, chaosStall);
    }

    WebhookSettings webhooks() {
        return webhooks;
    }

    long chaosSeed() {
        return chaosSeed;
    }
}
