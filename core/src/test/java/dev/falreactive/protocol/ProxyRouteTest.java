package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.TICKET;
import static dev.falreactive.protocol.Wire.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.SubmitOptions;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
