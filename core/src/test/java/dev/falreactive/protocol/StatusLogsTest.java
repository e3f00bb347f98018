package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.LogLine;
import dev.falreactive.Mappers;
import dev.falreactive.StatusUpdate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLogsTest {

    private static StatusUpdate read(String json) {
        return success(Wire.FAL.status(Wire.TICKET, true).decode(answer(202, json)));
    }

    private static List<LogLine> logs(String json) {
        return read("{\"status\":\"IN_PROGRESS\",\"logs\":" + json + "}").logs();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
                    {"message":"m","timestamp":"t"}                                                    ; m  ; t ; -     ; -
                    {"message":"m","timestamp":"t","level":"INFO","source":"USER"}                     ; m  ; t ; INFO  ; USER
                    {"message":"m","timestamp":"t","labels":{"level":"STDERR","source":"USER"}}        ; m  ; t ; STDERR ; USER
                    {"message":"m","timestamp":"t","level":"WARN","labels":{"level":"STDERR"}}         ; m  ; t ; WARN  ; -
                    {"message":"m","timestamp":"t","labels":{}}                                        ; m  ; t ; -     ; -
                    {"message":"m","timestamp":"t","labels":null}                                      ; m  ; t ; -     ; -
                    {"message":"m","timestamp":"t","labels":"x","level":7,"source":[]}                 ; m  ; t ; -     ; -
                    {"message":"m"}                                                                    ; m  ; - ; -     ; -
                    {"message":"m","timestamp":1762000000}                                             ; m  ; - ; -     ; -
                    {"message":""}                                                                     ; '' ; - ; -     ; -
                    "just text"                                                                        ; just text ; - ; - ; -
                    """)
    void everyShapeOfALineIsRead(String json, String message, String timestamp, String level, String source) {
        assertThat(logs("[" + json + "]"))
                .containsExactly(new LogLine(
                        message,
                        Optional.ofNullable(timestamp),
                        Optional.ofNullable(level),
                        Optional.ofNullable(source)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "\"text\"",
                "7",
                "[null]",
                "[7]",
                "[[]]",
                "[{}]",
                "[{\"message\":null}]",
                "[{\"message\":7}]"
            })
    void whatIsNoLineIsLeftOut(String json) {
        assertThat(logs(json)).isEmpty();
    }

    @Test
    void anOddLineDoesNotHideItsNeighbours() {
        assertThat(logs("[{\"message\":\"a\"},null,{\"msg\":\"b\"},{\"message\":\"c\"}]"))
                .extracting(LogLine::message)
                .containsExactly("a", "c");
    }

    @Test
    void absentLogsAreEmpty() {
        assertThat(read("{\"status\":\"IN_QUEUE\"}").logs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN_QUEUE", "IN_PROGRESS", "COMPLETED", "FAILED", "PENDING"})
    void everyStateMayCarryLines(String word) {
        StatusUpdate update = read("{\"status\":\"" + word + "\",\"logs\":[{\"message\":\"m\"}]}");

        assertThat(update.logs()).hasSize(1);
        assertThat(update.withLogs(List.of()).logs()).isEmpty();
        assertThat(update.withLogs(List.of()).phase()).isEqualTo(update.phase());
    }

    @ParameterizedTest
    @MethodSource("dev.falreactive.Mappers#both")
    void anUpdateIsWrittenInTheWordsOfTheQueue(Mappers mappers) {
        assertThat(mappers.write(read("{\"status\":\"IN_QUEUE\",\"queue_position\":2}")))
                .isEqualTo("{\"status\":\"IN_QUEUE\",\"queue_position\":2,\"logs\":[]}");
        assertThat(mappers.write(read("{\"status\":\"IN_QUEUE\"}"))).isEqualTo("{\"status\":\"IN_QUEUE\",\"logs\":[]}");
        assertThat(mappers.write(read("{\"status\":\"PENDING\"}"))).isEqualTo("{\"status\":\"PENDING\",\"logs\":[]}");
        assertThat(
                        mappers.write(
                                read(
                                        "{\"status\":\"COMPLETED\",\"error\":\"x\",\"error_type\":\"y\",\"metrics\":{\"inference_time\":2}}")))
                .isEqualTo(
                        "{\"status\":\"COMPLETED\",\"metrics\":{\"inference_time\":2},\"error\":\"x\",\"error_type\":\"y\",\"logs\":[]}");
        assertThat(
                        mappers.write(
                                read(
                                        "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"m\",\"timestamp\":\"t\",\"level\":\"l\",\"source\":\"s\"}]}")))
                .isEqualTo(
                        "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"m\",\"timestamp\":\"t\",\"level\":\"l\",\"source\":\"s\"}]}");
    }
}
