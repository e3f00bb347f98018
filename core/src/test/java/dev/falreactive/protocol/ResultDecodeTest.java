package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.body;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.fixture;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.JobResult;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDecodeTest {

    private static final String MODEL = "x-fal-request-id";

    private static final Exchange<JobResult<FluxLoraResult>> EARLY =
            Wire.FAL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, false);
    private static final Exchange<JobResult<FluxLoraResult>> RESULT =
            Wire.FAL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true);

    private static String[] modelHeaders(boolean fromModel) {
        return fromModel ? new String[] {MODEL, Wire.ID} : new String[0];
    }

    @Test
    void theModelsAnswerIsTheResult() {
        JobResult<FluxLoraResult> result = success(RESULT.decode(
                answer(200, fixture("GET_result_ok.json"), MODEL, "other-id", "x-fal-billable-units", "0.78643200")));

        assertThat(result.output().images()).hasSize(1);
        assertThat(result.ticket()).isEqualTo(Wire.TICKET);
        assertThat(result.requestId()).isEqualTo("other-id");
        assertThat(result.billableUnits()).contains(new BigDecimal("0.78643200"));
        assertThat(result.receivedAt()).isEqualTo(Wire.NOW);
        assertThat(result.sinceSubmit()).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "1e5", "1.", ".5", "1,5", "99999999999999999999"})
    void unitsThatAreNoNumberAreNotThere(String units) {
        JobResult<FluxLoraResult> result =
                success(RESULT.decode(answer(200, fixture("GET_result_ok.json"), "x-fal-billable-units", units)));

        assertThat(result.billableUnits()).isEmpty();
        assertThat(result.requestId()).isEqualTo(Wire.ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":1}", "{\"error\":{\"message\":\"broke\"}}", "{\"images\":null}"})
    void anAnswerWithoutImagesIsNoResultWhateverItsCode(String body) {
        assertThat(RESULT.decode(answer(200, body)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.error())
                                .isInstanceOf(FalException.Unreadable.class)
                                .hasMessageContaining("images"));
    }

    @Test
    void onlyOfAJsonObjectItIsSaidThatItCanBeReadAsOne() {
        assertThat(failure(RESULT.decode(answer(200, "{\"ok\":1}"))).error()).hasMessageContaining("Endpoint.json");
        assertThat(failure(RESULT.decode(answer(200, "<html>"))).error().getMessage())
                .doesNotContain("Endpoint.json");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 2", "1.00000000, 1.00000000"})
    void unitsAreADecimal(String units, BigDecimal expected) {
        assertThat(success(RESULT.decode(answer(200, "{\"images\":[]}", "X-Fal-Billable-Units", units)))
                        .billableUnits())
                .isEqualTo(Optional.of(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    400 ; GET_result_pending.json
                    400 ; {"detail":"Request is still in progress"}
                    400 ; {"detail":"odd","request_id":"a","status_url":"https://x/requests/a/status"}
                    200 ; GET_result_pending.json
                    202 ; GET_result_pending.json
                    200 ; GET_status_in-queue.json
                    202 ; GET_status_in-queue.json
                    200 ; GET_status_in-progress-logs.json
                    202 ; {"status":"PROCESSING","request_id":"a","response_url":"https://x/requests/a"}
                    202 ; {"status":"IN_PROGRESS"}
                    202 ; {"status":"IN_QUEUE","queue_position":1}
                    """)
    void beforeTheEndTheResultIsNotReady(int code, String given) {
        Outcome.Failure<JobResult<FluxLoraResult>> early = failure(EARLY.decode(answer(code, body(given))));
        Outcome.Failure<JobResult<FluxLoraResult>> late = failure(RESULT.decode(answer(code, body(given), MODEL, "a")));

        assertThat(early.again()).isEqualTo(Again.never());
        assertThat(late.again()).isEqualTo(Again.backoff());
        assertThat(early.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(Reason.NOT_READY));
        assertThat(late.error()).isInstanceOf(Rejected.class);
        assertThat(early.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"IN_QUEUE\"}",
                "{\"status\":\"succeeded\",\"request_id\":\"a\",\"images\":[]}",
                "{\"status\":\"done\",\"request_id\":\"a\",\"response_url\":\"https://x\"}",
                "{\"request_id\":\"a\",\"status_url\":\"https://x\"}",
                "{\"detail\":\"Request is still in progress\"}",
            })
    void aModelsOwnOutputIsNotTakenForAStatus(String json) {
        Endpoint<?, Map<String, Object>> endpoint = Endpoint.json("fal-ai/flux-lora");

        assertThat(success(Wire.FAL.result(endpoint, Wire.TICKET, true).decode(answer(200, json)))
                        .output())
                .isEqualTo(Wire.json(json));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    422 | GET_result_422-array.json                                   | false | body.num_inference_steps: Input should be less than or equal to 50 (less_than_equal); body.loras.0.scale: field required (value_error.missing)
                    422 | GET_result_422-string.json                                  | false | The prompt was flagged
                    422 | GET_result_422-single-object.json                           | false | body.prompt: Input should be a valid string (string_type)
                    422 | {"detail":["one","two"]}                                    | true  | one; two
                    422 | ''                                                          | true  | ''
                    400 | {"detail":"bad image","error_type":"downstream_service_error"} | false | bad image (downstream_service_error)
                    400 | {"detail":[{"loc":["body"],"msg":"m","type":"image_load_error"}]} | true | body: m (image_load_error)
                    401 | {"detail":"the model says no"}                              | true  | the model says no
                    403 | {"detail":"the model says no"}                              | true  | the model says no
                    404 | {"detail":"Path /x not found"}                              | false | Path /x not found
                    404 | {"detail":"no such voice"}                                  | true  | no such voice
                    409 | {"detail":"the model says no"}                              | true  | the model says no
                    499 | {"detail":"Request cancelled by the client."}               | false | Request cancelled by the client.
                    499 | ''                                                          | false | ''
                    500 | {"detail":"Internal Server Error"}                          | false | Internal Server Error
                    500 | {"detail":"Internal Server Error"}                          | true  | Internal Server Error
                    500 | plain words                                                 | true  | plain words
                    502 | {"detail":"x","error_type":"runner_incomplete_response"}    | false | x (runner_incomplete_response)
                    503 | {"detail":"GPU error"}                                      | true  | GPU error
                    503 | {"error_type":"runner_scheduling_failure"}                  | false | (runner_scheduling_failure)
                    504 | {"detail":"x","error_type":"request_timeout"}               | true  | x (request_timeout)
                    """)
    void R10_aStoredFailureIsNotReadAgain(int code, String given, boolean fromModel, String described) {
        Outcome.Failure<JobResult<FluxLoraResult>> failure =
                failure(RESULT.decode(answer(code, body(given), modelHeaders(fromModel))));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error()).isInstanceOfSatisfying(JobFailed.class, error -> {
            assertThat(error.failure().describe()).isEqualTo(described);
            assertThat(error.failure().httpStatus()).hasValue(code);
            assertThat(error.ticket()).contains(Wire.TICKET);
            assertThat(error.requestId()).contains(Wire.ID);
        });
        assertThat(failure.error().getMessage())
                .contains(described, "HTTP " + code, code >= 500 ? "not billed" : "may be billed");
        assertThat(Wire.allTextOf(failure.error())).doesNotContain("PRIVATE-VALUE");
    }

    @ParameterizedTest
    @CsvSource({
        "500, GET_any_502-nginx.html",
        "502, GET_any_502-nginx.html",
        "503, GET_any_502-nginx.html",
        "504, GET_any_502-nginx.html",
        "503, ''",
        "500, '{\"error\":{\"message\":\"upstream\"}}'",
        "502, '[]'",
        "408, ''",
        "409, '{\"detail\":\"Conflict\"}'",
        "425, ''",
    })
    void R10_aPageOfSomethingInBetweenIsReadAgain(int code, String given) {
        Outcome.Failure<JobResult<FluxLoraResult>> failure = failure(RESULT.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(Unreachable.class);
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @CsvSource({"502, Bad Gateway", "503, no healthy upstream", "504, upstream request timeout"})
    void aDetailThatAGatewayMayHaveWrittenIsBelievedOnlyIfItStays(int code, String detail) {
        String json = "{\"detail\":\"" + detail + "\"}";

        Outcome.Failure<JobResult<FluxLoraResult>> unmarked = failure(RESULT.decode(answer(code, json)));
        Outcome.Failure<JobResult<FluxLoraResult>> marked = failure(RESULT.decode(answer(code, json, MODEL, "a")));

        assertThat(unmarked.again()).isEqualTo(Again.backoff());
        assertThat(unmarked.error()).isInstanceOf(JobFailed.class);
        assertThat(marked.again()).isEqualTo(Again.never());
        assertThat(marked.error()).isInstanceOf(JobFailed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 410})
    void aPageThatRefusesIsReadAgainAndKeepsItsMeaning(int code) {
        String page = "<html><body>nginx</body></html>";

        Outcome.Failure<JobResult<FluxLoraResult>> failure =
                failure(RESULT.decode(answer(code, page, "Content-Type", "text/html")));

        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(Rejected.class);
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>504</html>"})
    void R10_aMissedStartTimeoutIsAStoredFailureWhateverItsBody(String given) {
        Outcome.Failure<JobResult<FluxLoraResult>> failure =
                failure(RESULT.decode(answer(504, given, "X-Fal-Request-Timeout-Type", "user")));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error()).isInstanceOf(JobFailed.class).hasMessageContaining("start");
    }

    @Test
    void R10_anErrorTypeInAHeaderIsAStoredFailure() {
        Outcome.Failure<JobResult<FluxLoraResult>> failure =
                failure(RESULT.decode(answer(503, "", "X-Fal-Error-Type", "runner_disconnected")));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        JobFailed.class,
                        error -> assertThat(error.failure().errorType()).contains("runner_disconnected"));
    }

    @Test
    void theErrorTypeOfTheBodyWinsOverTheHeaders() {
        FalException error = failure(RESULT.decode(answer(
                        503, "{\"detail\":\"x\",\"error_type\":\"a\"}", "X-Fal-Error-Type", "b", MODEL, Wire.ID)))
                .error();

        assertThat(((JobFailed) error).failure().errorType()).contains("a");
    }

    @ParameterizedTest
    @CsvSource({
        "401, POST_submit_401-unknown-key.json, UNAUTHENTICATED",
        "403, POST_submit_403-balance.json,     BALANCE_LOCKED",
        "403, '{\"detail\":\"no\"}',            FORBIDDEN",
        "404, GET_status_not-found.json,        GONE",
        "404, '',                               GONE",
        "404, '{\"detail\":\"Not Found\"}',     GONE",
        "410, '',                               GONE",
        "405, '{\"error\":\"no such call\"}',   BAD_REQUEST",
    })
    void whatTheDoorRefusesIsRejectedAndNotAskedAgain(int code, String given, Reason reason) {
        Outcome.Failure<JobResult<FluxLoraResult>> failure = failure(RESULT.decode(answer(code, body(given))));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        Rejected.class, error -> assertThat(error.reason()).isEqualTo(reason));
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }

    @Test
    void R11_aLimitedResultCallMayBeSentAgain() {
        Outcome.Failure<JobResult<FluxLoraResult>> failure =
                failure(RESULT.decode(answer(429, "", "Retry-After", "3", MODEL, Wire.ID)));

        assertThat(failure.again()).isEqualTo(new Again.After(Duration.ofSeconds(3)));
        assertThat(failure.error()).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {"status":"FAILED","request_id":"a","status_url":"https://x","error":"out of memory"} ; out of memory
                    {"status":"ERROR","request_id":"a","response_url":"https://x","error":{"message":"m"}} ; m
                    {"status":"CANCELLED","request_id":"a","response_url":"https://x"}                     ; the status is CANCELLED
                    {"status":"COMPLETED","request_id":"a","response_url":"https://x","error":"e"}         ; e
                    """)
    void R09_aRelaysStatusOfFailureInPlaceOfAResultIsTheJobsFailure(String json, String described) {
        Outcome.Failure<JobResult<FluxLoraResult>> failure = failure(RESULT.decode(answer(200, json)));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOfSatisfying(
                        JobFailed.class,
                        error -> assertThat(error.failure().describe()).isEqualTo(described));
    }

    @Test
    void imagesInsideAStatusAreTheResult() {
        String json = """
                {"status":"COMPLETED","request_id":"a","response_url":"https://x","images":[{"url":"https://x/y"}]}""";

        assertThat(success(RESULT.decode(answer(200, json))).output().images()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"301, false", "302, false", "307, true", "308, true"})
    void R12_aRedirectIsNotFollowed(int code, boolean fromModel) {
        String[] headers = fromModel
                ? new String[] {"Location", "https://evil.example/", MODEL, Wire.ID}
                : new String[] {"Location", "https://evil.example/"};
        Outcome.Failure<JobResult<FluxLoraResult>> failure = failure(RESULT.decode(answer(code, "", headers)));

        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining("https://evil.example/");
        assertThat(failure.again()).isEqualTo(fromModel ? Again.never() : Again.backoff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>hello</html>", "[]", "null", "{\"images\":", "7"})
    void aResultThatCannotBeReadSaysWhatItBeganWith(String given) {
        Outcome.Failure<JobResult<FluxLoraResult>> page = failure(RESULT.decode(answer(200, given)));
        Outcome.Failure<JobResult<FluxLoraResult>> stored = failure(RESULT.decode(answer(200, given, MODEL, Wire.ID)));

        assertThat(page.error()).isInstanceOf(Unreadable.class);
        assertThat(page.again()).isEqualTo(Again.backoff());
        assertThat(stored.again()).isEqualTo(Again.never());
        assertThat(stored.error().ticket()).contains(Wire.TICKET);
    }

    @Test
    void aCodecThatThrowsAnythingIsAnUnreadableResultAndNotACrash() {
        Codec<String> broken = Codec.of(text -> new byte[0], json -> {
            throw new IllegalStateException("a bug of the codec");
        });
        Exchange<JobResult<String>> result =
                Wire.FAL.result(Endpoint.of(Wire.ENDPOINT, broken, broken), Wire.TICKET, true);

        Outcome.Failure<JobResult<String>> failure = failure(result.decode(answer(200, "{}", MODEL, Wire.ID)));

        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining("a bug of the codec");
        assertThat(failure.again()).isEqualTo(Again.never());
    }

    public record Holder(dev.falreactive.QueueTicket ticket) {}

    @Test
    void aTypeThatRefusesItsJsonIsAnUnreadableResultAndNotACrash() {
        Endpoint<Holder, Holder> endpoint = Endpoint.of("fal-ai/flux-lora", Holder.class, Holder.class);

        Outcome.Failure<JobResult<Holder>> failure = failure(
                Wire.FAL.result(endpoint, Wire.TICKET, true).decode(answer(200, "{\"ticket\":{}}", MODEL, Wire.ID)));

        assertThat(failure.error()).isInstanceOf(Unreadable.class);
        assertThat(failure.error().ticket()).contains(Wire.TICKET);
    }
}
