package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Each property of a client arrives in its configuration, or names itself when its value makes no sense. */
class ClientPropertiesTest {

    static final String KEY = "canary-id:canary-secret";

    /** A property, a value, what it becomes; and a value that is refused, with why. */
    record Case(String name, String value, Function<FalConfig, Object> read, Object expected, String bad, String why) {}

    static List<Case> cases() {
        return List.of(
                of("auth", "bearer", ClientPropertiesTest::header, "Bearer " + KEY, "basic", "basic"),
                of("profile", "yunwu", c -> c.profile().name(), "yunwu", "nobody", "must be one of fal, auto"),
                of(
                        "base-url",
                        "https://relay.example/fal",
                        c -> c.baseUrl().toString(),
                        "https://relay.example/fal",
                        "http://relay.example",
                        "must be https"),
                of("connect-timeout", "7s", FalConfig::connectTimeout, Duration.ofSeconds(7), "0s", "more than zero"),
                of("request-timeout", "8s", FalConfig::requestTimeout, Duration.ofSeconds(8), "-1s", "more than zero"),
                of("cancel-timeout", "9s", FalConfig::cancelTimeout, Duration.ofSeconds(9), "0", "more than zero"),
                of(
                        "stream-idle-timeout",
                        "1m",
                        FalConfig::streamIdleTimeout,
                        Duration.ofMinutes(1),
                        "0s",
                        "more than zero"),
                of("max-result-size", "3MB", FalConfig::maxResultBytes, 3 * 1024 * 1024, "3GB", "from 1 byte to 2 GB"),
                of("max-status-size", "64KB", FalConfig::maxStatusBytes, 64 * 1024, "0B", "from 1 byte to 2 GB"),
                of("status-calls-per-second", "11", FalConfig::statusCallsPerSecond, 11, "0", "1 or more"),
                of("poll.pause", "2s", ClientPropertiesTest::pause, Duration.ofSeconds(2), "-1s", "not be negative"),
                of("retry.max-failures", "3", c -> c.retryPolicy().maxFailures(), 3, "0", "1 or more"),
                of(
                        "retry.first-pause",
                        "1s",
                        c -> c.retryPolicy().firstPause(),
                        Duration.ofSeconds(1),
                        "-1s",
                        "negative"),
                of("retry.max-pause", "4s", c -> c.retryPolicy().maxPause(), Duration.ofSeconds(4), "-1s", "negative"),
                of(
                        "retry.max-unreachable",
                        "5s",
                        c -> c.retryPolicy().maxUnreachable(),
                        Duration.ofSeconds(5),
                        "-1s",
                        "negative"),
                of(
                        "retry.max-retry-after",
                        "6s",
                        c -> c.retryPolicy().maxRetryAfter(),
                        Duration.ofSeconds(6),
                        "-1s",
                        "negative"),
                of("connections.max", "5", c -> c.connections().max(), 5, "0", "1 or more"),
                of("connections.max-streams", "6", c -> c.connections().maxStreams(), 6, "0", "1 or more"),
                of("connections.max-waiting", "7", c -> c.connections().maxWaiting(), 7, "0", "1 or more"),
                of(
                        "connections.max-idle",
                        "8s",
                        c -> c.connections().maxIdle(),
                        Duration.ofSeconds(8),
                        "0s",
                        "more than"),
                of(
                        "connections.max-life",
                        "9s",
                        c -> c.connections().maxLife(),
                        Duration.ofSeconds(9),
                        "0s",
                        "more than"),
                of("balance.breaker", "false", c -> c.balanceProbeAfter().isPresent(), false, "perhaps", "perhaps"),
                of(
                        "balance.probe-after",
                        "3s",
                        c -> c.balanceProbeAfter().orElseThrow(),
                        Duration.ofSeconds(3),
                        "0s",
                        "more than zero"));
    }

    private static Case of(
            String name, String value, Function<FalConfig, Object> read, Object expected, String bad, String why) {
        return new Case(name, value, read, expected, bad, why);
    }

    static Stream<Case> all() {
        return cases().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aPropertyArrives(Case property) {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal." + property.name() + "=" + property.value())
                .run(context -> assertThat(property.read().apply(context.getBean(FalConfig.class)))
                        .isEqualTo(property.expected()));
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY)
                .run(context -> assertThat(property.read().apply(context.getBean(FalConfig.class)))
                        .isNotEqualTo(property.expected()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aBadValueStopsTheStartAndNamesItsProperty(Case property) {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal." + property.name() + "=" + property.bad())
                .run(context -> assertThat(said(context.getStartupFailure()))
                        .contains("fal." + property.name())
                        .contains(property.why())
                        .doesNotContain("canary"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aNamedClientHasTheSameProperties(Case property) {
        Contexts.runner()
                .withPropertyValues(
                        "fal.clients.x.key=" + KEY, "fal.clients.x." + property.name() + "=" + property.bad())
                .run(context ->
                        assertThat(said(context.getStartupFailure())).contains("fal.clients.x." + property.name()));
    }

    @Test
    void whatIsNotSetIsAsTheLibraryHasIt() {
        FalConfig defaults =
                FalConfig.builder().credentials(FalCredentials.key(KEY)).build();
        Contexts.runner().withPropertyValues("fal.key=" + KEY).run(context -> {
            FalConfig config = context.getBean(FalConfig.class);
            cases().forEach(each -> assertThat(each.read().apply(config))
                    .as(each.name())
                    .isEqualTo(each.read().apply(defaults)));
            assertThat(config.backupBaseUrl()).isEqualTo(defaults.backupBaseUrl());
            assertThat(config.webhookKeysUrl()).isEqualTo(defaults.webhookKeysUrl());
            assertThat(config.pollPolicy()).hasSameClassAs(PollPolicy.adaptive());
        });
    }

    @Test
    void aProfileSaysHowItsRelayWantsTheKeyUnlessAuthDoes() {
        ApplicationContextRunner relay = Contexts.runner()
                .withPropertyValues("fal.key=token", "fal.base-url=https://relay.example", "fal.profile=QuickRouter");
        relay.run(
                context -> assertThat(header(context.getBean(FalConfig.class))).isEqualTo("Bearer token"));
        relay.withPropertyValues("fal.auth=key")
                .run(context ->
                        assertThat(header(context.getBean(FalConfig.class))).isEqualTo("Key token"));
        relay.withPropertyValues("fal.profile=")
                .run(context ->
                        assertThat(context.getBean(FalConfig.class).profile()).isEqualTo(RelayProfile.AUTO));
    }

    @Test
    @Covers("fal.insecure-hosts")
    void aHostMayBeSpokenToWithoutTlsIfItIsNamed() {
        Contexts.runner()
                .withPropertyValues(
                        "fal.key=" + KEY, "fal.base-url=http://relay.example", "fal.insecure-hosts=relay.example")
                .run(context ->
                        assertThat(context.getBean(FalConfig.class).baseUrl()).hasToString("http://relay.example"));
    }

    @Test
    @Covers("fal.webhook.keys-url")
    void theKeysOfWebhooksAreReadWhereThePropertySays() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal.webhook.keys-url=https://relay.example/keys")
                .run(context -> assertThat(context.getBean(FalConfig.class).webhookKeysUrl())
                        .hasToString("https://relay.example/keys"));
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY, "fal.webhook.keys-url=http://relay.example/keys")
                .run(context -> assertThat(said(context.getStartupFailure()))
                        .contains("fal.webhook.keys-url")
                        .contains("must be https"));
    }

    private static String header(FalConfig config) {
        return config.credentials().orElseThrow().headerValue();
    }

    private static Duration pause(FalConfig config) {
        QueueTicket ticket = QueueTicket.of(FluxLora.ID, "id", Instant.EPOCH);
        PollPolicy.Times times = new PollPolicy.Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Optional.empty());
        return config.pollPolicy()
                .pauseAfter(new PollPolicy.State(
                        ticket, 1, Duration.ZERO, new StatusUpdate.InProgress(List.of()), times, 0));
    }

    /** All that the failure says, at whatever depth. */
    static String said(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }
}
