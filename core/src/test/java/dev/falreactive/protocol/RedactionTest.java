package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.time.Duration;
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
        "sk-ab/cd+ef==0123456789, sk-ab%2fcd%2bef%3d%3d0123456789",
        "sk-ab/cd+ef==0123456789, sk-ab/cd%2Bef%3D%3D0123456789",
        "sk-ab/cd+ef==0123456789, sk-ab/cd\\u002Bef\\u003d\\u003d0123456789",
        "sk-ab/cd+ef==0123456789, sk-ab/cd&#x2B;ef&#61;=0123456789",
        "sk-ab/cd+ef==0123456789, \\u0073\\u006b\\u002dab/cd+ef==0123456789",
        "sk-ab&cd\\ef==0123456789, sk-ab&amp;cd\\\\ef==0123456789",
    })
    void R13_aSecretIsKnownInTheFormsThatServersWriteItIn(String secret, String written) {
        QueueProtocol relay = protocol(FalCredentials.bearer(secret));

        assertThat(Wire.allTextOf(failure(relay.status(Wire.TICKET, false)
                                .decode(answer(401, "{\"message\":\"token " + written + " is unknown\"}")))
                        .error()))
                .contains("token <redacted> is unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<p>%s</p>", "{\"detail\":\"%s", "[\"%s\"]", "%s"})
    void R13_aSecretIsKnownInWhatIsNoJsonObject(String page) {
        QueueProtocol relay = protocol(FalCredentials.bearer("sk-ab/cd+ef0123456789"));
        for (String written :
                List.of("sk-ab/cd+ef0123456789", "sk-ab\\/cd\\u002bef0123456789", "sk-ab%2Fcd&#43;ef0123456789")) {
            FalException error = failure(relay.status(Wire.TICKET, false).decode(answer(502, page.formatted(written))))
                    .error();
            assertThat(Wire.allTextOf(error)).doesNotContain("ef0123456789", "sk-ab");
        }
    }

    @Test
    void R13_aSecretOfDigitsDoesNotSpoilAnAnswerThatHoldsItAsANumber() {
        QueueProtocol relay = protocol(FalCredentials.bearer("1234567890"));

        QueueTicket ticket = success(relay.submit(ENDPOINT, Map.of(), SubmitOptions.defaults())
                .decode(answer(200, "{\"request_id\":\"a\",\"account\":1234567890}")));
        Outcome.Failure<?> refused = failure(relay.status(Wire.TICKET, false)
                .decode(answer(401, "{\"detail\":{\"a\":1234567890,\"b\":123456789}}")));

        assertThat(ticket.requestId()).isEqualTo("a");
        assertThat(Wire.allTextOf(refused.error()))
                .contains("{a=<redacted>, b=123456789}")
                .doesNotContain("1234567890");
    }

    @Test
    void R13_aTextThatIsNotTheSecretIsLeft() {
        QueueProtocol relay = protocol(FalCredentials.bearer("sk-ab/cd+ef0123456789"));

        assertThat(failure(relay.status(Wire.TICKET, false)
                                .decode(answer(401, "{\"detail\":\"sk-ab/cd%2cef0123456789 sk-ab/cd+ef012345678\"}")))
                        .error())
                .hasMessageContaining("sk-ab/cd%2cef0123456789 sk-ab/cd+ef012345678");
    }

    @Test
    void R14_blankingCostsTimeInProportion() {
        QueueProtocol relay = protocol(FalCredentials.key("\\".repeat(30) + ":" + "%25&#".repeat(6)));
        for (String part : List.of("\\", "%25", "&#", "&#0", "%", "%25&#", "\\u005c")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> failure(relay.status(Wire.TICKET, false)
                            .decode(answer(502, part.repeat(4_000_000 / part.length())))));
        }
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
