package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRuleTest {

    static List<String> names() {
        return FaultCatalogue.names();
    }

    static List<String> forms() {
        return FaultCatalogue.forms();
    }

    /** One of each factory that has a form as text. */
    static Stream<Fault> faults() {
        return Stream.of(
                Fault.edgePage(502),
                Fault.edgePage(520),
                Fault.appError(503, "GPU error (out of memory)"),
                Fault.userTimeout(),
                Fault.respond(418, Map.of(), "a teapot, short"),
                Fault.respond(204, Map.of(), ""),
                Fault.relayError(502, "no, not now"),
                Fault.relayMessage(403, "no credit"),
                Fault.rateLimited(),
                Fault.rateLimited(Duration.ofMillis(1500)),
                Fault.redirect("https://elsewhere.example/a,b"),
                Fault.redirect(307, "https://elsewhere.example/"),
                Fault.dropBeforeHandling(),
                Fault.acceptThenDrop(),
                Fault.halfReply(),
                Fault.stall(),
                Fault.stall(Duration.ofSeconds(3)),
                Fault.slowDrip(Duration.ofMillis(50)),
                Fault.delay(Duration.ofMinutes(2)),
                Fault.garbage(),
                Fault.empty(),
                Fault.deepNesting(5000),
                Fault.hugeBody(20_000_000_000L),
                Fault.endlessHeader(),
                Fault.statusWord("PROCESSING"),
                Fault.withoutField("cancel_url"),
                Fault.legacyLogs(),
                Fault.foreignUrls("https://queue.fal.run"),
                StreamFault.cut(2),
                StreamFault.end(0),
                StreamFault.silence(1),
                StreamFault.form("cr"),
                StreamFault.error(1),
                Fault.concurrencyLimit(20),
                UploadFault.cutAfter(100_000),
                Fault.expired(),
                Fault.requeued(2),
                Fault.completedWithError("out of memory, at step 3", "runner_server_error"),
                Fault.storedFailure(422),
                Fault.storedFailure(422, "{\"detail\":[{\"msg\":\"no (really)\"}]}"));
    }

    @Test
    void theFaultsAboveAreAllThereAre() {
        List<String> made = faults().map(Fault::name).distinct().toList();
        long factories = Stream.of(Fault.class, StreamFault.class, UploadFault.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getReturnType() == Fault.class)
                .map(Method::getName)
                .distinct()
                .count();
        // Of edge-NNN and app-NNN the catalogue holds five, and rewrite takes a function.
        long ofOneName = names().stream()
                .filter(name -> !name.startsWith("edge-") && !name.startsWith("app-"))
                .count();

        assertThat(made)
                .containsAll(names().stream()
                        .filter(name -> !name.startsWith("edge-") && !name.startsWith("app-"))
                        .toList());
        assertThat(factories).isEqualTo(ofOneName + 3);
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachNameMakesAFaultOfThatName(String name) {
        String form = forms().stream()
                .filter(text -> text.equals(name) || text.startsWith(name + "("))
                .findFirst()
                .orElseThrow();
        FaultRule rule = FaultRule.parse("submit:" + form);

        assertThat(rule.fault().name()).isEqualTo(name);
        assertThat(rule.phase()).isEqualTo(Phase.SUBMIT);
        assertThat(rule.times()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void eachFormIsReadAndWritten(String form) {
        String written = FaultRule.parse("submit:" + form + "*3").toString();

        assertThat(written)
                .startsWith("submit:" + form.replaceAll("^app-(...)$", "app-$1("))
                .endsWith("*3");
        assertThat(FaultRule.parse(written)).hasToString(written);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void eachFaultIsWrittenAndReadAgain(Fault fault) {
        FaultRule rule = new FaultRule(Phase.SUBMIT, fault, 2);
        FaultRule read = FaultRule.parse(rule.toString());

        assertThat(read).hasToString(rule.toString());
        assertThat(read.fault().name()).isEqualTo(fault.name());
        assertThat(Effect.of(read.fault())).hasSameClassAs(Effect.of(fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status:edge-502*3 | STATUS | edge-502 | 3",
                "submit:accept-then-drop | SUBMIT | accept-then-drop | 1",
                "submit:rate-limited(1s)*2 | SUBMIT | rate-limited(1s) | 2",
                "status:status-word(PROCESSING)*2 | STATUS | status-word(PROCESSING) | 2",
                "status:drip(50ms) | STATUS | drip(50ms) | 1",
                "submit:stored-failure(422) | SUBMIT | stored-failure(422) | 1",
                "status:without(logs) | STATUS | without(logs) | 1",
                "submit:requeued(1) | SUBMIT | requeued(1) | 1",
                "result:redirect(http://127.0.0.1:1/) | RESULT | redirect(http://127.0.0.1:1/) | 1",
                "' stream : half-reply * 2 ' | STREAM | half-reply | 2",
                "cancel:app-500 | CANCEL | app-500(Internal Server Error) | 1",
                "media:app-503 | MEDIA | app-503(GPU error) | 1",
                "media:edge-520 | MEDIA | edge-520 | 1"
            })
    void rulesAreRead(String text, Phase phase, String fault, int times) {
        FaultRule rule = FaultRule.parse(text);

        assertThat(rule.phase()).isEqualTo(phase);
        assertThat(rule.fault()).hasToString(fault);
        assertThat(rule.times()).isEqualTo(times);
    }

    @Test
    void argumentsAreHeeded() {
        Effect.Literal limited = (Effect.Literal)
                Effect.of(FaultRule.parse("submit:rate-limited(90s)").fault());
        Effect.Literal teapot =
                (Effect.Literal) Effect.of(FaultRule.parse("submit:respond(418,{\"detail\":\"a (tea) pot\"})")
                        .fault());
        Effect.Literal text = (Effect.Literal)
                Effect.of(FaultRule.parse("submit:respond(418,hot)").fault());

        assertThat(limited.headers()).containsEntry("Retry-After", "90");
        assertThat(teapot.code()).isEqualTo(418);
        assertThat(teapot.headers()).containsEntry("Content-Type", "application/json");
        assertThat(Texts.of(teapot.body())).isEqualTo("{\"detail\":\"a (tea) pot\"}");
        assertThat(text.headers()).isEmpty();
        assertThat(Effect.of(FaultRule.parse("status:stall(250ms)").fault()))
                .isEqualTo(new Effect.Stall(Optional.of(Duration.ofMillis(250))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "edge-502", "status", "status:", ":edge-502", "status:edge-502*", "status:stall(1s", "a:b:c"
            })
    void whatHasNoFormIsRefusedWithAllThatExists(String text) {
        assertThatThrownBy(() -> FaultRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no fault rule")
                .hasMessageContaining("submit, status, stream, result, cancel, media")
                .hasMessageContaining("edge-502")
                .hasMessageContaining("drip(50ms)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "poll:edge-502 | there is no phase 'poll'; there are: submit, status",
                "status:edge502 | there is no fault 'edge502'; there are: edge-502, edge-503",
                "status:edge-302 | there is no fault 'edge-302'",
                "status:rewrite | there is no fault 'rewrite'",
                "status:edge-502(1) | edge-502: takes no argument; use it as edge-502",
                "status:edge-520(1) | takes no argument",
                "status:drip | drip: an argument is missing; use it as drip(50ms)",
                "status:drip(slow) | drip: 'slow' is no time such as 500ms",
                "status:stall(x) | use it as stall or stall(3s)",
                "status:huge-body(much) | 'much' is no number of bytes",
                "status:deep-nesting(0) | levels must be from 1",
                "submit:requeued(often) | 'often' is no number",
                "status:requeued(1) | it is for the phase submit or direct, not status",
                "submit:stored-failure(x) | does not begin with an HTTP status",
                "submit:stored-failure(200) | code must be from 400 to 599",
                "submit:completed-with-error(x) | an error type is missing",
                "submit:relay-error(502) | a text is missing",
                "submit:foreign-urls(here) | origin must be http(s)://host",
                "status:edge-502*0 | times must be from 1"
            })
    void whatMakesNoSenseIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> FaultRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no fault rule: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aRuleIsInjectedAsItSays() throws Exception {
        try (FalEmulator emulator = FalEmulator.start()) {
            Caller caller = new Caller(emulator);
            emulator.inject(FaultRule.parse("submit:edge-502*2"));

            assertThat(caller.post("{}").statusCode()).isEqualTo(502);
            assertThat(caller.post("{}").statusCode()).isEqualTo(502);
            assertThat(caller.post("{}").statusCode()).isEqualTo(200);
        }
    }
}
