package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    static java.util.stream.Stream<Consumer<EmulatorConfig.Builder>> wrong() {
        return java.util.stream.Stream.of(
                builder -> builder.port(-1),
                builder -> builder.runners(0),
                builder -> builder.queueTime(Duration.ofMillis(-1)),
                builder -> builder.runTime(Duration.ofDays(366)),
                builder -> builder.keepAlive(Duration.ZERO),
                builder -> builder.publicUrl("ftp://x"),
                builder -> builder.namedOrigin("https://x/?y"),
                builder -> builder.pathPrefix("fal"),
                builder -> builder.maxJobs(0),
                builder -> builder.webhooks(WebhookSettings.defaults().withRetries(-1, Duration.ofSeconds(1))),
                builder -> builder.webhooks(WebhookSettings.defaults().withRetries(1, Duration.ZERO)),
                builder ->
                        builder.webhooks(WebhookSettings.defaults().withTimeouts(Duration.ZERO, Duration.ofSeconds(1))),
                builder -> builder.webhooks(WebhookSettings.defaults().withKey(rsa())),
                builder -> builder.webhooks(WebhookSettings.defaults()
                        .withScript(WebhookScript.ordinary().times(0))),
                builder -> builder.webhooks(WebhookSettings.defaults()
                        .withScript(WebhookScript.ordinary().delayed(Duration.ofMillis(-1)))),
                builder -> builder.webhooks(WebhookSettings.defaults()
                        .withScript(WebhookScript.ordinary().withClockOff(Duration.ofDays(-366)))));
    }

    private static KeyPair rsa() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatHasNoMeaning(Consumer<EmulatorConfig.Builder> setting) {
        assertThatThrownBy(() -> setting.accept(EmulatorConfig.builder())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScriptNeedsSteps() {
        assertThatThrownBy(() -> JobScript.steps()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobScript.word("ERROR", "{not json")).isInstanceOf(IllegalArgumentException.class);
    }
}
