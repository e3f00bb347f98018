package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ConnectException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class ExtensionTest {

    @Test
    void aConstructorGetsNone() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(WantsItTooEarly.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(0).failed(1));
    }

    static class WantsItTooEarly {

        WantsItTooEarly(FalEmulator emulator) {
            emulator.close();
        }

        @Test
        @StartEmulator
        void isNotReached() {}
    }

    @Nested
    @StartEmulator(runners = 2)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Annotated {

        private Optional<FalEmulator> before = Optional.empty();
        private Optional<FalEmulator> current = Optional.empty();

        @BeforeEach
        void begin(FalEmulator emulator) {
            before = current;
            current = Optional.of(emulator);
        }

        @AfterEach
        void end(FalEmulator emulator) {
            assertThat(current).containsSame(emulator);
        }

        @Test
        void oneTest(FalEmulator emulator) {
            check(emulator);
        }

        @Test
        void anotherTest(FalEmulator emulator) {
            check(emulator);
        }

        private void check(FalEmulator emulator) {
            assertThat(current).containsSame(emulator);
            before.ifPresent(old -> {
                assertThat(old).isNotSameAs(emulator);
                assertThatThrownBy(() -> new Caller(old).post("{}")).isInstanceOf(ConnectException.class);
            });
        }
    }

    @Nested
    class Registered {

        @RegisterExtension
        final FalEmulatorExtension fal = FalEmulatorExtension.with(
                EmulatorConfig.builder().pathPrefix("/own").build());

        @Test
        void takesSettings(FalEmulator emulator) {
            assertThat(emulator.baseUrl()).endsWith("/own");
        }
    }

    @Nested
    @StartEmulator(queueMillis = 0, runMillis = 0)
    class AnnotatedOutside {

        @Nested
        class AndNothingInside {

            @Test
            void takesTheSettingsOfTheOuterClass(FalEmulator emulator) throws Exception {
                assertThat(ended(emulator)).isTrue();
            }

            @Test
            @StartEmulator
            void unlessItHasItsOwn(FalEmulator emulator) throws Exception {
                assertThat(ended(emulator)).isFalse();
            }
        }

        private boolean ended(FalEmulator emulator) throws Exception {
            Caller caller = new Caller(emulator);
            return caller.get(Caller.job(caller.submit()) + "/status").statusCode() == 200;
        }
    }
}
