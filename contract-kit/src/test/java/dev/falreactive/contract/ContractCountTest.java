package dev.falreactive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The count is said, and a rule without a case is an error; the contract here has empty rules, inherited as the real one's are. */
@Isolated
class ContractCountTest {

    @ExtendWith(ContractCount.class)
    interface Rules extends ContractHooks {

        @Override
        default QueueFace open(FalConfig config, Consumer<Orphan> onOrphan) {
            throw new AssertionError("nothing is opened here");
        }

        @Test
        default void R01_() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        default void R02_(int number) {}

        @Test
        default void R03_() {}

        @Test
        default void R04_() {}

        @Test
        default void R05_() {}

        @Test
        default void R06_() {}

        @Test
        default void R07_() {}

        @Test
        default void R08_() {}

        @Test
        default void R09_() {}

        @Test
        default void R10_() {}

        @Test
        default void R11_() {}

        @Test
        default void R12_() {}

        @Test
        default void R13_() {}

        @Test
        default void R14_() {}

        @Test
        default void R15_() {}

        @Test
        default void R16_() {}

        @Test
        default void ofNoRule() {}
    }

    static class Whole implements Rules {

        @Override
        public String name() {
            return "a whole face";
        }
    }

    static class WithOneDisabled implements Rules {

        @Disabled("cannot be kept here")
        @Test
        @Override
        public void R13_() {}
    }

    static class WithOneOverriddenAway implements Rules {

        @Override
        public void R16_() {}
    }

    /** What came of a run: what it said, and what it failed with. */
    record Run(String said, Optional<Throwable> failure) {

        static Run of(DiscoverySelector what) {
            PrintStream before = System.out;
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            try {
                EngineExecutionResults results =
                        EngineTestKit.engine("junit-jupiter").selectors(what).execute();
                assertThat(results.testEvents().failed().count()).isZero();
                return new Run(
                        said.toString(StandardCharsets.UTF_8),
                        results.containerEvents().finished().stream()
                                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                                .flatMap(result -> result.getThrowable().stream())
                                .findFirst());
            } finally {
                System.setOut(before);
            }
        }
    }

    @Test
    void aWholeRunSaysRulesAndCases() {
        Run run = Run.of(selectClass(Whole.class));
        assertThat(run.said()).isEqualToIgnoringNewLines("contract: a whole face: 16 rules, 19 cases");
        assertThat(run.failure()).isEmpty();
    }

    @Test
    void aRuleThatIsDisabledFailsTheRun() {
        Run run = Run.of(selectClass(WithOneDisabled.class));
        assertThat(run.said()).contains("contract: WithOneDisabled: 15 rules, 18 cases");
        assertThat(run.failure().orElseThrow()).hasMessageContaining("[R13]");
    }

    @Test
    void aRuleThatIsNoTestAnyMoreFailsTheRun() {
        Run run = Run.of(selectClass(WithOneOverriddenAway.class));
        assertThat(run.failure().orElseThrow()).hasMessageContaining("[R16]");
    }

    @Test
    void aRunOfOneMethodSaysSoAndIsNotFailed() {
        Run run = Run.of(selectMethod(Whole.class, "R01_"));
        assertThat(run.said()).isEqualToIgnoringNewLines("contract: a whole face: 1 rules, 1 cases, a part of it");
        assertThat(run.failure()).isEmpty();
    }
}
