package dev.falreactive.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.RelayProfile;
import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.RelayDialect;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/relays.md} shows code that runs, and a table of all profiles. */
class RelaysGuideTest {

    private static final Path MODULE = Path.of(System.getProperty("fal.moduleDir", "."));
    private static final Pattern CODE = Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([a-z0-9-]+)` \\| (Key|Bearer) \\| (present|absent|found out) \\| (?:`(\\S+)` )?\\|",
            Pattern.MULTILINE);

    private static String guide() throws IOException {
        return Files.readString(MODULE.resolve("../docs/relays.md"));
    }

    @Test
    void itsCodeIsTheCodeOfTheTests() throws IOException {
        String tested = Files.readString(MODULE.resolve("src/test/java/dev/falreactive/reactor/RelaySnippets.java"));
        List<String> shown =
                CODE.matcher(guide()).results().map(match -> match.group(1)).toList();
        assertThat(shown).hasSize(7).allSatisfy(code -> assertThat(tested).contains(code));
    }

    @Test
    void itsTableIsTheListOfPresets() throws IOException {
        List<String> rows =
                ROW.matcher(guide()).results().map(RelaysGuideTest::row).toList();
        assertThat(rows)
                .containsExactlyElementsOf(RelayProfile.presets().stream()
                        .map(RelaysGuideTest::row)
                        .toList());
    }

    private static String row(MatchResult match) {
        return String.join(
                " ", match.group(1), match.group(2), match.group(3), match.group(4) == null ? "" : match.group(4));
    }

    private static String row(RelayProfile profile) {
        String scheme = profile.scheme() == FalCredentials.Scheme.KEY ? "Key" : "Bearer";
        String status = profile.statusPath() == RelayProfile.Offer.AUTO
                ? "found out"
                : profile.statusPath().name().toLowerCase(Locale.ROOT);
        return String.join(" ", profile.name(), scheme, status, profile.pathPrefix());
    }

    @Test
    void aPresetRuns() {
        try (FalEmulator relay = FalEmulator.start(EmulatorConfig.builder()
                        .port(0)
                        .queueTime(Duration.ZERO)
                        .runTime(Duration.ofMillis(50))
                        .relay(RelayDialect.of(RelayProfile.KEY4U))
                        .build());
                ReactorFalClient client = ReactorFalClient.create(RelaySnippets.preset(relay.baseUrl(), "any-token"))) {
            FluxLoraRequest input =
                    FluxLoraRequest.builder("a tiger").imageSize(16, 16).build();
            assertThat(client.queue(FluxLora.TEXT_TO_IMAGE)
                            .submitAndAwait(input)
                            .block()
                            .images())
                    .hasSize(1);
            assertThat(RelaySnippets.look(client).block().isHealthy()).isTrue();
        }
    }

    @Test
    void aRelayOfOnesOwnAndAProxyAreWhatTheySay() {
        FalConfig relay = FalConfig.builder()
                .baseUrl("https://gateway.example")
                .profile(RelaySnippets.ownRelay())
                .build();
        assertThat(relay.baseUrl()).isEqualTo(URI.create("https://gateway.example/ai/fal"));
        assertThat(relay.profile()).hasToString("our-gateway (status absent, cancel absent, prefix /ai/fal)");
        FalConfig proxied = RelaySnippets.throughFalProxy("https://app.example/api/fal/proxy");
        assertThat(proxied.proxyUrl()).contains(URI.create("https://app.example/api/fal/proxy"));
        assertThat(proxied.baseUrl()).isEqualTo(URI.create("https://queue.fal.run"));
    }
}
