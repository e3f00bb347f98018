package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

class WithFaultTest {

    private static int post(FalEmulator emulator) throws IOException, InterruptedException {
        return new Caller(emulator).post("{}").statusCode();
    }

    @Nested
    @StartEmulator
    @WithFault("submit:edge-503")
    class OnAClass {

        @Test
        void strikes(FalEmulator emulator) throws Exception {
            assertThat(post(emulator)).isEqualTo(503);
            assertThat(post(emulator)).isEqualTo(200);
        }

        @Test
        @WithFault("submit:edge-502*2")
        @WithFault("submit:rate-limited")
        void strikesBeforeThoseOfTheMethod(FalEmulator emulator) throws Exception {
            assertThat(post(emulator)).isEqualTo(503);
            assertThat(post(emulator)).isEqualTo(502);
            assertThat(post(emulator)).isEqualTo(502);
            assertThat(post(emulator)).isEqualTo(429);
            assertThat(post(emulator)).isEqualTo(200);
        }

        @Nested
        @WithFault("submit:edge-504")
        class AndOnAnInnerOne {

            @Test
            void strikesFromTheOutsideIn(FalEmulator emulator) throws Exception {
                assertThat(post(emulator)).isEqualTo(503);
                assertThat(post(emulator)).isEqualTo(504);
                assertThat(post(emulator)).isEqualTo(200);
            }
        }
    }

    @Nested
    @StartEmulator
    class AfterMethodsThatRunBefore {

        private int before;

        @BeforeEach
        void submits(FalEmulator emulator) throws Exception {
            before = post(emulator);
        }

        @Test
        @WithFault("submit:edge-502")
        void onlyTheTestIsStruck(FalEmulator emulator) throws Exception {
            assertThat(before).isEqualTo(200);
            assertThat(post(emulator)).isEqualTo(502);
            assertThat(post(emulator)).isEqualTo(200);
        }

        @Test
        void aTestWithoutIsNotStruck(FalEmulator emulator) throws Exception {
            assertThat(post(emulator)).isEqualTo(200);
        }
    }

    @Nested
    class WithTheEmulatorOfAMethodThatRunsBefore {

        @RegisterExtension
        final FalEmulatorExtension fal =
                FalEmulatorExtension.with(EmulatorConfig.builder().build());

        private FalEmulator emulator;

        @BeforeEach
        void keeps(FalEmulator started) {
            emulator = started;
        }

        @Test
        @WithFault("submit:edge-502")
        void aRegisteredExtensionStrikesToo() throws Exception {
            assertThat(post(emulator)).isEqualTo(502);
            assertThat(post(emulator)).isEqualTo(200);
        }
    }

    @Test
    void aBadRuleFailsItsTest() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(BadRule.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1).failed(1))
                .assertThatEvents()
                .haveExactly(
                        1,
                        EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.instanceOf(IllegalArgumentException.class),
                                TestExecutionResultConditions.message(
                                        text -> text.startsWith("'status:nothing' is no fault rule"))));
    }

    static class BadRule {

        @Test
        @StartEmulator
        @WithFault("status:nothing")
        void isRefused() {}

        @Test
        @StartEmulator
        @WithFault("status:garbage")
        void isTaken() {}
    }
}
