package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.FalException.JobFailed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error shows of a server's answer: enough to act on, bounded, on one line, and nothing private. */
class ErrorTextTest {

    private static FalException resultError(int status, String body) {
        Endpoint<Map<String, Object>, Map<String, Object>> endpoint = Endpoint.json("fal-ai/flux-lora");
        return failure(Wire.FAL.result(endpoint, Wire.TICKET, true).decode(answer(status, body)))
                .error();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"m\",\"type\":\"t\",\"input\":\"PRIVATE\"}]}",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"m\",\"input\":{\"prompt\":\"PRIVATE\"},\"ctx\":{\"le\":1}}]}",
                "{\"detail\":[{\"input\":\"PRIVATE\"}]}",
                "{\"detail\":[[{\"input\":\"PRIVATE\"}]]}",
                "{\"detail\":{\"loc\":[\"body\"],\"msg\":\"m\",\"input\":\"PRIVATE\"}}",
                "{\"detail\":{\"errors\":[{\"input\":\"PRIVATE\"}]}}",
                "{\"error\":{\"errors\":[{\"input\":\"PRIVATE\"}]}}",
                "{\"error\":{\"input\":\"PRIVATE\"}}",
                "{\"detail\":\"m\",\"input\":\"PRIVATE\"}",
                "[{\"loc\":[\"body\"],\"msg\":\"m\",\"input\":\"PRIVATE\"}]",
                "{\"detail\":[{\"loc\":[\"body\"],\"input\":\"PRIVATE\"",
                " [{\"input\" : \"PRIVATE\"}",
            })
    void theValueThatTheUserGaveIsNotShown(String body) {
        for (int status : new int[] {400, 422, 500}) {
            assertThat(Wire.allTextOf(resultError(status, body))).doesNotContain("PRIVATE");
        }
    }

    @Test
    void theValueThatTheUserGaveIsNotShownHoweverLargeItIs() {
        String body = "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"too long\",\"type\":\"string_too_long\","
                + "\"input\":\"" + "PRIVATE ".repeat(50_000) + "\"}]}";

        assertThat(Wire.allTextOf(resultError(422, body)))
                .doesNotContain("PRIVATE")
                .contains("body.prompt: too long (string_too_long)");
    }

    @Test
    void R14_messagesAndSnippetsAreBounded() {
        for (String body : new String[] {
            "x".repeat(1_000_000),
            "{\"detail\":\"" + "x".repeat(1_000_000) + "\"}",
            "{\"detail\":[" + "{\"loc\":[\"a\"],\"msg\":\"mmmmmmmmmmmm\"},".repeat(20_000) + "{}]}",
            "<p>" + "x ".repeat(500_000),
        }) {
            for (int status : new int[] {400, 401, 404, 422, 429, 500}) {
                FalException error = resultError(status, body);
                assertThat(error.getMessage()).hasSizeLessThan(2_500);
                assertThat(error.bodySnippet()).hasSizeLessThanOrEqualTo(500).isNotEmpty();
            }
        }
    }

    @Test
    void theFailureHoldsMoreThanTheMessage() {
        FalException error = resultError(500, "{\"detail\":\"" + "x".repeat(10_000) + "\"}");

        assertThat(((JobFailed) error).failure().detail()).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    <html><body><h1>502 Bad Gateway</h1></body></html>          ; 502 Bad Gateway
                    <script>alert("x")</script>down<style>p{}</style>           ; down
                    <SCRIPT>a<b</SCRIPT >down                                   ; down
                    <script>never closed                                        ; ''
                    a < b and so on                                             ; a < b and so on
                    no tags                                                     ; no tags
                    <p>one</p><p>two</p>                                        ; one two
                    """)
    void aPageIsShownAsItsText(String page, String text) {
        assertThat(resultError(502, page).bodySnippet()).isEqualTo(text);
    }

    @Test
    void controlCharactersAndLineBreaksAreNotShown() {
        FalException error = resultError(400, "{\"detail\":\"one\\r\\ntwo\\u0000\\u001b[31mthree\\u2028four\"}");

        assertThat(error.getMessage()).contains("one two [31mthree four");
        assertThat(error.toString().chars()).noneMatch(Character::isISOControl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<", "<script>", "<style", "<script></style>", "{", "\"input\"", "</", "<a ", "&", "\u0000", " "
            })
    void R14_aHostilePageCostsLittleTime(String part) {
        String page = part.repeat(4_000_000 / part.length());

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(resultError(502, page).getMessage()).hasSizeLessThan(2_500));
    }
}
