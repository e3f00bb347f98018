package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.protocol.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R15: a ticket resumes in another process, years later. */
class QueueTicketTest {

    private static final Instant THEN = Instant.parse("2026-11-01T12:00:00.123Z");

    private static String v1() throws IOException {
        try (InputStream in = QueueTicketTest.class.getResourceAsStream("/tickets/v1.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void R15_aTicketOfVersion1IsReadForEver() throws IOException {
        assertThat(QueueTicket.fromJson(v1())).isEqualTo(QueueTicket.of(Wire.ENDPOINT, Wire.ID, THEN));
    }

    @Test
    void R15_aTicketIsWrittenAsVersion1SaysIt() throws IOException {
        assertThat(QueueTicket.of(Wire.ENDPOINT, Wire.ID, THEN).toJson()).isEqualTo(v1().strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"a\",\"submitted_at\":\"2026-11-01T12:00:00.123Z\"}",
                "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"a\",\"submitted_at\":\"2026-11-01T12:00:00.123Z\",\"status_path\":null,\"result_path\":null,\"cancel_path\":null}",
                "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"a\",\"submitted_at\":\"2026-11-01T12:00:00.123999Z\",\"note\":{\"x\":[1]},\"result_path\":\"/fal-ai/flux-lora/requests/a\"}",
                " {\"submitted_at\":\"2026-11-01T12:00:00.123Z\",\"request_id\":\"a\",\"endpoint\":\"fal-ai/flux-lora\",\"v\":1}\n",
            })
    void R15_whatIsMissingIsRebuiltAndWhatIsUnknownIsIgnored(String json) {
        assertThat(QueueTicket.fromJson(json)).isEqualTo(QueueTicket.of(Wire.ENDPOINT, "a", THEN));
    }

    @Test
    void R15_aTicketOfALaterVersionIsReadAsFarAsItIsKnown() {
        QueueTicket ticket = QueueTicket.fromJson(
                "{\"v\":2,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"a\",\"submitted_at\":\"2026-11-01T12:00:00Z\",\"new\":1}");

        assertThat(ticket.version()).isEqualTo(2);
        assertThat(ticket.requestId()).isEqualTo("a");
    }

    private static String with(String field, String value) {
        String json = QueueTicket.of(Wire.ENDPOINT, "a", THEN).toJson();
        return json.replaceFirst(
                "\"" + field + "\":(\"[^\"]*\"|\\d+)", Matcher.quoteReplacement("\"" + field + "\":" + value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://evil.example/fal-ai/flux-lora/requests/a\"",
                "\"//evil.example/fal-ai/flux-lora/requests/a\"",
                "\"/fal-ai/flux-lora/requests/b\"",
                "\"/fal-ai/flux-lora/requests/ab\"",
                "\"/fal-ai/flux-lora\"",
                "\"/requests/a\"",
                "\"fal-ai/flux-lora/requests/a\"",
                "\"/fal-ai/../requests/a\"",
                "\"/fal-ai/%2e%2e/requests/a\"",
                "\"/fal-ai/flux-lora/requests/a/../../../admin\"",
                "\"/fal-ai\\\\flux-lora/requests/a\"",
                "\"/fal-ai/flux-lora/requests/a\\r\\nX-Evil: 1\"",
                "\"\"",
                "\" \"",
                "7",
                "[]",
                "{}",
            })
    void R12_aStoredPathThatDoesNotBelongToTheJobIsRefused(String path) {
        for (String field : new String[] {"status_path", "result_path", "cancel_path"}) {
            assertThatThrownBy(() -> QueueTicket.fromJson(with(field, path)))
                    .isInstanceOf(FalException.InvalidInput.class)
                    .hasMessageStartingWith("The ticket is not valid, nothing was sent: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{}",
                "{",
                "019e1951-c778-7120-a377-48729443435c",
                "{\"v\":1}",
                "<html>",
                "{\"v\":1,\"endpoint\":\"fal-ai/flux-lora\",\"request_id\":\"a\",\"submitted_at\":\"2026-11-01T12:00:00Z\"}}",
            })
    void whatIsNoTicketIsRefused(String text) {
        assertThatThrownBy(() -> QueueTicket.fromJson(text))
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageStartingWith("The ticket is not valid, nothing was sent: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "-1", "\"1\"", "[]", "1.5", "4294967297"})
    void aVersionThatIsNoneIsRefused(String version) {
        assertThatThrownBy(() -> QueueTicket.fromJson(with("v", version)))
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("/v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\"soon\"", "\"2026-11-01\"", "\"2026-11-01T12:00:00\""})
    void aTimeThatIsNoneIsRefused(String time) {
        assertThatThrownBy(() -> QueueTicket.fromJson(with("submitted_at", time)))
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("/submitted_at");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\" \"", "\"..\"", "\".\"", "\"\\ud800\""})
    void anIdThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> QueueTicket.fromJson(with("request_id", id)))
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("/request_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"\"", "\"flux\"", "\"fal-ai/..\""})
    void anEndpointThatIsNoneIsRefused(String endpoint) {
        assertThatThrownBy(() -> QueueTicket.fromJson(with("endpoint", endpoint)))
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("endpoint");
    }

    @Test
    void aTicketPrintsOnOneLineWhateverItsIdHolds() {
        QueueTicket ticket = QueueTicket.of(Wire.ENDPOINT, "a\r\nINFO all is well\u001b[31m" + "x".repeat(500), THEN);

        assertThat(ticket.toString())
                .startsWith("QueueTicket[fal-ai/flux-lora, a INFO all is well [31mx")
                .hasSizeLessThan(200)
                .matches(text -> text.chars().noneMatch(Character::isISOControl));
        assertThat(ticket.toJson()).doesNotContain("\r", "\n", "\u001b");
    }

    @Test
    void aTicketMayStandBetweenApostrophesAndSteersNoTerminal() {
        String id = "x'; touch y; echo '\u009b31m\u202e\u2028\u00e4\ud83d\ude00";
        QueueTicket ticket = QueueTicket.of(Wire.ENDPOINT, id, THEN);

        assertThat(ticket.toJson()).matches("[ -~&&[^']]+").contains("x\\u0027; touch y");
        assertThat(QueueTicket.fromJson(ticket.toJson())).isEqualTo(ticket);
        assertThat(QueueTicket.fromJson(ticket.toJson()).requestId()).isEqualTo(id);
    }

    @Test
    void aTimeIsKeptToTheMillisecondHoweverTheTicketIsMade() {
        QueueTicket of = QueueTicket.of(Wire.ENDPOINT, "a", THEN.plusNanos(999));
        QueueTicket constructed = new QueueTicket(
                1, Wire.ENDPOINT, "a", of.statusPath(), of.resultPath(), of.cancelPath(), THEN.plusNanos(999));

        assertThat(of.submittedAt()).isEqualTo(THEN);
        assertThat(constructed).isEqualTo(of);
        assertThat(QueueTicket.fromJson(constructed.toJson())).isEqualTo(constructed);
    }
}
