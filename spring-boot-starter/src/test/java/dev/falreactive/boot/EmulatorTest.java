package dev.falreactive.boot;

import static dev.falreactive.boot.ClientPropertiesTest.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.RelayProfile;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmulatorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final ApplicationContextRunner WITH_EMULATOR = Contexts.runner()
            .withPropertyValues(
                    "fal.emulator.enabled=true",
                    "fal.emulator.queue-time=0s",
                    "fal.emulator.run-time=10ms",
                    "fal.poll.pause=10ms");

    @Test
    @Covers("fal.emulator.enabled")
    void allClientsWorkOnIt() {
        WITH_EMULATOR
                .withPropertyValues("fal.clients.x.base-url=https://relay.example", "fal.clients.x.poll.pause=10ms")
                .run(context -> {
                    FalEmulator emulator = context.getBean(FalEmulator.class);
                    assertThat(picture(context.getBean(ReactorFalClient.class))).startsWith(emulator.baseUrl());
                    assertThat(picture(context.getBean("xFalClient", ReactorFalClient.class)))
                            .startsWith(emulator.baseUrl());
                    assertThat(emulator.ledger().of(Phase.SUBMIT)).hasSize(2);
                    assertThat(context.getBean(FalConfig.class).profile()).isEqualTo(RelayProfile.FAL);
                    assertThat(context.getBean(FalConfig.class).webhookKeysUrl())
                            .hasToString(emulator.webhookKeysUrl());
                });
    }

    @Test
    void nothingIsStartedUnasked() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY)
                .run(context -> assertThat(context).doesNotHaveBean(FalEmulator.class));
    }

    @Test
    void itIsClosedAfterTheClients() {
        FalEmulator[] kept = new FalEmulator[1];
        ReactorFalClient[] client = new ReactorFalClient[1];
        WITH_EMULATOR.run(context -> {
            kept[0] = context.getBean(FalEmulator.class);
            client[0] = context.getBean(ReactorFalClient.class);
        });

        assertThatThrownBy(() -> picture(client[0]))
                .isInstanceOf(FalException.Unreachable.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> new java.net.URL(kept[0].baseUrl()).openStream())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"fal.key", "fal.clients.x.key"})
    void aKeyBesideItStopsTheStart(String property) {
        WITH_EMULATOR.withPropertyValues(property + "=" + KEY).run(context -> {
            FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("fal.emulator.enabled=true", property);
            assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("canary");
        });
    }

    @Test
    void aKeyInTheEnvironmentStopsTheStartToo() {
        Contexts.runnerWithEnvironment(Map.of("FAL_KEY", KEY))
                .withPropertyValues("fal.emulator.enabled=true")
                .run(context -> assertThat(
                                Contexts.analysis(context.getStartupFailure()).getDescription())
                        .contains("FAL_KEY"));
    }

    @Test
    void withoutItsJarTheStartSaysWhatToAdd() {
        WITH_EMULATOR
                .withClassLoader(new FilteredClassLoader("dev.falreactive.emulator"))
                .run(context -> assertThat(
                                Contexts.analysis(context.getStartupFailure()).getAction())
                        .contains("dev.falreactive:fal-reactive-emulator"));
    }

    @Test
    void itsJarAloneDoesNothing() {
        Contexts.runner()
                .withPropertyValues("fal.key=" + KEY)
                .withClassLoader(new FilteredClassLoader("dev.falreactive.emulator"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({"port,70000", "runners,0", "queue-time,-1s", "run-time,-1s"})
    void aBadValueNamesItsProperty(String property, String bad) {
        WITH_EMULATOR
                .withPropertyValues("fal.emulator." + property + "=" + bad)
                .run(context -> assertThat(ClientPropertiesTest.said(context.getStartupFailure()))
                        .contains("fal.emulator." + property));
    }

    @Test
    @Covers("fal.emulator.port")
    void itListensWhereItIsTold() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        WITH_EMULATOR
                .withPropertyValues("fal.emulator.port=" + port)
                .run(context ->
                        assertThat(context.getBean(FalEmulator.class).baseUrl()).endsWith(":" + port));
    }

    @Test
    @Covers({"fal.emulator.queue-time", "fal.emulator.run-time"})
    void aJobTakesAsLongAsItIsTold() {
        WITH_EMULATOR
                .withPropertyValues("fal.emulator.queue-time=200ms", "fal.emulator.run-time=300ms")
                .run(context -> {
                    Instant begun = Instant.now();
                    picture(context.getBean(ReactorFalClient.class));
                    assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(490));
                });
    }

    @Test
    @Covers("fal.emulator.runners")
    void soManyJobsRunAtATime() {
        WITH_EMULATOR
                .withPropertyValues("fal.emulator.runners=1", "fal.emulator.run-time=1h")
                .run(context -> {
                    var queue = context.getBean(ReactorFalClient.class).queue(FluxLora.TEXT_TO_IMAGE);
                    var request = FluxLoraRequest.builder("a fox").build();
                    queue.submit(request).block(LIMIT);
                    var second = queue.submit(request).block(LIMIT);
                    assertThat(queue.status(second).block(LIMIT).phase())
                            .isEqualTo(dev.falreactive.StatusUpdate.Phase.IN_QUEUE);
                });
    }

    static String picture(ReactorFalClient client) {
        FluxLoraResult result = client.queue(FluxLora.TEXT_TO_IMAGE)
                .submitAndAwait(FluxLoraRequest.builder("a fox").build())
                .block(LIMIT);
        return result.images().get(0).url();
    }
}
