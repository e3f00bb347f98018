package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R13: the key is in no exception, no ticket and no {@code toString}, even if a server sends it back. */
class RedactionTest {

    private static final String HALF = "c4n4ry5ecret0123456789";
    private static final String KEY = "c4n4ry-id:" + HALF;
    private static final Endpoint<Map<String, Object>, Map<String, Object>> ENDPOINT =
            Endpoint.json("fal-ai/flux-lora");

    private static QueueProtocol protocol(FalCredentials credentials) {
        credentials.headerValue();
        return new QueueProtocol(FalConfig.builder().credentials(credentials).build());
    }

    private static final QueueProtocol FAL = protocol(FalCredentials.key(KEY));

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 400, 401, 403, 404, 422, 429, 499, 500, 503})
    void R13_aServerThatEchoesTheKeyIsNotQuoted(int status) {
        for (String secret : List.of(KEY, HALF)) {
            for (String body : List.of(
                    "{\"detail\":\"bad key " + secret + "\",\"error_type\":\"" + secret + "\"}",
                    "{\"detail\":[{\"loc\":[\"" + secret + "\"],\"msg\":\"" + secret + "\",\"type\":\"" + secret
                            + "\",\"ctx\":{\"" + secret + "\":\"" + secret + "\"}}]}",
                    "{\"error\":{\"message\":\"" + secret + "\",\"type\":\"" + secret + "\"}}",
                    "{\"status\":\"" + secret + "\"}",
                    "<html>" + secret + "</html>",
                    secret)) {
                WireResponse answer = answer(
                        status,
                        body,
                        "Location",
                        "https://x/?key=" + secret,
                        "x-fal-request-id",
                        secret,
                        "x-fal-error-type",
                        secret);
                shows(failure(FAL.submit(ENDPOINT, Map.of(), SubmitOptions.defaults())
                                .decode(answer))
                        .error());
                for (Outcome<?> outcome : List.of(
                        FAL.status(Wire.TICKET, true).decode(answer),
                        FAL.result(ENDPOINT, Wire.TICKET, true).decode(answer),
                        FAL.cancel(Wire.TICKET).decode(answer))) {
                    if (outcome instanceof Outcome.Failure<?> failure) {
                        shows(failure.error());
                    }
                }
            }
        }
    }

    private static void shows(FalException error) {
        assertThat(Wire.allTextOf(error)).doesNotContain(HALF);
    }

    @Test
    void R13_aTicketThatEchoesTheKeyDoesNotHoldIt() {
        QueueTicket ticket = success(FAL.submit(ENDPOINT, Map.of(), SubmitOptions.defaults())
                .decode(answer(
                        200,
                        "{\"request_id\":\"a\",\"status_url\":\"https://x/y/" + HALF
                                + "/requests/a/status\",\"response_url\":\"https://" + KEY
                                + "@x/y/requests/a\"}")));

        assertThat(ticket.toJson() + ticket).doesNotContain(HALF);
    }

    @Test
    void R13_aStatusThatEchoesTheKeyDoesNotHoldIt() {
        Outcome<?> update = FAL.status(Wire.TICKET, true)
                .decode(answer(
                        202,
                        "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"Authorization: Key " + KEY + "\"}]}"));

        assertThat(update.toString()).doesNotContain(HALF).contains("Authorization: Key <redacted>");
    }

    @Test
    void R13_aFaultThatNamesTheKeyDoesNotHoldIt() {
        TransportFault fault = new TransportFault(
                TransportFault.Kind.NO_ANSWER, "bad header: Key " + KEY, Wire.NOW, new java.io.IOException("x"));

        shows(FAL.submit(ENDPOINT, Map.of(), SubmitOptions.defaults())
                .failed(fault)
                .error());
        shows(FAL.status(Wire.TICKET, true).failed(fault).error());
    }

    @ParameterizedTest
    @CsvSource({
        "sk-ab/cd+ef==0123456789, sk-ab\\/cd+ef==0123456789",
        "sk-ab/cd+ef==0123456789, sk-ab%2Fcd%2Bef%3D%3D0123456789",
        "sk-ab/cd+ef==0123456789, sk-ab/cd+ef==0123456789",
    })
    void R13_aSecretIsKnownInTheFormsThatServersWriteItIn(String secret, String written) {
        QueueProtocol relay = protocol(FalCredentials.bearer(secret));

        assertThat(Wire.allTextOf(failure(relay.status(Wire.TICKET, false)
                                .decode(answer(401, "{\"message\":\"token " + written + " is unknown\"}")))
                        .error()))
                .contains("token <redacted> is unknown");
    }

    @Test
    void R13_aKeyThatWasReplacedIsStillKnown() {
        Iterator<String> keys =
                List.of("first-key:0123456789", "second-key:abcdefghij").iterator();
        FalCredentials credentials = FalCredentials.supplier(FalCredentials.Scheme.KEY, keys::next);
        QueueProtocol rotating = protocol(credentials);
        credentials.headerValue();

        String text = Wire.allTextOf(failure(rotating.status(Wire.TICKET, false)
                        .decode(answer(401, "{\"detail\":\"first-key:0123456789 second-key:abcdefghij\"}")))
                .error());

        assertThat(text).doesNotContain("first-key", "second-key", "0123456789", "abcdefghij");
    }

    @Test
    void R13_aShortHalfDoesNotBlankInnocentText() {
        QueueProtocol fal = protocol(FalCredentials.key("id:a"));

        assertThat(failure(fal.status(Wire.TICKET, false).decode(answer(401, "{\"detail\":\"a banana; id:a\"}")))
                        .error())
                .hasMessageContaining("a banana; <redacted>");
    }

    @Test
    void aTokenThatIsAnOrdinaryWordDoesNotSpoilTheAnswers() {
        for (String word : new String[] {"request", "status", "1", "a"}) {
            QueueProtocol fal = protocol(FalCredentials.bearer(word));
            assertThat(fal.status(Wire.TICKET, false).decode(answer(200, "{\"status\":\"COMPLETED\"}")))
                    .isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void R13_noRequestHoldsTheCredential() {
        for (WireRequest request : List.of(
                FAL.submit(ENDPOINT, Map.of(), SubmitOptions.defaults()).request(),
                FAL.status(Wire.TICKET, true).request(),
                FAL.result(ENDPOINT, Wire.TICKET, true).request(),
                FAL.cancel(Wire.TICKET).request())) {
            assertThat(request.headers().get("Authorization")).isEmpty();
            assertThat(request.toString() + request.headers().asMap() + request.uri())
                    .doesNotContain(HALF);
        }
    }
}
