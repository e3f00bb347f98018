package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptRulesTest {

    private static List<String> in(Map<String, Object> input) {
        return PromptRules.in(Fields.write(Map.copyOf(input))).stream()
                .map(FaultRule::toString)
                .toList();
    }

    private static List<String> of(String prompt) {
        return in(Map.of("prompt", prompt));
    }

    @Test
    void areFoundInTheirOrder() {
        assertThat(of("[fault submit:accept-then-drop] a fox [fault status:edge-502*3][fault  status:drip(50ms) * 2 ]"))
                .containsExactly("submit:accept-then-drop", "status:edge-502*3", "status:drip(50ms)*2");
    }

    @Test
    void mayHoldBracketsInParentheses() {
        assertThat(of("[fault submit:stored-failure(422,{\"detail\":[{\"msg\":\"a (b) c\"}]})*2] [fault status:empty]"))
                .containsExactly("submit:stored-failure(422,{\"detail\":[{\"msg\":\"a (b) c\"}]})*2", "status:empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a fox", "", "[faulty status:edge-502]", "a [fault]", "[default status:edge-502]", "[Fault x]"})
    void areNotFoundInOtherWords(String prompt) {
        assertThat(of(prompt)).isEmpty();
        assertThat(PromptRules.strip(prompt)).isEqualTo(prompt);
    }

    @Test
    void areFoundInFieldsNamedPromptAtAnyDepthAndInNoOthers() {
        Object node = Map.of("prompt", "[fault status:empty]", "text", "[fault status:garbage]");

        assertThat(in(Map.of("nodes", List.of(1, node), "negative_prompt", "[fault status:stall]")))
                .containsExactly("status:empty");
        assertThat(in(Map.of("prompt", node))).containsExactly("status:empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[fault status:empty]", "[\"[fault status:empty]\"]", "{\"prompt\":\"[fault status:empty]\""
            })
    void areNotFoundInWhatIsNoObject(String body) {
        assertThat(PromptRules.in(Texts.bytes(body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a [fault status:nothing] b | there is no fault 'nothing'; there are: edge-502",
                "a [fault status:requeued(1)] b | it is for the phase submit",
                "a [fault line] b | a rule is phase:fault",
                "a [fault status:empty | a fault rule in a prompt begins with '[fault ' and ends with ']'",
                "[fault status:empty] [fault status:stall(1s | ends with ']'"
            })
    void thatMakeNoSenseAreRefused(String prompt, String reason) {
        assertThatThrownBy(() -> of(prompt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a fox [fault status:empty] | a fox",
                "[fault status:empty]a fox | a fox",
                "a [fault submit:stored-failure(422,[])*2] fox | a fox",
                "\"a  fox\" | \"a  fox\"",
                "[fault status:empty] | \"\""
            })
    void areTakenOutOfAPrompt(String prompt, String rest) {
        assertThat(PromptRules.strip(prompt)).isEqualTo(rest);
    }

    @Test
    void theSameSubmitIsCountedUntilItIsForgotten() {
        PromptCounts counts = new PromptCounts(2);
        Bench bench = new Bench();
        WireRequest a = bench.request(HttpMethod.POST, "/fal-ai/flux-lora", "a");
        WireRequest b = bench.request(HttpMethod.POST, "/fal-ai/flux-lora", "b");
        WireRequest elsewhere = bench.request(HttpMethod.POST, "/acme/echo", "a");

        assertThat(counts.before(a)).isZero();
        assertThat(counts.before(bench.request(HttpMethod.POST, "/fal-ai/flux-lora?x=1", "a")))
                .isEqualTo(1);
        assertThat(counts.before(b)).isZero();
        assertThat(counts.before(a)).isEqualTo(2);
        assertThat(counts.before(elsewhere)).isZero();
        assertThat(counts.before(a)).isEqualTo(3);
        assertThat(counts.before(b)).isZero();
    }
}
