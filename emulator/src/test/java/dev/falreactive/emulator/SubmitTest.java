package dev.falreactive.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.protocol.HttpMethod;
import dev.falreactive.protocol.WireResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {

    @Test
    void answersWithAllFieldsAndTheUrlsOfTheAppAlone() {
        WireResponse response = new Bench().post(Bench.APP + "/image-to-image", "{}");

        Map<String, @Nullable Object> body = Bench.json(response);
        String url = "http://127.0.0.1:8787/fal-ai/flux-lora/requests/" + body.get("request_id");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("x-fal-request-id")).contains(Bench.text(body, "request_id"));
        assertThat(body)
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("response_url", url)
                .containsEntry("status_url", url + "/status")
                .containsEntry("cancel_url", url + "/cancel")
                .containsEntry("logs", null)
                .containsEntry("metrics", Map.of())
                .containsEntry("queue_position", 0);
    }

    @Test
    void doesNotLookAtTheInput() {
        assertThat(new Bench().post(Bench.APP, "not json").status()).isEqualTo(200);
        assertThat(new Bench().post(Bench.APP + "/no/such/path", "{}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fal-ai/no-such-app", "/acme/x", "/one", "/fal-ai/%2e%2e/x"})
    void refusesAnUnknownApp(String path) {
        WireResponse response = new Bench().post(path, "{}");

        assertThat(response.status()).isEqualTo(404);
        assertThat(Bench.body(response)).contains("Application").contains("not found");
        assertThat(response.headers().get("x-fal-request-id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Fal-Request-Start-Timeout, soon",
        "X-Fal-Request-Start-Timeout, 0.1",
        "X-Fal-Request-Start-Timeout, -3",
        "X-Fal-Request-Timeout, x",
    })
    void refusesAMalformedStartTimeout(String header, String value) {
        WireResponse response = new Bench().header(header, value).post(Bench.APP, "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(Bench.json(response)).containsEntry("error_type", "bad_request");
    }

    @Test
    void theNewNameOfTheStartTimeoutWins() {
        Bench bench =
                new Bench().header("X-Fal-Request-Timeout", "nonsense").header("X-Fal-Request-Start-Timeout", "30");

        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(200);
    }

    @Test
    void refusesWhenMoreJobsWaitThanTheCallerAccepts() {
        Bench bench = new Bench();
        bench.submit();
        bench.submit();

        assertThat(bench.post(Bench.APP + "?fal_max_queue_length=2", "{}").status())
                .isEqualTo(200);
        WireResponse refused = bench.post(Bench.APP + "?fal_max_queue_length=2", "{}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Bench.json(refused)).containsKey("detail");
        assertThat(bench.post(Bench.APP + "?fal_max_queue_length=many", "{}").status())
                .isEqualTo(400);
    }

    @Test
    void eachSubmitMakesAJobOfItsOwn() {
        Bench bench = new Bench();

        assertThat(bench.submit()).isNotEqualTo(bench.submit());
    }

    @Test
    void otherMethodsAndPathsAreRefused() {
        Bench bench = new Bench();
        String id = bench.submit();

        assertThat(bench.send(HttpMethod.POST, Bench.APP + "/requests/" + id + "/cancel", "")
                        .status())
                .isEqualTo(405);
        assertThat(bench.send(HttpMethod.PUT, Bench.APP + "/requests/" + id, "").status())
                .isEqualTo(405);
        assertThat(bench.get(Bench.APP).status()).isEqualTo(404);
        assertThat(bench.get(Bench.APP + "/requests/" + id + "/else").status()).isEqualTo(404);
    }

    @Test
    void namespacesAreKeptInTheUrls() {
        Bench bench = new Bench(EmulatorConfig.builder().echoApps("workflows/me/my-flow"));

        Map<String, @Nullable Object> body = Bench.json(bench.post("/workflows/me/my-flow/part", "{\"a\":1}"));
        assertThat(Bench.text(body, "status_url")).contains("/workflows/me/my-flow/requests/");
        bench.pass("PT5S");
        assertThat(Bench.body(bench.get("/workflows/me/my-flow/requests/" + body.get("request_id"))))
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void holdsNoMoreJobsThanConfigured() {
        Bench bench = new Bench(EmulatorConfig.builder().maxJobs(2));
        String first = bench.submit();
        bench.submit();
        assertThat(bench.post(Bench.APP, "{}").status()).isEqualTo(429);

        bench.pass("PT10S");
        bench.submit();
        assertThat(bench.status(first).status()).isEqualTo(404);
    }
}
