package dev.falreactive.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.QueueTicket;
import dev.falreactive.SubmitOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a submit's answer means because of something that the user chose. */
class SubmitChoicesTest {

    private static final String PAGE = "<html>503 Service Temporarily Unavailable nginx</html>";
    private static final QueueProtocol BY_CHOICE =
            new QueueProtocol(FalConfig.builder().resendSubmitOnEdge503().build());

    private static Exchange<QueueTicket> submit(QueueProtocol protocol, SubmitOptions options) {
        return protocol.submit(Endpoint.json("fal-ai/flux-lora"), Map.of("prompt", "x"), options);
    }

    private static Outcome.Failure<QueueTicket> answered(QueueProtocol protocol, WireResponse response) {
        return Wire.failure(submit(protocol, SubmitOptions.defaults()).decode(response));
    }

    @Test
    void R10_a503PageIsSentAgainByChoiceAlone() {
        assertThat(answered(Wire.FAL, Wire.answer(503, PAGE)).again()).isEqualTo(Again.never());
        assertThat(answered(BY_CHOICE, Wire.answer(503, PAGE)).again()).isEqualTo(Again.backoff());
        assertThat(answered(BY_CHOICE, Wire.answer(503, PAGE, "Retry-After", "2"))
                        .again())
                .isEqualTo(new Again.After(Duration.ofSeconds(2)));
        assertThat(answered(BY_CHOICE, Wire.answer(503, PAGE)).error()).isInstanceOf(SubmitOutcomeUnknown.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | <html>page</html>    | x-fal-request-id | abc",
                "503 | {\"detail\":\"GPU\"} | x-none           | x",
                "503 | <html>page</html>    | x-fal-error-type | runner_scheduling_failure",
                "502 | <html>page</html>    | x-none           | x",
                "504 | <html>page</html>    | x-none           | x",
                "500 | <html>page</html>    | x-none           | x"
            })
    void R10_theServicesOwnAnswersAndOtherPagesAreNotEvenThen(int status, String body, String header, String value) {
        Outcome.Failure<QueueTicket> failure = answered(BY_CHOICE, Wire.answer(status, body, header, value));
        assertThat(failure.again()).isEqualTo(Again.never());
        assertThat(failure.error()).isInstanceOf(SubmitOutcomeUnknown.class);
    }

    @Test
    void aFullQueueIsARefusalForGoodOnlyForWhoLimitedIt() {
        WireResponse tooMany = Wire.answer(429, "{\"detail\":\"Queue is full\"}");
        Outcome.Failure<QueueTicket> limited = Wire.failure(
                submit(Wire.FAL, SubmitOptions.defaults().withMaxQueueLength(3)).decode(tooMany));
        assertThat(((Rejected) limited.error()).reason()).isEqualTo(Rejected.Reason.QUEUE_FULL);
        assertThat(limited.again()).isEqualTo(Again.never());
        Outcome.Failure<QueueTicket> unlimited = answered(Wire.FAL, tooMany);
        assertThat(((Rejected) unlimited.error()).reason()).isEqualTo(Rejected.Reason.RATE_LIMITED);
        assertThat(unlimited.again()).isEqualTo(Again.backoff());
    }

    @Test
    void aServerThatNamesATimeIsAskedAgainEvenSo() {
        Outcome.Failure<QueueTicket> failure =
                Wire.failure(submit(Wire.FAL, SubmitOptions.defaults().withMaxQueueLength(3))
                        .decode(Wire.answer(429, "{}", "Retry-After", "1")));
        assertThat(failure.again()).isEqualTo(new Again.After(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, WhenReachable",
        "NONE_FREE, WhenReachable",
        "NO_CREDENTIALS, WhenReachable",
        "CLOSED, Never",
        "NO_ANSWER, Never",
        "TOO_LARGE, Never"
    })
    void R10_onlyWhatProvablyDidNotLeaveIsSentAgain(TransportFault.Kind kind, String again) {
        TransportFault fault = new TransportFault(kind, "x", Wire.NOW, new IOException("x"));
        assertThat(submit(Wire.FAL, SubmitOptions.defaults())
                        .failed(fault)
                        .again()
                        .getClass()
                        .getSimpleName())
                .isEqualTo(again);
    }
}
