package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.ID;
import static dev.falreactive.protocol.Wire.NOW;
import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.body;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.fixture;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R10: a submit is sent again only if it provably was not accepted. */
class SubmitDecodeTest {

    private static final Exchange<QueueTicket> SUBMIT =
            Wire.FAL.submit(Endpoint.json("fal-ai/flux-lora"), Map.of("prompt", "x"), SubmitOptions.defaults());

    @ParameterizedTest
    @CsvSource({
        "200, POST_submit_accepted.json",
        "201, POST_submit_accepted.json",
        "202, POST_submit_accepted.json",
        "200, POST_submit_uniapi-without-cancel-url.json",
    })
    void any2xxThatNamesAJobIsATicket(int status, String fixture) {
        QueueTicket ticket = success(SUBMIT.decode(answer(status, fixture(fixture))));

        assertThat(ticket).isEqualTo(Wire.TICKET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"request_id":"%s"}
                    {"request_id":"%s","status_url":null,"response_url":null,"cancel_url":null,"status":null}
                    {"request_id":"%s","status_url":7,"response_url":[],"cancel_url":{}}
                    {"request_id":"%s","status":"PENDING","queue_position":"first","extra":{"a":1}}
                    {"response_url":"https://queue.fal.run/fal-ai/flux-lora/requests/%s"}
                    {"request_id":"","status_url":"https://queue.fal.run/fal-ai/flux-lora/requests/%s/status"}
                    {"request_id":null,"cancel_url":"/fal-ai/flux-lora/requests/%s/cancel"}
                    """)
    void R12_whatIsMissingIsRebuilt(String json) {
        assertThat(success(SUBMIT.decode(answer(200, json.formatted(ID))))).isEqualTo(Wire.TICKET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    42                    ; 42                   ; 42
                    12345678901234567890  ; 12345678901234567890 ; 12345678901234567890
                    "a/b"                 ; a/b                  ; a%2Fb
                    "../../admin"         ; ../../admin          ; ..%2F..%2Fadmin
                    "a b"                 ; a b                  ; a%20b
                    "a+b"                 ; a+b                  ; a%2Bb
                    "a?b#c"               ; a?b#c                ; a%3Fb%23c
                    "a%2Fb"               ; a%2Fb                ; a%252Fb
                    "a\\\\b"              ; a\\b                 ; a%5Cb
                    "虎"                  ; 虎                   ; %E8%99%8E
                    "\\ud83d\\udc2f"      ; 🐯                   ; %F0%9F%90%AF
                    "a\\r\\nX-Evil: 1"    ; a\\r\\nX-Evil: 1     ; a%0D%0AX-Evil%3A%201
                    "..."                 ; ...                  ; ...
                    """)
    void R12_anOddIdIsKeptAndEncoded(String json, String id, String segment) {
        String expected = id.replace("\\r", "\r").replace("\\n", "\n").replace("\\\\", "\\");
        QueueTicket ticket = success(SUBMIT.decode(answer(200, "{\"request_id\":" + json + "}")));

        assertThat(ticket.requestId()).isEqualTo(expected);
        assertThat(ticket.statusPath()).isEqualTo("/fal-ai/flux-lora/requests/" + segment + "/status");
        assertThat(Wire.FAL.status(ticket, false).request().uri())
                .hasToString("https://queue.fal.run/fal-ai/flux-lora/requests/" + segment + "/status");
        assertThat(QueueTicket.fromJson(ticket.toJson())).isEqualTo(ticket);
    }

    @Test
    void R12_aLongIdIsKept() {
        String id = "虎".repeat(800);

        QueueTicket ticket = success(SUBMIT.decode(answer(200, "{\"request_id\":\"" + id + "\"}")));

        assertThat(ticket.requestId()).isEqualTo(id);
        assertThat(QueueTicket.fromJson(ticket.toJson())).isEqualTo(ticket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"..\"", "\".\"", "\"\\ud800\"", "\"  \"", "true", "[\"a\"]", "{\"id\":\"a\"}", "null"})
    void R10_anIdThatNoUrlCanNameIsAnUnknownOutcomeAndNotACrash(String id) {
        FalException error = failure(SUBMIT.decode(answer(200, "{\"request_id\":" + id + "}")))
                .error();

        assertThat(error).isInstanceOf(SubmitOutcomeUnknown.class);
    }

    @Test
    void R14_anIdOfMegabytesIsAnUnknownOutcome() {
        FalException error = failure(SUBMIT.decode(answer(200, "{\"request_id\":\"" + "a".repeat(1_000_000) + "\"}")))
                .error();

        assertThat(error).isInstanceOf(SubmitOutcomeUnknown.class);
        assertThat(error.getMessage()).hasSizeLessThan(3_000);
    }

    @Test
    void R12_anIdThatNoUrlCanNameIsReadFromTheUrls() {
        String json = "{\"request_id\":\"..\",\"status_url\":\"https://x/fal-ai/flux-lora/requests/%s/status\"}";

        assertThat(success(SUBMIT.decode(answer(200, json.formatted(ID)))).requestId())
                .isEqualTo(ID);
    }

    @Test
    void anAnswerThatIsNotQuiteUtf8IsStillATicket() {
        byte[] body =
                ("{\"request_id\":\"" + ID + "\",\"note\":\"\u00e9\u00ff\"}").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(success(SUBMIT.decode(answer(200, body))).requestId()).isEqualTo(ID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    200 ; ''                                                  ; names no job
                    200 ; <html>welcome</html>                                ; welcome
                    200 ; []                                                  ; names no job
                    200 ; "ok"                                                ; names no job
                    200 ; {"status":"IN_QUEUE"}                               ; IN_QUEUE
                    200 ; {"error":{"message":"quota of the relay is over"}}  ; quota of the relay is over
                    200 ; {"request_id":"a                                    ; names no job
                    204 ; ''                                                  ; names no job
                    301 ; ''                                                  ; points to https://elsewhere/
                    302 ; ''                                                  ; points to https://elsewhere/
                    307 ; ''                                                  ; points to https://elsewhere/
                    308 ; ''                                                  ; points to https://elsewhere/
                    408 ; {"detail":"Request Timeout"}                        ; Request Timeout
                    409 ; {"detail":"Conflict"}                               ; Conflict
                    499 ; ''                                                  ; gave up
                    500 ; {"detail":"Internal Server Error"}                  ; Internal Server Error
                    502 ; GET_any_502-nginx.html                              ; 502 Bad Gateway
                    503 ; {"detail":"no runner"}                              ; no runner
                    504 ; GET_any_502-nginx.html                              ; nginx
                    599 ; ''                                                  ; failed
                    """)
    void R10_whatMayHaveBeenAcceptedIsUnknownAndNotSentAgain(int status, String given, String said) {
        Outcome.Failure<QueueTicket> failure = failure(
                SUBMIT.decode(answer(status, body(given), "Location", "https://elsewhere/", "Retry-After", "1")));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error()).isInstanceOfSatisfying(SubmitOutcomeUnknown.class, unknown -> {
            assertThat(unknown.endpoint()).isEqualTo(Wire.ENDPOINT);
            assertThat(unknown.occurredAt()).isEqualTo(NOW);
            assertThat(unknown.inputFingerprint()).hasSize(64);
            assertThat(unknown.httpStatus()).hasValue(status);
        });
        assertThat(failure.error().getMessage())
                .contains(said, "may be billed", "fal-ai/flux-lora", "HTTP " + status)
                .doesNotContain("<", "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    400 ; {"detail":"bad timeout","error_type":"bad_request"} ; BAD_REQUEST     ; bad timeout (bad_request)
                    400 ; {"error":{"message":"no such field","type":"odd"}}  ; BAD_REQUEST     ; no such field (odd)
                    400 ; {"message":"said by a relay"}                       ; BAD_REQUEST     ; said by a relay
                    401 ; POST_submit_401-unknown-key.json                    ; UNAUTHENTICATED ; No user found for Key ID and Secret
                    401 ; POST_submit_401-key-without-colon.json              ; UNAUTHENTICATED ; Expected '<key_id>:<key_secret>'
                    401 ; POST_submit_401-no-credential.json                  ; UNAUTHENTICATED ; Cannot access application
                    402 ; {"detail":"Payment Required"}                       ; BALANCE_LOCKED  ; Payment Required
                    403 ; POST_submit_403-balance.json                        ; BALANCE_LOCKED  ; Exhausted balance
                    403 ; {"detail":"Not allowed"}                            ; FORBIDDEN       ; Not allowed
                    404 ; {"detail":"Application \\"flux\\" not found"}       ; NOT_FOUND       ; Application "flux" not found
                    404 ; {"status":"NOT_FOUND"}                              ; NOT_FOUND       ; NOT_FOUND
                    405 ; {"detail":"Method Not Allowed"}                     ; BAD_REQUEST     ; Method Not Allowed
                    410 ; {"detail":"retired"}                                ; GONE            ; retired
                    413 ; <h1>Request Entity Too Large</h1>                   ; BAD_REQUEST     ; Request Entity Too Large
                    422 ; GET_result_422-array.json                           ; BAD_REQUEST     ; body.num_inference_steps: Input should be less than or equal to 50
                    """)
    void R10_whatIsRefusedIsRejectedAndNotSentAgain(int status, String given, Reason reason, String said) {
        Outcome.Failure<QueueTicket> failure = failure(SUBMIT.decode(answer(status, body(given))));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(reason));
        assertThat(failure.error().getMessage())
                .contains(said, "HTTP " + status)
                .endsWith(".")
                .doesNotContain("PRIVATE-VALUE");
    }

    @Test
    void R11_aLimitedSubmitMayBeSentAgainWhenTheServerSays() {
        Outcome.Failure<QueueTicket> failure =
                failure(SUBMIT.decode(answer(429, "{\"detail\":\"Too many requests\"}", "retry-after", "7")));

        assertThat(failure.again()).isEqualTo(new Again.After(Duration.ofSeconds(7)));
        assertThat(failure.error()).isInstanceOfSatisfying(Rejected.class, error -> {
            assertThat(error.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(error.retryAfter()).contains(Duration.ofSeconds(7));
        });
        assertThat(failure.error()).hasMessageContaining("Too many requests").hasMessageContaining("7 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1"})
    void R11_aLimitedSubmitWithoutAReadablePauseMayBeSentAgainAfterBackoff(String retryAfter) {
        Outcome.Failure<QueueTicket> failure = failure(SUBMIT.decode(answer(429, "", "Retry-After", retryAfter)));

        assertThat(failure.again()).isEqualTo(Again.backoff());
    }

    @ParameterizedTest
    @EnumSource
    void R10_onlyAFaultThatProvesNothingWasSentMayBeSentAgain(TransportFault.Kind kind) {
        Outcome.Failure<QueueTicket> failure = SUBMIT.failed(
                new TransportFault(kind, "connection reset", NOW, new java.io.IOException("connection reset")));

        if (kind.isUnsent()) {
            assertThat(failure.again())
                    .isEqualTo(kind == TransportFault.Kind.CLOSED ? Again.never() : Again.whenReachable());
            assertThat(failure.error())
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("connection reset")
                    .hasMessageContaining("Nothing was submitted");
        } else {
            assertThat(failure.again()).isEqualTo(Again.never());
            assertThat(failure.error())
                    .isInstanceOf(SubmitOutcomeUnknown.class)
                    .hasMessageContaining("connection reset")
                    .hasMessageContaining("may be billed");
        }
        assertThat(failure.error()).hasCauseInstanceOf(java.io.IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{\"request_id\":\"a", "{\"status\":\"IN_QUEUE\"}", "{\"request_id\":\"..\"}"})
    void R15_anAnswerThatCannotBeReadButWhoseHeadNamesTheJobGivesItsTicket(String body) {
        Outcome.Failure<QueueTicket> failure = failure(SUBMIT.decode(answer(200, body, "x-fal-request-id", ID)));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOf(SubmitOutcomeUnknown.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("try this error's ticket");
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
        assertThat(failure.error().requestId()).contains(ID);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "202, true", "500, false", "302, false"})
    void R15_soDoesAnAnswerWhoseBodyDidNotComeWhole(int status, boolean named) {
        TransportFault fault = new TransportFault(
                        TransportFault.Kind.NO_ANSWER, "connection reset", NOW, new java.io.IOException("reset"))
                .withHead(java.util.Optional.of(answer(status, "", "x-fal-request-id", ID)));

        Outcome.Failure<QueueTicket> failure = SUBMIT.failed(fault);

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error()).isInstanceOf(SubmitOutcomeUnknown.class);
        assertThat(failure.error().httpStatus()).hasValue(status);
        assertThat(failure.error().ticket().isPresent()).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "200, ..", "200, ' '", "500, " + ID, "302, " + ID})
    void R15_noTicketIsMadeUp(int status, String header) {
        FalException error = failure(SUBMIT.decode(answer(status, "{}", "x-fal-request-id", header)))
                .error();

        assertThat(error.ticket()).isEmpty();
        assertThat(error).hasMessageContaining("look at the account's requests");
    }

    @Test
    void theFingerprintIsTheSameForTheSameInputAndOnlyForIt() {
        assertThat(fingerprint("x")).isEqualTo(fingerprint("x")).isNotEqualTo(fingerprint("y"));
    }

    private static String fingerprint(String prompt) {
        Exchange<QueueTicket> submit =
                Wire.FAL.submit(Endpoint.json("fal-ai/flux-lora"), Map.of("prompt", prompt), SubmitOptions.defaults());
        return ((SubmitOutcomeUnknown) failure(submit.decode(answer(500, ""))).error()).inputFingerprint();
    }

    @ParameterizedTest
    @CsvSource({
        "workflows/me/my-flow,           /workflows/me/my-flow/requests/",
        "comfy/me/my-graph/run,          /comfy/me/my-graph/requests/",
        "fal-ai/flux-lora/image-to-image, /fal-ai/flux-lora/requests/",
        "110602490-lora,                 /110602490/lora/requests/",
    })
    void R12_pathsNameTheAppAndNotTheSubPath(String id, String path) {
        Exchange<QueueTicket> submit = Wire.FAL.submit(Endpoint.json(id), Map.of(), SubmitOptions.defaults());
        QueueTicket ticket = success(submit.decode(answer(200, "{\"request_id\":\"a\"}")));

        assertThat(submit.request().uri()).hasToString("https://queue.fal.run/" + EndpointId.of(id));
        assertThat(ticket.resultPath()).isEqualTo(path + "a");
        assertThat(ticket.endpoint()).isEqualTo(EndpointId.of(id));
    }
}
