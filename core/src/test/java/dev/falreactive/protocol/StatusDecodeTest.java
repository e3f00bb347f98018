package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.body;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.fixture;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.JobFailure;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Completed;
import dev.falreactive.StatusUpdate.InProgress;
import dev.falreactive.StatusUpdate.InQueue;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.StatusUpdate.Unrecognized;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDecodeTest {

    private static final Exchange<StatusUpdate> STATUS = Wire.FAL.status(Wire.TICKET, true);

    private static StatusUpdate read(String json) {
        return success(STATUS.decode(answer(200, json)));
    }

    @Test
    void logsAreAskedForOnlyIfWanted() {
        assertThat(STATUS.request().uri().getQuery()).isEqualTo("logs=1");
        assertThat(Wire.FAL.status(Wire.TICKET, false).request().uri().getQuery())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "200, GET_status_in-queue.json,         IN_QUEUE",
        "202, GET_status_in-queue.json,         IN_QUEUE",
        "202, GET_status_in-progress-logs.json, IN_PROGRESS",
        "200, GET_status_in-progress-logs.json, IN_PROGRESS",
        "200, GET_status_completed.json,        COMPLETED",
        "202, GET_status_completed.json,        COMPLETED",
        "201, GET_status_completed-error.json,  COMPLETED",
    })
    void any2xxThatHoldsAStatusIsRead(int code, String fixture, Phase phase) {
        StatusUpdate update = success(STATUS.decode(answer(code, fixture(fixture))));

        assertThat(update.phase()).isEqualTo(phase);
        assertThat(update.isTerminal()).isEqualTo(phase == Phase.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            0, 0
            3, 3
            2147483647, 2147483647
            -1, -
            2147483648, -
            99999999999999999999, -
            1.5, -
            null, -
            '"3"', -
            [], -
            """)
    void aPositionIsANumberOrNotThere(String json, Integer position) {
        OptionalInt expected = position == null ? OptionalInt.empty() : OptionalInt.of(position);

        assertThat(read("{\"status\":\"IN_QUEUE\",\"queue_position\":" + json + "}"))
                .isEqualTo(new InQueue(expected, List.of()));
    }

    @Test
    void aPositionMayBeAbsent() {
        assertThat(read("{\"status\":\"IN_QUEUE\"}")).isEqualTo(new InQueue(OptionalInt.empty(), List.of()));
    }

    @Test
    void aBareStatusWordIsEnough() {
        assertThat(read("{\"status\":\"IN_PROGRESS\"}")).isEqualTo(new InProgress(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "PROCESSING", "STARTED", "NOT_FOUND", "failed", "completed", "OK", "虎"})
    void R07_anyOtherWordIsUnrecognizedAndEndsNothing(String word) {
        StatusUpdate update = read("{\"status\":\"" + word + "\"}");

        assertThat(update).isEqualTo(new Unrecognized(word, List.of()));
        assertThat(update.isTerminal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
                    {"status":"FAILED","error":"out of memory"}                             ; out of memory  ; -
                    {"status":"ERROR","error":{"message":"upstream says no","type":"odd"}}  ; upstream says no ; odd
                    {"status":"ERROR","error":{"code":7}}                                   ; {code=7}       ; -
                    {"status":"ERROR","message":"said by a relay"}                          ; said by a relay ; -
                    {"status":"FAILED","detail":"said as detail"}                           ; said as detail ; -
                    {"status":"FAILED","error_type":"runner_server_error"}                  ; ''             ; runner_server_error
                    {"status":"FAILED"}                                                     ; the status is FAILED ; -
                    {"status":"ERROR","error":null}                                         ; the status is ERROR ; -
                    {"status":"ERROR","error":""}                                           ; the status is ERROR ; -
                    {"status":"CANCELLED","error":{}}                                       ; {}             ; -
                    {"status":"CANCELLED"}                                                  ; the status is CANCELLED ; -
                    {"status":"CANCELED"}                                                   ; the status is CANCELED ; -
                    """)
    void R07_aRelaysWordOfFailureEndsTheJobWithoutAResult(String json, String detail, String errorType) {
        assertThat(read(json)).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.hasResult()).isFalse();
            assertThat(completed.isTerminal()).isTrue();
            JobFailure failure = completed.reportedFailure().orElseThrow();
            assertThat(failure.detail()).isEqualTo(detail);
            assertThat(failure.errorType().orElse(null)).isEqualTo(errorType);
            assertThat(failure.httpStatus()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"status":"COMPLETED","error":"x","error_type":"runner_disconnected"} ; x (runner_disconnected)
                    {"status":"COMPLETED","error":"x"}                                    ; x
                    {"status":"COMPLETED","error":"x","error_type":null}                  ; x
                    {"status":"COMPLETED","error_type":"client_cancelled"}                ; (client_cancelled)
                    {"status":"COMPLETED","error":null,"error_type":"client_cancelled"}   ; (client_cancelled)
                    {"status":"COMPLETED","error":{"message":"said by a relay"}}          ; said by a relay
                    """)
    void R09_aFailureThatTheStatusReportsIsInsideTheLastUpdate(String json, String described) {
        assertThat(read(json)).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.hasResult()).isTrue();
            assertThat(completed.reportedFailure().orElseThrow().describe()).isEqualTo(described);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"COMPLETED\"}",
                "{\"status\":\"COMPLETED\",\"error\":null,\"error_type\":null}",
                "{\"status\":\"COMPLETED\",\"error\":\"\"}",
                "{\"status\":\"COMPLETED\",\"error\":false}",
            })
    void R09_aStatusThatReportsNoFailureHoldsNone(String json) {
        assertThat(read(json))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(completed.reportedFailure()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = ';', textBlock = """
            {"inference_time":126.701406955719} ; PT2M6.701406956S
            {"inference_time":0}                ; PT0S
            {"inference_time":2}                ; PT2S
            {"inference_time":null}             ; -
            {"inference_time":-1}               ; -
            {"inference_time":"2"}              ; -
            {"inference_time":1e300}            ; -
            {"inference_time":1e999999999}      ; -
            {"other":1}                         ; -
            {}                                  ; -
            null                                ; -
            []                                  ; -
            "fast"                              ; -
            """)
    void metricsAreReadOrEmpty(String json, Duration expected) {
        assertThat(read("{\"status\":\"COMPLETED\",\"metrics\":" + json + "}"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(
                                        completed.metrics().inferenceTime().orElse(null))
                                .isEqualTo(expected));
    }

    @Test
    void metricsKeepWhatTheyDoNotKnow() {
        assertThat(read("{\"status\":\"COMPLETED\",\"metrics\":{\"queue_time\":3}}"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(completed.metrics().values()).containsEntry("queue_time", 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"COMPLETED\"",
                "[]",
                "[{\"status\":\"COMPLETED\"}]",
                "{}",
                "{\"status\":null}",
                "{\"status\":\"\"}",
                "{\"status\":200}",
                "{\"status\":{\"status\":\"COMPLETED\"}}",
                "{\"status\":\"COMPLETED\"",
                "{\"status\":\"COMPLETED\"}}",
                "{'status':'COMPLETED'}",
                "<html>please wait</html>",
                "\u0000\u0001",
            })
    void R10_aStatusThatCannotBeReadIsTransient(String given) {
        Outcome.Failure<StatusUpdate> failure = failure(STATUS.decode(answer(200, given)));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining(Wire.ID);
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"status\":\"COMPLETED\",\"metrics\":{\"a\":", "{\"logs\":["})
    void R14_aBodyThatIsNestedTooDeeplyIsTransientAndTakesNoStack(String opening) {
        Outcome.Failure<StatusUpdate> success = failure(STATUS.decode(answer(200, opening.repeat(100_000))));
        Outcome.Failure<StatusUpdate> error = failure(STATUS.decode(answer(500, opening.repeat(100_000))));

        assertThat(success.error()).isInstanceOf(Unreadable.class);
        assertThat(success.again()).isEqualTo(Again.backoff());
        assertThat(error.error()).isInstanceOf(Unreachable.class);
        assertThat(error.again()).isEqualTo(Again.backoff());
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"detail\":\"no\"}',                     BAD_REQUEST",
        "401, POST_submit_401-unknown-key.json,          UNAUTHENTICATED",
        "402, '{\"detail\":\"pay\"}',                    BALANCE_LOCKED",
        "403, POST_submit_403-balance.json,              BALANCE_LOCKED",
        "403, '{\"detail\":\"no\"}',                     FORBIDDEN",
        "404, GET_status_not-found.json,                 GONE",
        "410, '',                                        GONE",
        "422, '{\"detail\":\"no\"}',                     BAD_REQUEST",
    })
    void whatIsRefusedIsNotAskedAgain(int code, String given, Reason reason) {
        Outcome.Failure<StatusUpdate> failure = failure(STATUS.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(reason));
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
        assertThat(failure.error().requestId()).contains(Wire.ID);
    }

    @ParameterizedTest
    @CsvSource({"400, BAD_REQUEST", "401, UNAUTHENTICATED", "403, FORBIDDEN", "404, GONE", "410, GONE"})
    void aPageOfSomethingInBetweenEndsNoWatchAtOnce(int code, Reason reason) {
        Outcome.Failure<StatusUpdate> failure = failure(STATUS.decode(answer(code, "<html><body>nginx</body></html>")));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(reason));
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @CsvSource({
        "408, ''",
        "409, '{\"detail\":\"Conflict\"}'",
        "425, ''",
        "500, '{\"detail\":\"Internal Server Error\"}'",
        "502, GET_any_502-nginx.html",
        "503, ''",
        "504, '{\"error\":{\"message\":\"upstream\"}}'",
        "599, ''",
    })
    void R10_anErrorPageIsTransient(int code, String given) {
        Outcome.Failure<StatusUpdate> failure = failure(STATUS.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(Unreachable.class);
        assertThat(failure.error().getMessage())
                .contains("HTTP " + code, "job goes on")
                .doesNotContain("<");
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 408, 409, 425, 500, 503})
    void R11_thePauseThatTheServerNamesIsKept(int code) {
        assertThat(failure(STATUS.decode(answer(code, "", "Retry-After", "9"))).again())
                .isEqualTo(new Again.After(Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 408, 409, 425, 500, 503})
    void R11_aPauseLongerThanTheLimitIsRateLimited(int code) {
        Outcome.Failure<StatusUpdate> tooLong = failure(STATUS.decode(answer(code, "", "Retry-After", "61")));

        assertThat(tooLong.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(Reason.RATE_LIMITED));
        assertThat(tooLong.error().getMessage()).contains("61 s");
    }

    @Test
    void R12_aRedirectIsNotFollowed() {
        Outcome.Failure<StatusUpdate> failure =
                failure(STATUS.decode(answer(302, "", "Location", "https://evil.example/x")));

        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining("https://evil.example/x");
        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure(STATUS.decode(answer(302, ""))).error()).hasMessageContaining("nowhere");
    }

    @ParameterizedTest
    @EnumSource
    void R10_anyFaultOfAStatusCallIsTransient(TransportFault.Kind kind) {
        Outcome.Failure<StatusUpdate> failure =
                STATUS.failed(new TransportFault(kind, "it broke", Wire.NOW, new java.io.IOException("it broke")));

        assertThat(failure.again())
                .isEqualTo(
                        switch (kind) {
                            case NOT_SENT, NONE_FREE, NO_CREDENTIALS -> Again.whenReachable();
                            case CLOSED -> Again.never();
                            case NO_ANSWER, TOO_LARGE -> Again.backoff();
                        });
        assertThat(failure.error())
                .isInstanceOf(kind == TransportFault.Kind.TOO_LARGE ? Unreadable.class : Unreachable.class)
                .hasMessageContaining("it broke");
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }
}
