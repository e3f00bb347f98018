package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.body;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CancelDecodeTest {

    private static final Exchange<CancelOutcome> CANCEL = Wire.FAL.cancel(Wire.TICKET);

    @ParameterizedTest
    @CsvSource({
        "200, PUT_cancel_ok.json,                REMOVED",
        "202, PUT_cancel_ok.json,                REMOVED",
        "202, PUT_cancel_requested.json,         REQUESTED",
        "200, PUT_cancel_requested.json,         REQUESTED",
        "400, PUT_cancel_already-completed.json, ALREADY_COMPLETED",
        "200, PUT_cancel_already-completed.json, ALREADY_COMPLETED",
        "409, PUT_cancel_already-completed.json, ALREADY_COMPLETED",
        "404, PUT_cancel_not-found.json,         NOT_FOUND",
        "200, PUT_cancel_not-found.json,         NOT_FOUND",
        "404, '',                                NOT_FOUND",
        "404, '<html>404</html>',                NOT_FOUND",
        "410, '',                                NOT_FOUND",
        "409, '{\"detail\":\"too late\"}',       ALREADY_COMPLETED",
        "200, PUT_cancel_success-flag.json,      REQUESTED",
        "200, '{\"success\":false}',             ALREADY_COMPLETED",
        "200, '',                                REQUESTED",
        "202, '',                                REQUESTED",
        "204, '',                                REQUESTED",
        "202, 'accepted',                        REQUESTED",
        "200, '{}',                              UNRECOGNIZED",
        "200, '{\"status\":\"STOPPING\"}',       UNRECOGNIZED",
        "200, '[]',                              UNRECOGNIZED",
        "200, '<html>hello</html>',              UNRECOGNIZED",
    })
    void theWordsDecideAndTheCodeWhereThereAreNone(int code, String given, CancelOutcome outcome) {
        assertThat(success(CANCEL.decode(answer(code, body(given))))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"detail\":\"no\"}',            BAD_REQUEST",
        "401, POST_submit_401-unknown-key.json, UNAUTHENTICATED",
        "403, '{\"detail\":\"no\"}',            FORBIDDEN",
        "405, '',                               BAD_REQUEST",
        "422, '{\"detail\":\"no\"}',            BAD_REQUEST",
    })
    void whatIsRefusedIsNotSentAgain(int code, String given, Reason reason) {
        Outcome.Failure<CancelOutcome> failure = failure(CANCEL.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(reason));
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{\"detail\":\"x\"}'",
        "500, PUT_cancel_already-completed.json",
        "502, GET_any_502-nginx.html",
        "503, ''",
        "408, ''"
    })
    void anErrorPageMayBeSentAgain(int code, String given) {
        Outcome.Failure<CancelOutcome> failure = failure(CANCEL.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(Unreachable.class);
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @Test
    void R12_aRedirectIsNotFollowed() {
        assertThat(failure(CANCEL.decode(answer(307, "", "Location", "https://evil.example/")))
                        .error())
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultCarriesTheTicket(TransportFault.Kind kind) {
        Outcome.Failure<CancelOutcome> failure =
                CANCEL.failed(new TransportFault(kind, "it broke", Wire.NOW, new java.io.IOException()));

        assertThat(failure.again())
                .isEqualTo(
                        switch (kind) {
                            case NOT_SENT, NONE_FREE, NO_CREDENTIALS -> Again.whenReachable();
                            case CLOSED -> Again.never();
                            case NO_ANSWER, TOO_LARGE -> Again.backoff();
                        });
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }
}
