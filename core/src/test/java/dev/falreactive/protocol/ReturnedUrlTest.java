package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.falreactive.Codec;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R12: of a returned URL only a path of the shape {@code …/requests/{this id}[/…]} is believed. */
class ReturnedUrlTest {

    private static final String DEFAULT = "https://queue.fal.run";

    private static String statusUri(String base, String endpoint, String returned) {
        QueueProtocol protocol =
                new QueueProtocol(FalConfig.builder().baseUrl(base).build());
        byte[] body = Codec.map().write(Map.of("request_id", "abc", "status_url", returned));
        QueueTicket ticket = success(protocol.submit(Endpoint.json(endpoint), Map.of(), SubmitOptions.defaults())
                .decode(answer(200, new String(body, StandardCharsets.UTF_8))));
        QueueTicket stored = QueueTicket.fromJson(ticket.toJson());
        return protocol.status(stored, false).request().uri().toString();
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status",
        "https://queue.falrun.com/fal-ai/flux-lora/requests/abc/status",
        "http://queue.fal.run/fal-ai/flux-lora/requests/abc/status",
        "https://evil.example/fal-ai/flux-lora/requests/abc/status",
        "https://queue.fal.run.evil/fal-ai/flux-lora/requests/abc/status",
        "//evil/fal-ai/flux-lora/requests/abc/status",
        "https://user:pass@evil/fal-ai/flux-lora/requests/abc/status",
        "https://queue.fal.run@evil/fal-ai/flux-lora/requests/abc/status",
        "https://queue.fal.run:8443/fal-ai/flux-lora/requests/abc/status",
        "HTTPS://QUEUE.FAL.RUN/fal-ai/flux-lora/requests/abc/status",
        "ftp://evil/fal-ai/flux-lora/requests/abc/status",
        "/fal-ai/flux-lora/requests/abc/status",
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status/",
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status?logs=1&token=x",
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status#part",
    })
    void R12_aUrlOfAnotherHostIsRebased(String returned) {
        assertThat(statusUri(DEFAULT, "fal-ai/flux-lora", returned))
                .isEqualTo("https://queue.fal.run/fal-ai/flux-lora/requests/abc/status");
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/fal-ai/flux-lora/image-to-image/requests/abc/status, /fal-ai/flux-lora/image-to-image/requests/abc/status",
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc/response,              /fal-ai/flux-lora/requests/abc/response",
        "https://queue.fal.run/fal-ai/flux-lora/requests/abc,                       /fal-ai/flux-lora/requests/abc",
        "https://relay/auto/requests/abc/status,                                    /auto/requests/abc/status",
        "https://relay/v1/fal-ai/flux-lora/requests/%61bc/status,                   /v1/fal-ai/flux-lora/requests/%61bc/status",
        "https://relay/requests/x/requests/abc/status,                              /requests/x/requests/abc/status",
    })
    void R12_anotherPathOfTheSameJobIsBelieved(String returned, String path) {
        assertThat(statusUri(DEFAULT, "fal-ai/flux-lora/image-to-image", returned))
                .isEqualTo(DEFAULT + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "https://queue.fal.run",
                "https://queue.fal.run/",
                "https://queue.fal.run/fal-ai/flux-lora/requests/other/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abcd/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/ab/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/ABC/status",
                "https://queue.fal.run/fal-ai/flux-lora/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests",
                "https://queue.fal.run/requests/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/myrequests/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/../../../admin",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/./status",
                "https://queue.fal.run/fal-ai/../requests/abc/status",
                "https://queue.fal.run/fal-ai/%2e%2e/requests/abc/status",
                "https://queue.fal.run/fal-ai/%2E%2e/requests/abc/status",
                "https://queue.fal.run/fal-ai/.%2e/requests/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/%2e%2e/admin",
                "https://queue.fal.run/fal-ai/..;/requests/abc/status",
                "https://queue.fal.run/fal-ai/.%2E;a=1/requests/abc/status",
                "https://queue.fal.run/fal-ai/;a=1/requests/abc/status",
                "https://queue.fal.run/fal-ai\\flux-lora/requests/abc/status",
                "https://queue.fal.run\\fal-ai/flux-lora/requests/abc/status",
                "https://queue.fal.run/fal-ai%5c..%5cx/requests/abc/status",
                "https://queue.fal.run//evil/requests/abc/status",
                "https://queue.fal.run/fal-ai//requests/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests//abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc//status",
                "https://queue.fal.run/fal-ai/flux lora/requests/abc/status",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status\r\nX-Evil: 1",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/status\n",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/%zz",
                "https://queue.fal.run/fal-ai/flux-lora/requests/abc/%",
                "https://queue.fal.run/fal-ai/虎/requests/abc/status",
                "https://queue.fal.run/?x=/fal-ai/flux-lora/requests/abc/status",
                "https://queue.fal.run/#/fal-ai/flux-lora/requests/abc/status",
                "https:/fal-ai/flux-lora/requests/abc/status",
                "https:fal-ai/flux-lora/requests/abc/status",
                "javascript:alert(1)",
                "fal-ai/flux-lora/requests/abc/status",
                "\u0000",
            })
    void R12_anyOtherUrlIsRebuiltAndTheJobIsKept(String returned) {
        assertThat(statusUri(DEFAULT, "fal-ai/flux-lora", returned))
                .isEqualTo("https://queue.fal.run/fal-ai/flux-lora/requests/abc/status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me/requests", "requests/requests", "workflows/requests/requests"})
    void R12_anAppThatIsCalledRequestsIsNotLost(String endpoint) {
        for (String returned : new String[] {"", DEFAULT + "/" + endpoint + "/requests/abc/status"}) {
            assertThat(statusUri(DEFAULT, endpoint, returned))
                    .isEqualTo(DEFAULT + "/" + endpoint + "/requests/abc/status");
        }
    }

    @Test
    void R14_aUrlOfAMegabyteIsRebuilt() {
        for (String filler : new String[] {"a", "/a", "%41", "/", "%", "?", "/requests/abc", "?#", ";", "\n", "\\"}) {
            for (String end : new String[] {"", "\n", "\nx"}) {
                String url = DEFAULT + "/x" + filler.repeat(1_000_000 / filler.length()) + "/requests/abc/status" + end;
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> assertThat(statusUri(DEFAULT, "fal-ai/flux-lora", url))
                                .isEqualTo("https://queue.fal.run/fal-ai/flux-lora/requests/abc/status"));
            }
        }
    }

    @Test
    void R14_aLongUrlNeedsNoDeepStack() throws InterruptedException {
        String url = DEFAULT + "/a%41b".repeat(320) + "/requests/abc/status";
        Throwable[] thrown = new Throwable[1];
        Thread small = new Thread(null, () -> statusUri(DEFAULT, "fal-ai/flux-lora", url), "small stack", 200_000);
        small.setUncaughtExceptionHandler((thread, error) -> thrown[0] = error);
        // Loads the classes, so that the small stack is spent on the URL alone.
        statusUri(DEFAULT, "fal-ai/flux-lora", "x");

        small.start();
        small.join();

        assertThat(thrown[0]).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // base, returned, asked
        "https://relay.example/fal,     https://queue.fal.run/fal-ai/flux-lora/requests/abc/status,      https://relay.example/fal/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal,     https://relay.example/fal/fal-ai/flux-lora/requests/abc/status,  https://relay.example/fal/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal,     http://relay.example/fal/fal-ai/flux-lora/requests/abc/status,   https://relay.example/fal/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal,     https://queue.fal.run/fal-ai/x/requests/abc/status,              https://relay.example/fal/fal-ai/x/requests/abc/status",
        "https://relay.example/fal,     nonsense,                                                        https://relay.example/fal/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal/v1/, https://queue.fal.run/fal-ai/flux-lora/requests/abc/status,      https://relay.example/fal/v1/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal/v1,  https://x/fal/v1/fal-ai/flux-lora/requests/abc/status,           https://relay.example/fal/v1/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal/v1,  https://x/fal/fal-ai/flux-lora/requests/abc/status,              https://relay.example/fal/v1/fal/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal-ai,  https://queue.fal.run/fal-ai/flux-lora/requests/abc/status,      https://relay.example/fal-ai/fal-ai/flux-lora/requests/abc/status",
        "https://relay.example/fal-ai,  https://relay/fal-ai/fal-ai/flux-lora/requests/abc/status,       https://relay.example/fal-ai/fal-ai/flux-lora/requests/abc/status",
        "http://127.0.0.1:8080,         https://queue.fal.run/fal-ai/flux-lora/requests/abc/status,      http://127.0.0.1:8080/fal-ai/flux-lora/requests/abc/status",
        "http://[::1]:8080/fal,         https://queue.fal.run/fal-ai/flux-lora/requests/abc/status,      http://[::1]:8080/fal/fal-ai/flux-lora/requests/abc/status",
    })
    void R12_aConfiguredPrefixIsAddedUnlessPresent(String base, String returned, String asked) {
        assertThat(statusUri(base, "fal-ai/flux-lora", returned)).isEqualTo(asked);
    }

    @Test
    void R12_aResultAndACancelUrlAreTreatedAlike() {
        String json = """
                {"request_id":"abc","response_url":"https://evil/fal-ai/flux-lora/requests/abc/response",
                 "cancel_url":"https://evil/fal-ai/flux-lora/requests/other/cancel"}""";
        QueueTicket ticket = success(Wire.FAL
                .submit(Endpoint.json("fal-ai/flux-lora"), Map.of(), SubmitOptions.defaults())
                .decode(answer(200, json)));

        WireRequest result =
                Wire.FAL.result(Endpoint.json("fal-ai/flux-lora"), ticket, true).request();
        WireRequest cancel = Wire.FAL.cancel(ticket).request();

        assertThat(result.method()).isEqualTo(HttpMethod.GET);
        assertThat(result.uri()).hasToString("https://queue.fal.run/fal-ai/flux-lora/requests/abc/response");
        assertThat(cancel.method()).isEqualTo(HttpMethod.PUT);
        assertThat(cancel.uri()).hasToString("https://queue.fal.run/fal-ai/flux-lora/requests/abc/cancel");
        assertThat(cancel.body()).isEmpty();
    }
}
