package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.polling.AdaptivePolling;
import dev.falreactive.webhook.WebhookKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FalConfigTest {

    @Test
    void theDefaultsAreFalItselfAndWhatTheDocumentationSays() {
        FalConfig config = FalConfig.builder().build();

        assertThat(config.baseUrl()).isEqualTo(URI.create("https://queue.fal.run"));
        assertThat(config.backupBaseUrl()).contains(URI.create("https://queue.falrun.com"));
        assertThat(config.credentials()).isEmpty();
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.cancelTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.streamIdleTimeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(config.maxResultBytes()).isEqualTo(16 << 20);
        assertThat(config.maxStatusBytes()).isEqualTo(1 << 20);
        assertThat(config.statusCallsPerSecond()).isEqualTo(5_000);
        assertThat(config.pollPolicy()).isInstanceOf(AdaptivePolling.class).isSameAs(config.pollPolicy());
        assertThat(FalConfig.builder().build().pollPolicy()).isNotSameAs(config.pollPolicy());
        assertThat(config.retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
    }

    @Test
    void everySettingIsKept() {
        PollPolicy poll = PollPolicy.constant(Duration.ofSeconds(1));
        RetryPolicy retry = RetryPolicy.DEFAULT.withMaxFailures(5);
        FalCredentials credentials = FalCredentials.bearer("token");
        FalConfig config = FalConfig.builder()
                .baseUrl("http://emulator:8080/fal/")
                .allowInsecureHost("EMULATOR")
                .credentials(credentials)
                .connectTimeout(Duration.ofMillis(1))
                .requestTimeout(Duration.ofMillis(2))
                .cancelTimeout(Duration.ofMillis(3))
                .streamIdleTimeout(Duration.ofMillis(7))
                .maxResultBytes(4)
                .maxStatusBytes(5)
                .statusCallsPerSecond(6)
                .pollPolicy(poll)
                .retryPolicy(retry)
                .build();

        assertThat(config.baseUrl()).isEqualTo(URI.create("http://emulator:8080/fal"));
        assertThat(config.credentials()).contains(credentials);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofMillis(2));
        assertThat(config.cancelTimeout()).isEqualTo(Duration.ofMillis(3));
        assertThat(config.streamIdleTimeout()).isEqualTo(Duration.ofMillis(7));
        assertThat(config.maxResultBytes()).isEqualTo(4);
        assertThat(config.maxStatusBytes()).isEqualTo(5);
        assertThat(config.statusCallsPerSecond()).isEqualTo(6);
        assertThat(config.pollPolicy()).isSameAs(poll);
        assertThat(config.retryPolicy()).isSameAs(retry);
    }

    @Test
    void onlyTheDefaultBaseUrlHasABackup() {
        assertThat(FalConfig.builder()
                        .baseUrl("https://relay.example")
                        .backupBaseUrl("https://other.example")
                        .build()
                        .backupBaseUrl())
                .isEmpty();
        assertThat(FalConfig.builder()
                        .baseUrl("https://queue.fal.run/fal")
                        .build()
                        .backupBaseUrl())
                .isEmpty();
        assertThat(FalConfig.builder().noBackupBaseUrl().build().backupBaseUrl())
                .isEmpty();
        assertThat(FalConfig.builder()
                        .baseUrl("HTTPS://queue.fal.run/")
                        .backupBaseUrl("https://other.example/")
                        .build()
                        .backupBaseUrl())
                .contains(URI.create("https://other.example"));
    }

    @Test
    void falHasAPlaceForDirectCallsAndOneForFiles() {
        FalConfig config = FalConfig.builder().build();

        assertThat(config.directUrl()).isEqualTo(URI.create("https://fal.run"));
        assertThat(config.backupDirectUrl()).contains(URI.create("https://falrun.com"));
        assertThat(config.storageUrl()).isEqualTo(URI.create("https://rest.fal.ai"));
        assertThat(FalConfig.builder().noBackupBaseUrl().build().backupDirectUrl())
                .isEmpty();
    }

    @Test
    void theKeyOfARelayGoesToNobodyElseUnlessNamed() {
        FalConfig.Builder relay = FalConfig.builder().baseUrl("https://relay.example/fal");
        FalConfig config = relay.build();

        assertThat(config.directUrl()).isEqualTo(config.baseUrl());
        assertThat(config.backupDirectUrl()).isEmpty();
        assertThat(config.storageUrl()).isEqualTo(config.baseUrl());

        FalConfig named = relay.directUrl("https://direct.example/")
                .storageUrl("https://files.example")
                .build();
        assertThat(named.directUrl()).isEqualTo(URI.create("https://direct.example"));
        assertThat(named.storageUrl()).isEqualTo(URI.create("https://files.example"));
    }

    @Test
    void anUnsafePlaceForFilesOrDirectCallsIsRefused() {
        assertThatThrownBy(() ->
                        FalConfig.builder().storageUrl("http://files.example").build())
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("The URL of the storage");
        assertThatThrownBy(() ->
                        FalConfig.builder().directUrl("http://direct.example").build())
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("The URL of direct calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://queue.falrun.com", "https://id:x@queue.falrun.com", "nonsense"})
    void anUnsafeBackupIsRefused(String url) {
        assertThatThrownBy(() -> FalConfig.builder().backupBaseUrl(url).build())
                .isInstanceOf(FalException.InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void limitsThatLimitEverythingAreRefused(long value) {
        List<UnaryOperator<FalConfig.Builder>> all = List.of(
                b -> b.connectTimeout(Duration.ofMillis(value)),
                b -> b.requestTimeout(Duration.ofMillis(value)),
                b -> b.cancelTimeout(Duration.ofMillis(value)),
                b -> b.streamIdleTimeout(Duration.ofMillis(value)),
                b -> b.connections(Connections.DEFAULT.withMaxStreams((int) value)),
                b -> b.maxResultBytes((int) value),
                b -> b.maxStatusBytes((int) value),
                b -> b.statusCallsPerSecond((int) value));

        for (UnaryOperator<FalConfig.Builder> setting : all) {
            assertThatThrownBy(() -> setting.apply(FalConfig.builder()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(Math.abs(value)));
        }
    }

    @Test
    void theKeysOfWebhooksAreFalsUnlessAnotherSafePlaceIsNamed() {
        assertThat(FalConfig.builder().build().webhookKeysUrl()).isEqualTo(WebhookKeys.FAL);
        assertThat(FalConfig.builder()
                        .webhookKeysUrl("http://127.0.0.1:8080/keys.json")
                        .build()
                        .webhookKeysUrl())
                .hasToString("http://127.0.0.1:8080/keys.json");
        assertThat(FalConfig.builder()
                        .webhookKeysUrl("http://emulator/keys.json")
                        .allowInsecureHost("emulator")
                        .build()
                        .webhookKeysUrl())
                .hasToString("http://emulator/keys.json");
        assertThatThrownBy(() -> FalConfig.builder()
                        .webhookKeysUrl("http://keys.example/keys.json")
                        .build())
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("anybody could put in his own keys");
    }

    @Test
    void theEnvironmentOfATestHoldsNoKey() {
        assertThat(FalConfig.fromEnvironment().credentials()).isEmpty();
    }

    @Test
    void streamsHaveConnectionsOfTheirOwn() {
        Connections connections =
                Connections.DEFAULT.withMax(3).withMaxStreams(4).withMaxWaiting(5);
        assertThat(Connections.DEFAULT.maxStreams()).isEqualTo(256);
        assertThat(connections).isEqualTo(new Connections(3, 4, 5, Duration.ofSeconds(20), Duration.ofMinutes(5)));
        assertThat(connections.withMaxIdle(Duration.ofSeconds(1)).withMaxLife(Duration.ofSeconds(2)))
                .isEqualTo(new Connections(3, 4, 5, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    @Test
    void aWatchPollsUnlessToldOtherwiseAndKeepsItsMode() {
        WatchOptions streaming = WatchOptions.defaults().withMode(WatchMode.STREAMING);
        assertThat(WatchOptions.defaults().mode()).isEqualTo(WatchMode.POLLING);
        assertThat(streaming
                        .withLogs(true)
                        .withDeadline(Duration.ofSeconds(1))
                        .withPollPolicy(PollPolicy.BESIDE_WEBHOOK)
                        .withOnStop(StopPolicy.CANCEL)
                        .withOnUpdate(update -> {})
                        .mode())
                .isEqualTo(WatchMode.STREAMING);
        assertThat(streaming.withLogs(true).withMode(WatchMode.AUTO).logs()).isTrue();
        assertThat(streaming)
                .hasToString("WatchOptions[mode=STREAMING, logs=false, deadline=Optional.empty, onStop=DETACH]");
    }

    @Test
    void aWatchNeedsATimeAhead() {
        assertThat(WatchOptions.defaults().deadline()).isEmpty();
        assertThat(WatchOptions.defaults().onStop()).isEqualTo(StopPolicy.DETACH);
        assertThat(WatchOptions.defaults().withDeadline(Duration.ofMillis(1)).deadline())
                .contains(Duration.ofMillis(1));
        assertThatThrownBy(() -> WatchOptions.defaults().withDeadline(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
