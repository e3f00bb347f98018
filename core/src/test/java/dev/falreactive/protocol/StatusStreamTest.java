package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.FAL;
import static dev.falreactive.protocol.Wire.TICKET;
import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.fixture;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.EventStreamDecoder.Part;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusStreamTest {

    private final EventExchange<StatusUpdate> stream = FAL.statusStream(TICKET, true);

    @Test
    void asksForEvents() {
        WireRequest request = stream.request();

        assertThat(request.method()).isEqualTo(HttpMethod.GET);
        assertThat(request.uri())
                .hasToString("https://queue.fal.run/fal-ai/flux-lora/requests/" + Wire.ID + "/status/stream?logs=1");
        assertThat(request.headers().get("accept")).contains("text/event-stream");
        assertThat(request.headers().get("authorization")).isEmpty();
        assertThat(request.body()).isEmpty();
        assertThat(FAL.statusStream(TICKET, false).request().uri().getRawQuery())
                .isEqualTo("logs=0");
        assertThat(FAL.status(TICKET, false).request().headers().get("accept")).contains("application/json");
    }

    @Test
    void theOriginAndPrefixAreTheConfiguredOnes() {
        QueueProtocol relay = new QueueProtocol(
                FalConfig.builder().baseUrl("https://relay.example/fal").build());
        QueueTicket foreign = success(relay.submit(
                        dev.falreactive.Endpoint.json("fal-ai/flux-lora"),
                        java.util.Map.of(),
                        dev.falreactive.SubmitOptions.defaults())
                .decode(answer(200, fixture("POST_submit_accepted.json"))));

        assertThat(relay.statusStream(foreign, false).request().uri().toString())
                .matches("https://relay\\.example/fal/fal-ai/flux-lora/requests/[^/]+/status/stream\\?logs=0");
        assertThat(relay.statusStream(QueueTicket.of(EndpointId.of("workflows/me/flow"), "a/b c", Wire.NOW), false)
                        .request()
                        .uri())
                .hasToString("https://relay.example/fal/workflows/me/flow/requests/a%2Fb%20c/status/stream?logs=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET_status_in-queue.json",
                "GET_status_in-progress-logs.json",
                "GET_status_completed.json",
                "GET_status_completed-error.json"
            })
    void anEventIsReadLikeAStatus(String fixture) {
        String json = fixture(fixture);

        assertThat(success(stream.decode(json)))
                .isEqualTo(success(FAL.status(TICKET, true).decode(answer(200, json))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"status\":7}", "{\"status\":\"\"}", "<html>oops</html>", "{\"sta"})
    void anEventThatIsNoStatusIsUnreadable(String data) {
        Outcome.Failure<StatusUpdate> failure = failure(stream.decode(data));

        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining("status stream");
        assertThat(failure.error().ticket()).contains(TICKET);
        assertThat(failure.again()).isEqualTo(Again.backoff());
    }

    @Test
    void theKeyIsInNoError() {
        QueueProtocol protocol = new QueueProtocol(FalConfig.builder()
                .credentials(FalCredentials.key("some-id:some-secret-value"))
                .build());
        EventExchange<StatusUpdate> own = protocol.statusStream(TICKET, false);
        FalException error =
                failure(own.decode("Key some-id:some-secret-value")).error();

        assertThat(Wire.allTextOf(error)).doesNotContain("some-secret-value");
        assertThat(error.bodySnippet()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHENTICATED", "403, FORBIDDEN", "404, GONE", "405, BAD_REQUEST", "429, RATE_LIMITED"})
    void aRefusedStreamIsRefusedLikeAStatus(int code, Reason reason) {
        Outcome.Failure<StatusUpdate> failure = stream.refused(answer(code, "{\"detail\":\"no\"}"));

        assertThat(failure.error()).isInstanceOf(Rejected.class);
        assertThat(((Rejected) failure.error()).reason()).isEqualTo(reason);
        assertThat(failure.error().ticket()).contains(TICKET);
    }

    @Test
    void aServerErrorInPlaceOfAStreamIsTransient() {
        Outcome.Failure<StatusUpdate> failure = stream.refused(answer(502, fixture("GET_any_502-nginx.html")));

        assertThat(failure.error()).isInstanceOf(FalException.Unreachable.class);
        assertThat(failure.again()).isEqualTo(Again.backoff());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/event-stream | true",
                "200 | Text/Event-Stream ;charset=utf-8 | true",
                "200 | application/json | false",
                "200 | text/event-streams | false",
                "200 | application/json; x=text/event-stream | false",
                "200 | '' | false",
                "202 | text/event-stream | false",
                "404 | text/event-stream | false"
            })
    void aStreamIsA200OfEvents(int status, String type, boolean is) {
        assertThat(stream.isStream(status, WireHeaders.none().with("content-type", type)))
                .isEqualTo(is);
        assertThat(stream.isStream(status, WireHeaders.none())).isFalse();
    }

    @Test
    void aSuccessThatIsNoStreamIsUnreadable() {
        Outcome.Failure<StatusUpdate> failure = stream.refused(answer(200, "{\"status\":\"IN_QUEUE\"}"));

        assertThat(failure.error()).isInstanceOf(Unreadable.class).hasMessageContaining("no stream of events");
        assertThat(failure.error().httpStatus()).hasValue(200);
    }

    @Test
    void aBrokenStreamIsTransient() {
        TransportFault fault =
                new TransportFault(TransportFault.Kind.NO_ANSWER, "reset", Wire.NOW, new java.io.IOException());

        assertThat(stream.failed(fault).again()).isEqualTo(Again.backoff());
        assertThat(stream.failed(fault).error().ticket()).contains(TICKET);
    }

    @Test
    void theSizeOfAnEventIsBoundedLikeThatOfAStatus() {
        FalConfig config = FalConfig.builder().maxStatusBytes(2_000).build();
        EventExchange<StatusUpdate> small = new QueueProtocol(config).statusStream(TICKET, false);

        assertThat(small.maxBytes()).isEqualTo(2_000);
        assertThat(small.newDecoder().feed(("data: " + "x".repeat(2_000)).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Part.TooLarge(2_000));
    }
}
