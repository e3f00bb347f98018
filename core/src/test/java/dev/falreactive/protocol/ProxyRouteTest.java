package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.TICKET;
import static dev.falreactive.protocol.Wire.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Codec;
import dev.falreactive.DirectOptions;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.InputFile;
import dev.falreactive.SubmitOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through a proxy of fal's own kind: where they go, and with whose key. */
class ProxyRouteTest {

    private static final String PROXY = "https://app.example/api/fal/proxy";
    private static final FalCredentials KEY = FalCredentials.key("id:secret-canary-77");

    private static FalConfig.Builder config() {
        return FalConfig.builder().credentials(KEY).proxyUrl(PROXY);
    }

    @Test
    void everyCallGoesToTheProxyWhichIsToldWhereTo() {
        QueueProtocol protocol = new QueueProtocol(config().build());
        WireRequest submit = protocol.submit(
                        FluxLora.TEXT_TO_IMAGE,
                        FluxLoraRequest.builder("a tiger").build(),
                        SubmitOptions.defaults().withMaxQueueLength(3))
                .request();
        WireRequest routed = protocol.routed(submit);
        assertThat(routed.uri()).isEqualTo(URI.create(PROXY));
        assertThat(routed.method()).isEqualTo(HttpMethod.POST);
        assertThat(routed.body()).isEqualTo(submit.body());
        assertThat(routed.headers().get("x-fal-target-url"))
                .contains("https://queue.fal.run/fal-ai/flux-lora?fal_max_queue_length=3");
        assertThat(protocol.onBackup(submit)).isEmpty();
        assertThat(protocol.credentialsFor(routed.uri())).isEmpty();
        assertThat(protocol.credentialsFor(submit.uri())).isEmpty();
    }

    @Test
    void withoutAProxyCallsGoWhereTheyAreMeantToGo() {
        QueueProtocol protocol =
                new QueueProtocol(FalConfig.builder().credentials(KEY).build());
        WireRequest status = protocol.status(TICKET, false).request();
        assertThat(protocol.routed(status)).isSameAs(status);
        assertThat(protocol.credentialsFor(status.uri())).containsSame(KEY);
        assertThat(protocol.credentialsFor(URI.create("https://elsewhere.example/")))
                .isEmpty();
        assertThat(protocol.onBackup(status)).isPresent();
    }

    @Test
    void whatIsMeantForTheProxyIsSentThereAlone() {
        FalCredentials token = FalCredentials.bearer("a-token-of-the-proxy");
        QueueProtocol protocol =
                new QueueProtocol(config().proxyCredentials(token).build());
        assertThat(protocol.credentialsFor(URI.create(PROXY))).containsSame(token);
        assertThat(protocol.credentialsFor(URI.create("https://queue.fal.run/x")))
                .isEmpty();
        assertThat(protocol.credentialsFor(URI.create("http://app.example/api/fal/proxy")))
                .isEmpty();
        assertThat(protocol.credentialsFor(URI.create("https://app.example:444/")))
                .isEmpty();
    }

    @Test
    void aProxyOnTheQueuesOwnHostGetsNoKeyEither() {
        QueueProtocol protocol = new QueueProtocol(FalConfig.builder()
                .baseUrl("https://app.example")
                .credentials(KEY)
                .proxyUrl(PROXY)
                .build());
        assertThat(protocol.credentialsFor(URI.create(PROXY))).isEmpty();
    }

    @Test
    void whatIsNoCallOfTheQueueDoesNotGoThroughIt() {
        QueueProtocol protocol = new QueueProtocol(config().build());
        WireRequest keys = QueueProtocol.get(URI.create("https://elsewhere.example/keys.json"));
        assertThat(protocol.routed(keys)).isSameAs(keys);
    }

    @Test
    void bothCredentialsAreBlankedInWhatIsToldOfAnAnswer() {
        QueueProtocol protocol = new QueueProtocol(config().proxyCredentials(FalCredentials.bearer("proxy-canary-88"))
                .build());
        var failure = Wire.failure(protocol.status(TICKET, false)
                .decode(answer(401, "{\"detail\":\"who are id:secret-canary-77 and proxy-canary-88?\"}")));
        assertThat(Wire.allTextOf(failure.error())).contains("who are").doesNotContain("canary");
    }

    private static final DirectProtocol DIRECT = new DirectProtocol(
            config().proxyCredentials(FalCredentials.bearer("proxy-canary-88")).build());
    private static final StorageProtocol STORAGE = new StorageProtocol(
            config().proxyCredentials(FalCredentials.bearer("proxy-canary-88")).build());

    static Stream<Function<WireResponse, Outcome<?>>> directly() {
        Endpoint<Map<String, @Nullable Object>, Map<String, @Nullable Object>> any = Endpoint.json("fal-ai/any");
        var run = DIRECT.run(any, Map.of(), DirectOptions.defaults(), InputFile::url);
        var stream = DIRECT.stream(any, Map.of(), Codec.map(), DirectOptions.defaults(), InputFile::url);
        return Stream.of(run::decode, stream.whole()::decode, stream.events()::refused);
    }

    @ParameterizedTest
    @MethodSource("directly")
    void aDirectRunsErrorWhoseCodeTheProxyForgotIsNoOutput(Function<WireResponse, Outcome<?>> call) {
        String invalid =
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"Field required\",\"type\":\"missing\"}]}";
        assertThat(errorOf(call.apply(answer(200, invalid, "x-fal-request-id", "r"))))
                .isInstanceOf(FalException.JobFailed.class)
                .hasMessageContaining("Field required");
        assertThat(errorOf(call.apply(answer(200, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"))))
                .isInstanceOfSatisfying(
                        FalException.Rejected.class,
                        e -> assertThat(e.reason()).isEqualTo(FalException.Rejected.Reason.BALANCE_LOCKED));
        assertThat(errorOf(call.apply(answer(200, "{\"detail\":\"something else of proxy-canary-88\"}"))))
                // Nobody says that the model did not run.
                .isInstanceOf(FalException.SubmitOutcomeUnknown.class)
                .message()
                .contains("something else")
                .doesNotContain("canary");
    }

    @Test
    void aDirectRunsOutputBehindAProxyStaysOne() {
        var run = DIRECT.run(Endpoint.json("fal-ai/any"), Map.of(), DirectOptions.defaults(), InputFile::url);
        assertThat(Wire.success(run.decode(answer(200, "{\"detail\":\"a model's\",\"score\":1}")))
                        .output())
                .containsEntry("score", 1);
        var straight = new DirectProtocol(FalConfig.builder().build())
                .run(Endpoint.json("fal-ai/any"), Map.of(), DirectOptions.defaults(), InputFile::url);
        assertThat(straight.decode(answer(200, "{\"detail\":\"x\"}"))).isInstanceOf(Outcome.Success.class);
    }

    @ParameterizedTest
    @CsvSource({
        "No user found for Key ID and Secret, UNAUTHENTICATED, Never",
        "Too many requests, RATE_LIMITED, Backoff"
    })
    void anUploadsErrorWhoseCodeTheProxyForgotIsARefusal(
            String said, FalException.Rejected.Reason reason, String again) {
        for (var initiate : List.of(
                STORAGE.initiate("a", "image/png", Optional.empty()),
                STORAGE.initiateParts("a", "image/png", Optional.empty()))) {
            Outcome.Failure<?> failure = Wire.failure(initiate.decode(answer(200, "{\"detail\":\"" + said + "\"}")));
            assertThat(failure.error())
                    .isInstanceOfSatisfying(
                            FalException.Rejected.class,
                            e -> assertThat(e.reason()).isEqualTo(reason))
                    .hasMessageContaining(said);
            assertThat(failure.again().getClass().getSimpleName()).isEqualTo(again);
        }
    }

    @Test
    void anUploadThatASickServerRefusesIsTriedAgainAndTellsNoCredential() {
        Outcome.Failure<?> failure = Wire.failure(STORAGE.initiate("a", "image/png", Optional.empty())
                .decode(answer(200, "{\"detail\":\"oops proxy-canary-88\"}")));
        assertThat(failure.again()).isEqualTo(Again.backoff());
        assertThat(failure.error()).isInstanceOf(FalException.Unreachable.class);
        assertThat(Wire.allTextOf(failure.error())).contains("oops").doesNotContain("canary");
    }

    private static FalException errorOf(Outcome<?> outcome) {
        return Wire.failure(outcome).error();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://app.example/proxy", "ftp://x", "https://user@app.example/", "https://app.example/?a=b"})
    void anUnsafeProxyIsRefused(String url) {
        assertThatThrownBy(() -> FalConfig.builder().proxyUrl(url).build())
                .isInstanceOf(FalException.InvalidInput.class)
                .hasMessageContaining("The URL of the proxy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"detail\":\"Request is still in progress\",\"request_id\":\"x\",\"status_url\":\"y\"} |",
                "404 | {\"status\":\"NOT_FOUND\"} |",
                "400 | {\"status\":\"ALREADY_COMPLETED\"} |",
                "422 | {\"detail\":[{\"loc\":[\"body\"],\"msg\":\"m\",\"type\":\"t\"}]} |",
                "500 | {\"detail\":\"GPU error\"} | x-fal-request-id",
                "404 | {\"detail\":\"Path /x not found\"} | x-fal-request-id",
                "499 | {\"detail\":\"c\",\"error_type\":\"client_cancelled\"} |",
                "400 | {\"detail\":\"c\",\"error_type\":\"bad_request\"} |",
                "500 | {\"detail\":\"c\"} | x-fal-error-type",
                "504 | {\"detail\":\"c\",\"error_type\":\"startup_timeout\"} | x-fal-request-timeout-type",
                "401 | {\"detail\":\"No user found for Key ID and Secret\"} |",
                "401 | {\"detail\":\"Cannot access application. Authentication is required\"} |",
                "403 | {\"detail\":\"User is locked. Reason: Exhausted balance.\"} |",
                "404 | {\"detail\":\"Application \\\"x\\\" not found\"} |",
                "429 | {\"detail\":\"Reached concurrent requests limit of 20\"} |",
                "503 | {\"detail\":\"something else\"} |",
                "200 | {\"status\":\"COMPLETED\"} |",
                "200 | {\"status\":\"IN_QUEUE\",\"request_id\":\"x\"} |",
                "200 | {\"detail\":\"a model's\",\"score\":1} |",
                "200 | {\"images\":[]} |",
                "200 | <html> |",
                "200 | '' |"
            })
    void aCodeThatAProxyForgotIsReadOffTheBody(int code, String body, String header) {
        WireResponse said = header == null ? answer(200, body) : answer(200, body, header, "internal_error");
        assertThat(LostStatus.mended(said).status()).isEqualTo(code);
        WireResponse other = answer(202, body);
        assertThat(LostStatus.mended(other)).isSameAs(other);
    }

    @Test
    void withoutAProxyACodeIsBelieved() {
        String body = "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"m\",\"type\":\"t\"}]}";
        var direct =
                new QueueProtocol(FalConfig.builder().build()).result(Endpoint.json("fal-ai/flux-lora"), TICKET, true);
        var proxied = new QueueProtocol(config().build()).result(Endpoint.json("fal-ai/flux-lora"), TICKET, true);
        assertThat(direct.decode(answer(200, body))).isInstanceOf(Outcome.Success.class);
        assertThat(Wire.failure(proxied.decode(answer(200, body))).error()).isInstanceOf(FalException.JobFailed.class);
    }

    /** Behind a proxy the code is lost, and words are all that is left: a guess must not have a job paid for twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"Too many open files\"}",
                "{\"detail\":\"load balancer timed out\"}",
                "{\"detail\":\"the thread is blocked\"}",
                "{\"detail\":\"upstream not found\"}",
                "{\"detail\":\"Request is still in progress\"}",
                "{\"detail\":{\"error\":\"upstream\"}}",
                "{\"detail\":[]}",
                "{\"status\":\"NOT_FOUND\"}",
            })
    void R10_aSubmitThatIsRefusedInWordsThatAreNotTheQueuesIsInDoubt(String body) {
        Outcome.Failure<?> failure = Wire.failure(submit().decode(answer(200, body)));
        assertThat(failure.error()).isInstanceOf(FalException.SubmitOutcomeUnknown.class);
        assertThat(failure.again()).isInstanceOf(Again.Never.class);
        assertThat(Wire.failure(run().decode(answer(200, "{\"detail\":\"Too many open files\"}")))
                        .again())
                .isInstanceOf(Again.Never.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BALANCE_LOCKED | User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.",
                "UNAUTHENTICATED | No user found for Key ID and Secret",
                "NOT_FOUND | Application \\\"app\\\" not found",
            })
    void R10_inTheQueuesOwnWordsItIsRefused(FalException.Rejected.Reason reason, String detail) {
        FalException error = Wire.failure(submit().decode(answer(200, "{\"detail\":\"" + detail + "\"}")))
                .error();
        assertThat(error).isInstanceOf(FalException.Rejected.class);
        assertThat(((FalException.Rejected) error).reason()).isEqualTo(reason);
    }

    private static Exchange<?> submit() {
        return new QueueProtocol(config().build())
                .submit(
                        FluxLora.TEXT_TO_IMAGE,
                        FluxLoraRequest.builder("a tiger").build(),
                        SubmitOptions.defaults());
    }

    private static Exchange<?> run() {
        return new DirectProtocol(config().build())
                .run(
                        FluxLora.TEXT_TO_IMAGE,
                        FluxLoraRequest.builder("a tiger").build(),
                        DirectOptions.defaults(),
                        InputFile::url);
    }
}
