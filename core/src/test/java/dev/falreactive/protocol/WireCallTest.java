package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.EndpointId;
import dev.falreactive.FalConfig;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireCallTest {

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run, fal-ai/flux-lora/image-to-image, fal-ai/flux-lora",
        "https://relay.example/fal, fal-ai/flux-lora, fal-ai/flux-lora",
        "https://relay.example/a/b, workflows/me/flow, workflows/me/flow",
        "https://queue.fal.run, requests/requests, requests/requests"
    })
    void eachCallIsKnownByItsRequest(String base, String id, String app) {
        FalConfig config = FalConfig.builder().baseUrl(base).build();
        QueueProtocol protocol = new QueueProtocol(config);
        Endpoint<Map<String, Object>, Map<String, Object>> endpoint = Endpoint.json(id);
        QueueTicket ticket = QueueTicket.of(EndpointId.of(id), "an id/with slash", Instant.EPOCH);

        assertThat(protocol.callOf(protocol.submit(endpoint, Map.of(), SubmitOptions.defaults())
                        .request()))
                .isEqualTo(new WireCall(WireCall.Kind.SUBMIT, id, Optional.empty()));
        check(protocol.status(ticket, true).request(), protocol, WireCall.Kind.STATUS, app);
        check(protocol.statusStream(ticket, false).request(), protocol, WireCall.Kind.STREAM, app);
        check(protocol.result(endpoint, ticket, false).request(), protocol, WireCall.Kind.RESULT, app);
        check(protocol.cancel(ticket).request(), protocol, WireCall.Kind.CANCEL, app);
    }

    private static void check(WireRequest request, QueueProtocol protocol, WireCall.Kind kind, String app) {
        assertThat(protocol.callOf(request)).isEqualTo(new WireCall(kind, app, Optional.of("an id/with slash")));
    }

    @Test
    void anUploadIsNoJobAndItsUrlIsNotTold() {
        FalConfig config =
                FalConfig.builder().baseUrl("https://relay.example/fal").build();
        QueueProtocol protocol = new QueueProtocol(config);
        WireCall upload = new WireCall(WireCall.Kind.UPLOAD, "none", Optional.empty());

        assertThat(protocol.callOf(new StorageProtocol(config)
                        .initiate("a.png", "image/png", Optional.empty())
                        .request()))
                .isEqualTo(upload);
        assertThat(protocol.callOf(new WireRequest(
                        HttpMethod.POST,
                        URI.create("https://bucket.example/secret"),
                        QueueProtocol.COMMON,
                        new byte[0])))
                .isEqualTo(upload);
    }
}
