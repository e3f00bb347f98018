package dev.falreactive.boot;

import dev.falreactive.Connections;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.PollPolicy;
import dev.falreactive.RelayProfile;
import dev.falreactive.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Makes configurations of properties. */
final class FalConfigs {

    private final FalProperties properties;
    private final Environment environment;
    private final Optional<FalOrigin> origin;
    private final List<FalConfigCustomizer> customizers;

    FalConfigs(
            FalProperties properties,
            Environment environment,
            Optional<FalOrigin> origin,
            List<FalConfigCustomizer> customizers) {
        this.properties = properties;
        this.environment = environment;
        this.origin = origin;
        this.customizers = customizers;
    }

    FalConfig of(String client) {
        boolean isDefault = client.equals(FalClients.DEFAULT);
        if (!isDefault && !properties.getClients().containsKey(client)) {
            throw new IllegalArgumentException("no client is called " + client + " under fal.clients");
        }
        FalClientProperties own = properties.of(client);
        String prefix = FalClients.prefix(client);
        FalConfig.Builder config = FalConfig.builder();
        limits(prefix, own, config);
        if (origin.isPresent()) {
            config.baseUrl(origin.get().baseUrl())
                    .profile(RelayProfile.FAL)
                    .credentials(origin.get().credentials())
                    .webhookKeysUrl(origin.get().webhookKeysUrl());
        } else {
            Optional<RelayProfile> profile = Optional.ofNullable(own.getProfile())
                    .filter(name -> !name.isBlank())
                    .map(name -> InvalidProperty.read(prefix + ".profile", name, FalConfigs::profile));
            profile.ifPresent(config::profile);
            target(prefix, own, config);
            String secret = (isDefault ? FalSecret.ofDefault(environment) : FalSecret.ofProperty(environment, prefix))
                    .orElseThrow(() -> InvalidProperty.missingKey(prefix));
            InvalidProperty.check(
                    prefix + ".key", secret, value -> config.credentials(credentials(own, profile, value)));
        }
        customizers.forEach(customizer -> customizer.customize(client, config));
        return config.build();
    }

    private static FalCredentials credentials(FalClientProperties own, Optional<RelayProfile> profile, String secret) {
        FalCredentials.Scheme scheme = Optional.ofNullable(own.getAuth())
                .or(() -> profile.map(RelayProfile::scheme))
                .orElse(FalCredentials.Scheme.KEY);
        return scheme == FalCredentials.Scheme.BEARER ? FalCredentials.bearer(secret) : FalCredentials.key(secret);
    }

    private static RelayProfile profile(String name) {
        return RelayProfile.named(name)
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + RelayProfile.presets().stream()
                                .map(RelayProfile::name)
                                .collect(Collectors.joining(", "))
                        + ", and not " + name));
    }

    /** URLs are looked at when a configuration is made: one is made for each, so that the error names its property. */
    private void target(String prefix, FalClientProperties own, FalConfig.Builder config) {
        Consumer<FalConfig.Builder> hosts = builder -> own.getInsecureHosts().forEach(builder::allowInsecureHost);
        hosts.accept(config);
        url(prefix + ".base-url", own.getBaseUrl(), hosts, FalConfig.Builder::baseUrl, config);
        url(
                FalClients.PREFIX + ".webhook.keys-url",
                properties.getWebhook().keysUrl(),
                hosts,
                FalConfig.Builder::webhookKeysUrl,
                config);
    }

    private static void url(
            String property,
            String url,
            Consumer<FalConfig.Builder> hosts,
            BiFunction<FalConfig.Builder, String, FalConfig.Builder> setter,
            FalConfig.Builder config) {
        FalConfig.Builder trial = FalConfig.builder();
        hosts.accept(trial);
        InvalidProperty.check(property, url, value -> setter.apply(trial, value).build());
        setter.apply(config, url);
    }

    private static void limits(String prefix, FalClientProperties own, FalConfig.Builder config) {
        InvalidProperty.check(prefix + ".connect-timeout", own.getConnectTimeout(), config::connectTimeout);
        InvalidProperty.check(prefix + ".request-timeout", own.getRequestTimeout(), config::requestTimeout);
        InvalidProperty.check(prefix + ".cancel-timeout", own.getCancelTimeout(), config::cancelTimeout);
        InvalidProperty.check(prefix + ".stream-idle-timeout", own.getStreamIdleTimeout(), config::streamIdleTimeout);
        InvalidProperty.check(
                prefix + ".max-result-size", own.getMaxResultSize(), size -> config.maxResultBytes(bytes(size)));
        InvalidProperty.check(
                prefix + ".max-status-size", own.getMaxStatusSize(), size -> config.maxStatusBytes(bytes(size)));
        InvalidProperty.check(
                prefix + ".status-calls-per-second", own.getStatusCallsPerSecond(), config::statusCallsPerSecond);
        Duration pause = own.getPoll().pause();
        if (pause != null) {
            InvalidProperty.check(
                    prefix + ".poll.pause", pause, value -> config.pollPolicy(PollPolicy.constant(value)));
        }
        config.retryPolicy(retryPolicy(prefix + ".retry", own.getRetry()));
        config.connections(connections(prefix + ".connections", own.getConnections()));
        if (own.getBalance().breaker()) {
            InvalidProperty.check(
                    prefix + ".balance.probe-after", own.getBalance().probeAfter(), config::balanceProbeAfter);
        } else {
            config.noBalanceBreaker();
        }
    }

    private static RetryPolicy retryPolicy(String prefix, FalClientProperties.Retry retry) {
        Trial<RetryPolicy> policy = new Trial<>(RetryPolicy.DEFAULT);
        policy.with(prefix + ".max-failures", retry.maxFailures(), RetryPolicy::withMaxFailures);
        policy.with(prefix + ".first-pause", retry.firstPause(), (old, pause) -> old.withPauses(pause, old.maxPause()));
        policy.with(prefix + ".max-pause", retry.maxPause(), (old, pause) -> old.withPauses(old.firstPause(), pause));
        policy.with(prefix + ".max-unreachable", retry.maxUnreachable(), RetryPolicy::withMaxUnreachable);
        policy.with(prefix + ".max-retry-after", retry.maxRetryAfter(), RetryPolicy::withMaxRetryAfter);
        return policy.value;
    }

    private static Connections connections(String prefix, FalClientProperties.Connections connections) {
        Trial<Connections> limits = new Trial<>(Connections.DEFAULT);
        limits.with(prefix + ".max", connections.max(), Connections::withMax);
        limits.with(prefix + ".max-streams", connections.maxStreams(), Connections::withMaxStreams);
        limits.with(prefix + ".max-waiting", connections.maxWaiting(), Connections::withMaxWaiting);
        limits.with(prefix + ".max-idle", connections.maxIdle(), Connections::withMaxIdle);
        limits.with(prefix + ".max-life", connections.maxLife(), Connections::withMaxLife);
        return limits.value;
    }

    static int bytes(DataSize size) {
        if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be from 1 byte to 2 GB: " + size);
        }
        return (int) size.toBytes();
    }

    /** A value that is changed property by property, so that each error has its property's name. */
    private static final class Trial<T> {

        private T value;

        Trial(T value) {
            this.value = value;
        }

        <V> void with(String property, V part, BiFunction<T, V, T> change) {
            InvalidProperty.check(property, part, given -> value = change.apply(value, given));
        }
    }
}
