package dev.falreactive.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.Phase;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(classes = AutoConfigureFalEmulatorTest.App.class, properties = "fal.key=canary-id:canary-secret")
@AutoConfigureFalEmulator
class AutoConfigureFalEmulatorTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}

    @Autowired
    private FalEmulator emulator;

    @Autowired
    private ReactorFalClient client;

    @Test
    void theApplicationWorksOnTheEmulatorWhateverKeyItHas() {
        FluxLoraResult result = client.queue(FluxLora.TEXT_TO_IMAGE)
                .submitAndAwait(FluxLoraRequest.builder("a fox").build())
                .block(Duration.ofSeconds(20));

        assertThat(result.images().get(0).url()).startsWith(emulator.baseUrl());
        assertThat(client.config().credentials().orElseThrow().headerValue()).doesNotContain("canary");
    }

    /** Were a fault left over from the first time, the second one would fail. */
    @RepeatedTest(2)
    void aFaultDoesNotOutliveItsTest() {
        assertThat(client.queue(FluxLora.TEXT_TO_IMAGE)
                        .submit(FluxLoraRequest.builder("a fox").build())
                        .block(Duration.ofSeconds(20)))
                .isNotNull();
        emulator.inject(Phase.SUBMIT, Fault.acceptThenDrop(), 5);
    }

    @Nested
    class InANestedClass {

        @Test
        void itIsTheSameOne(@Autowired FalEmulator inner) {
            assertThat(inner).isSameAs(emulator);
        }
    }
}
