package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException.InvalidInput;
import dev.falreactive.QueueTicket;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R12: the key goes to the configured origins alone. */
class OriginTest {

    private static final QueueProtocol RELAY = new QueueProtocol(
            FalConfig.builder().baseUrl("https://relay.example:8443/fal").build());

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/x,              true",
        "https://queue.fal.run:443/x,          true",
        "HTTPS://QUEUE.FAL.RUN/x,              true",
        "https://queue.falrun.com/x,           true",
        "http://queue.fal.run/x,               false",
        "https://queue.fal.run:444/x,          false",
        "https://queue.fal.run.evil/x,         false",
        "https://evilqueue.fal.run/x,          false",
        "https://fal.run/x,                    true",
        "https://falrun.com/x,                 true",
        "https://rest.fal.ai/x,                true",
        "https://api.fal.ai/x,                 false",
        "https://queue.fal.run@evil/x,         false",
        "https://v3.fal.media/x,               false",
        "//queue.fal.run/x,                    false",
        "/x,                                   false",
        "mailto:a@queue.fal.run,               false",
    })
    void R12_aConfiguredOriginIsHostSchemeAndPort(URI uri, boolean configured) {
        assertThat(Wire.FAL.isConfiguredOrigin(uri)).isEqualTo(configured);
    }

    @ParameterizedTest
    @CsvSource({
        "https://relay.example:8443/fal/x, true",
        "https://relay.example:8443/other, true",
        "https://relay.example/fal/x,      false",
        "https://queue.fal.run/x,          false",
        "https://queue.falrun.com/x,       false",
        "https://fal.run/x,                false",
        "https://falrun.com/x,             false",
        "https://rest.fal.ai/x,            false",
    })
    void R12_aRelayHasNoOriginButItsOwn(URI uri, boolean configured) {
        assertThat(RELAY.isConfiguredOrigin(uri)).isEqualTo(configured);
    }

    @ParameterizedTest
    @CsvSource({
        "https://fal.run/fal-ai/flux-lora?a=b, https://falrun.com/fal-ai/flux-lora?a=b",
        "https://queue.fal.run/fal-ai/x,       https://queue.falrun.com/fal-ai/x",
        "https://rest.fal.ai/storage,          ",
    })
    void eachServiceHasItsOwnBackupOrNone(URI uri, URI backup) {
        WireRequest request = new WireRequest(HttpMethod.POST, uri, WireHeaders.none(), new byte[0]);

        assertThat(Wire.FAL.onBackup(request).map(WireRequest::uri)).isEqualTo(Optional.ofNullable(backup));
    }

    @Test
    void aRequestGoesToTheBackupUnchanged() {
        WireRequest request = Wire.FAL.status(Wire.TICKET, true).request();
        WireRequest backup = Wire.FAL.onBackup(request).orElseThrow();

        assertThat(backup.uri())
                .hasToString("https://queue.falrun.com/fal-ai/flux-lora/requests/" + Wire.ID + "/status?logs=1");
        assertThat(backup.method()).isEqualTo(request.method());
        assertThat(backup.headers()).isEqualTo(request.headers());
        assertThat(backup.body()).isSameAs(request.body());
    }

    @Test
    void aRelayOrAClientWithoutBackupHasNone() {
        assertThat(RELAY.onBackup(RELAY.status(Wire.TICKET, false).request())).isEmpty();
        QueueProtocol none =
                new QueueProtocol(FalConfig.builder().noBackupBaseUrl().build());
        assertThat(none.onBackup(none.status(Wire.TICKET, false).request())).isEmpty();
        assertThat(none.isConfiguredOrigin(URI.create("https://queue.falrun.com/x")))
                .isFalse();
    }

    @Test
    void aTicketOfAnotherEndpointIsRefused() {
        QueueTicket ticket = Wire.TICKET;

        assertThatThrownBy(() -> QueueProtocol.requireOwn(Endpoint.json("fal-ai/flux"), ticket))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("fal-ai/flux-lora")
                .hasMessageContaining("nothing was sent");
        assertThatCode(() -> QueueProtocol.requireOwn(Endpoint.json("fal-ai/flux-lora"), ticket))
                .doesNotThrowAnyException();
    }
}
