package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.DirectResult;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.InputFile;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a direct run sends, and what its answers mean. */
class DirectDecodeTest {

    private static final DirectProtocol FAL =
            new DirectProtocol(FalConfig.builder().build());
    private static final Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> ANY =
            Endpoint.json("fal-ai/any/model");
    private static final String OUTPUT =
            "{\"images\":[{\"url\":\"https://v3.fal.media/a.jpg\",\"width\":8,\"height\":8}],\"seed\":7}";

    private static Exchange<DirectResult<Map<String, @Nullable Object>>> run() {
        return FAL.run(ANY, Map.of("prompt", "x"), DirectOptions.defaults(), InputFile::url);
    }

    private static DirectStream<Map<String, @Nullable Object>> stream(String id) {
        return FAL.stream(
                Endpoint.json(id), Map.of("prompt", "x"), Codec.map(), DirectOptions.defaults(), InputFile::url);
    }

    @Test
    void aRunIsAPostOfTheInputToTheWholeIdWithoutAQueue() {
        DirectOptions options = DirectOptions.defaults()
                .withStartTimeout(Duration.ofSeconds(30))
                .withRunnerHint("lora-7")
                .withHeader("X-Own", "1");

        WireRequest request =
                FAL.run(ANY, Map.of("prompt", "x"), options, InputFile::url).request();

        assertThat(request.method()).isEqualTo(HttpMethod.POST);
        assertThat(request.uri()).hasToString("https://fal.run/fal-ai/any/model");
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"prompt\":\"x\"}");
        assertThat(request.headers().asMap())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Accept", "application/json")
                .containsEntry("X-Fal-Request-Start-Timeout", "30")
                .containsEntry("X-Fal-Runner-Hint", "lora-7")
                .containsEntry("X-Own", "1")
                .doesNotContainKeys("Authorization", "X-Fal-Queue-Priority");
    }

    @ParameterizedTest
    @CsvSource({
        "fal-ai/flux-lora, https://fal.run/fal-ai/flux-lora/stream",
        "fal-ai/flux-lora/stream, https://fal.run/fal-ai/flux-lora/stream",
        "workflows/me/my-flow, https://fal.run/workflows/me/my-flow/stream",
        "fal-ai/my-stream, https://fal.run/fal-ai/my-stream/stream",
    })
    void aStreamGoesToItsPathAndTheSuffixIsNotDoubled(String id, String url) {
        WireRequest request = stream(id).events().request();

        assertThat(request.uri()).hasToString(url);
        assertThat(request.headers().get("Accept")).contains("text/event-stream");
    }

    @Test
    void R02_invalidInputMakesNoCall() {
        FluxLoraRequest invalid = FluxLoraRequest.ofJson(Map.of("num_images", 9));

        assertThatThrownBy(() -> FAL.run(FluxLora.TEXT_TO_IMAGE, invalid, DirectOptions.defaults(), InputFile::url))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        error -> assertThat(error.violations()).hasSize(2));
        assertThatThrownBy(() -> FAL.stream(
                        FluxLora.TEXT_TO_IMAGE,
                        invalid,
                        FluxLora.TEXT_TO_IMAGE.output(),
                        DirectOptions.defaults(),
                        InputFile::url))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void anOutputComesWithWhatItCost() {
        DirectResult<FluxLoraResult> result = Wire.success(FAL.run(
                        FluxLora.TEXT_TO_IMAGE,
                        FluxLoraRequest.builder("x").build(),
                        DirectOptions.defaults(),
                        InputFile::url)
                .decode(answer(200, OUTPUT, "x-fal-request-id", "abc", "x-fal-billable-units", "0.78643200")));

        assertThat(result.output().images()).hasSize(1);
        assertThat(result.requestId()).contains("abc");
        assertThat(result.billableUnits()).contains(new BigDecimal("0.78643200"));
        assertThat(result.receivedAt()).isEqualTo(Wire.NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | no  | {"detail":"No user found for Key ID and Secret"}          | Rejected UNAUTHENTICATED | Never
            403 | no  | {"detail":"User is locked. Reason: Exhausted balance."}   | Rejected BALANCE_LOCKED  | Never
            403 | no  | {"detail":"no"}                                           | Rejected FORBIDDEN       | Never
            404 | no  | {"detail":"Application \\"x\\" not found"}                | Rejected NOT_FOUND       | Never
            404 | yes | {"detail":"Path /x not found"}                            | JobFailed                | Never
            400 | yes | {"detail":"bad timeout","error_type":"bad_request"}       | Rejected BAD_REQUEST     | Never
            400 | yes | {"detail":"the lora cannot be loaded"}                    | JobFailed                | Never
            422 | yes | {"detail":[{"loc":["body","prompt"],"msg":"no","type":"missing"}]} | JobFailed       | Never
            422 | no  | {"detail":"no"}                                           | JobFailed                | Never
            429 | no  | {"detail":"Reached concurrent requests limit of 20","type":"concurrent_requests_limit","data":{"limit":20}} | Rejected RATE_LIMITED | Backoff
            429 | yes | {"detail":"Reached concurrent requests limit of 20"}      | Rejected RATE_LIMITED    | Backoff
            499 | yes | {"detail":"Request cancelled by the client."}             | JobFailed                | Never
            500 | yes | {"detail":"Internal Server Error"}                        | JobFailed                | Never
            503 | yes | {"detail":"GPU error"}                                    | JobFailed                | Never
            500 | no  | <html>500</html>                                          | SubmitOutcomeUnknown     | Never
            502 | no  | <html>502 Bad Gateway nginx</html>                        | SubmitOutcomeUnknown     | Never
            503 | no  | <html>503 nginx</html>                                    | SubmitOutcomeUnknown     | Never
            504 | no  | <html>504 nginx</html>                                    | SubmitOutcomeUnknown     | Never
            502 | no  | {"detail":"Bad Gateway"}                                  | SubmitOutcomeUnknown     | Never
            503 | no  | {"detail":"Service Unavailable"}                          | SubmitOutcomeUnknown     | Never
            504 | no  | {"detail":"Gateway Timeout"}                              | SubmitOutcomeUnknown     | Never
            500 | no  | {"detail":"Internal Server Error"}                        | JobFailed                | Never
            502 | yes | {"detail":"Bad Gateway"}                                  | JobFailed                | Never
            504 | yes | {"detail":"Gateway Timeout"}                              | JobFailed                | Never
            502 | no  | {"detail":"no runner","error_type":"runner_connection_error"} | JobFailed            | Never
            408 | no  | {"message":"timeout"}                                     | SubmitOutcomeUnknown     | Never
            302 | no  | moved                                                     | SubmitOutcomeUnknown     | Never
            200 | yes | <html>hello</html>                                        | Unreadable               | Never
            200 | yes | [1]                                                       | Unreadable               | Never
            """)
    void eachAnswerHasItsLeafAndOnlyARefusalMayBeSentAgain(
            int status, String fromModel, String body, String becomes, String again) {
        WireResponse response =
                fromModel.equals("yes") ? answer(status, body, "x-fal-request-id", "abc") : answer(status, body);

        for (Outcome<?> outcome :
                java.util.List.of(run().decode(response), stream("a/b").whole().decode(response))) {
            Outcome.Failure<?> failure = Wire.failure(outcome);
            FalException error = failure.error();
            String leaf = error.getClass().getSimpleName()
                    + (error instanceof Rejected rejected ? " " + rejected.reason() : "");
            assertThat(leaf).isEqualTo(becomes);
            assertThat(failure.again().getClass().getSimpleName()).isEqualTo(again);
            assertThat(error.ticket()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void whatAGatewaySaysOfARunPromisesNothing(int status) {
        DirectProtocol resending =
                new DirectProtocol(FalConfig.builder().resendSubmitOnEdge503().build());
        Exchange<?> run = resending.run(ANY, Map.of("prompt", "x"), DirectOptions.defaults(), InputFile::url);

        Outcome.Failure<?> failure = Wire.failure(run.decode(answer(status, "{\"detail\":\"gateway\"}")));

        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error())
                .isInstanceOf(SubmitOutcomeUnknown.class)
                .hasMessageContaining("gateway")
                .hasMessageContaining("may be billed")
                .hasMessageNotContaining("not billed");
    }

    @Test
    void aStartThatCameTooLateIsAFailureWhoeverTellsOfIt() {
        WireResponse missed = answer(504, "{\"detail\":\"late\"}", "x-fal-request-timeout-type", "user");

        assertThat(Wire.failure(run().decode(missed)).error()).isInstanceOf(JobFailed.class);
    }

    @Test
    void R11_theServersPauseIsKept() {
        assertThat(Wire.failure(run().decode(answer(429, "{}", "Retry-After", "3")))
                        .again())
                .isEqualTo(new Again.After(Duration.ofSeconds(3)));
    }

    @Test
    void whatIsLostSaysThatItMayBeBilledAndThatThereIsNoTicket() {
        assertThat(Wire.failure(run().decode(answer(502, "<html>nginx</html>"))).error())
                .isInstanceOf(SubmitOutcomeUnknown.class)
                .hasMessageContaining("no ticket")
                .hasMessageContaining("may be billed");
        assertThat(Wire.failure(run().decode(answer(200, "nonsense"))).error())
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("may be billed");
    }

    @Test
    void aQueuesAnswerToASubmitIsNoOutput() {
        Outcome.Failure<?> failure = Wire.failure(run().decode(answer(200, Wire.fixture("POST_submit_accepted.json"))));

        assertThat(failure.error())
                .isInstanceOf(SubmitOutcomeUnknown.class)
                .hasMessageContaining("leads to a queue")
                .hasMessageContaining(String.valueOf(
                        Wire.json(Wire.fixture("POST_submit_accepted.json")).get("request_id")));
        assertThat(Wire.success(run().decode(answer(200, "{\"request_id\":\"mine\",\"status\":\"done\"}")))
                        .output())
                .containsEntry("request_id", "mine");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, Unreachable, WhenReachable",
        "NONE_FREE, Unreachable, WhenReachable",
        "NO_CREDENTIALS, Unreachable, WhenReachable",
        "CLOSED, Unreachable, Never",
        "NO_ANSWER, SubmitOutcomeUnknown, Never",
        "TOO_LARGE, Unreadable, Never"
    })
    void R10_onlyWhatDidNotLeaveIsSentAgain(TransportFault.Kind kind, String leaf, String again) {
        TransportFault fault = new TransportFault(kind, "x", Wire.NOW, new IOException("x"));

        for (Outcome.Failure<?> failure :
                java.util.List.of(run().failed(fault), stream("a/b").events().failed(fault))) {
            assertThat(failure.error().getClass().getSimpleName()).isEqualTo(leaf);
            assertThat(failure.again().getClass().getSimpleName()).isEqualTo(again);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"out of memory\",\"error_type\":\"runner_server_error\"}",
                "{\"error\":\"out of memory\"}",
                "{\"error\":{\"message\":\"out of memory\",\"type\":\"x\"}}",
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"out of memory\",\"type\":\"x\"}],\"request_id\":\"r\"}",
            })
    void anEventThatSaysNothingButAnErrorIsAFailure(String event) {
        assertThat(Wire.failure(stream("a/b").events().decode(event)).error())
                .isInstanceOf(JobFailed.class)
                .hasMessageContaining("out of memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"fine\",\"images\":[]}",
                "{\"error\":null,\"seed\":1}",
                "{\"error\":null}",
                "{\"message\":\"a word\"}",
                "{\"status\":\"IN_PROGRESS\"}",
                "{}",
            })
    void anEventWithMoreInItIsAnOutput(String event) {
        assertThat(Wire.success(stream("a/b").events().decode(event))).isEqualTo(Wire.json(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[1]", "null", "{"})
    void anEventThatIsNoOutputIsUnreadableAndNotSkipped(String event) {
        assertThat(Wire.failure(stream("a/b").events().decode(event)).error())
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("event");
    }

    @Test
    void R13_aKeyThatIsEchoedIsInNoError() {
        DirectProtocol withKey = new DirectProtocol(FalConfig.builder()
                .credentials(FalCredentials.key("canary-id:canary-secret"))
                .build());
        DirectStream<Map<String, @Nullable Object>> stream =
                withKey.stream(ANY, Map.of(), Codec.map(), DirectOptions.defaults(), InputFile::url);
        String echo = "{\"detail\":\"bad key canary-id:canary-secret\"}";

        for (Outcome<?> outcome : java.util.List.of(
                stream.whole().decode(answer(500, echo)),
                stream.whole().decode(answer(502, "<html>canary-id:canary-secret</html>")),
                stream.events().decode(echo),
                stream.events().decode("canary-id:canary-secret"))) {
            assertThat(Wire.allTextOf(Wire.failure(outcome).error())).doesNotContain("canary-secret");
        }
    }

    @Test
    void R13_theProxysKeyThatIsEchoedIsInNoErrorEither() {
        DirectProtocol proxied = new DirectProtocol(FalConfig.builder()
                .proxyUrl("https://app.example/api/fal/proxy")
                .proxyCredentials(FalCredentials.bearer("proxy-canary-88"))
                .build());
        DirectStream<Map<String, @Nullable Object>> stream =
                proxied.stream(ANY, Map.of(), Codec.map(), DirectOptions.defaults(), InputFile::url);
        Exchange<?> run = proxied.run(ANY, Map.of(), DirectOptions.defaults(), InputFile::url);
        String echo = "{\"detail\":\"who is proxy-canary-88?\"}";

        for (Outcome<?> outcome : java.util.List.of(
                run.decode(answer(401, echo)),
                run.decode(answer(422, echo)),
                run.decode(answer(502, "<html>who is proxy-canary-88?</html>")),
                run.failed(new TransportFault(
                        TransportFault.Kind.NO_ANSWER, "who is proxy-canary-88?", Wire.NOW, new IOException("x"))),
                stream.events().decode(echo),
                stream.events().decode("who is proxy-canary-88?"))) {
            assertThat(Wire.allTextOf(Wire.failure(outcome).error()))
                    .contains("who is")
                    .doesNotContain("proxy-canary");
        }
    }
}
