package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.TICKET;
import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static dev.falreactive.protocol.Wire.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Endpoint;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.RelayProfile;
import dev.falreactive.StatusUpdate;
import dev.falreactive.StatusUpdate.Phase;
import dev.falreactive.fluxlora.FluxLora;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What relays answer, in the profiles that read it, and in fal's, which does not. */
class RelayDecodeTest {

    private static final String IMAGE = "{\"images\":[{\"url\":\"https://cdn.example/1.jpg\"}]}";

    private static QueueProtocol of(RelayProfile profile) {
        return new QueueProtocol(FalConfig.builder()
                .baseUrl("https://relay.example")
                .profile(profile)
                .build());
    }

    private static Exchange<StatusUpdate> polled() {
        return of(RelayProfile.RESULT_ONLY).status(TICKET, true);
    }

    private static Exchange<StatusUpdate> auto() {
        return of(RelayProfile.AUTO).status(TICKET, true);
    }

    @Test
    void withoutAStatusPathTheResultIsAskedFor() {
        assertThat(polled().request().uri()).hasToString("https://relay.example" + TICKET.resultPath());
        assertThat(polled().elsewhere()).isEmpty();
        assertThat(auto().request().uri()).hasToString("https://relay.example" + TICKET.statusPath() + "?logs=1");
        assertThat(auto().elsewhere().orElseThrow().request().uri())
                .hasToString("https://relay.example" + TICKET.resultPath());
        assertThat(Wire.FAL.status(TICKET, true).elsewhere()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"detail\":\"Request is still in progress\",\"request_id\":\"x\",\"status_url\":\"y\"}",
                "400 | {\"detail\":\"Request is still in progress\"}",
                "400 | {\"error\":{\"message\":\"Request is still in progress\"}}",
                "400 | {\"message\":\"the task is not ready\"}",
                "200 | {\"detail\":\"Request is still in progress\"}",
                "400 | {\"status\":\"processing\",\"message\":\"come again\"}",
                "409 | {\"detail\":\"the task is in queue\"}",
                "200 | {\"status\":\"IN_PROGRESS\"}",
                "202 | {\"status\":\"IN_PROGRESS\",\"request_id\":\"x\"}",
                "200 | {\"status\":\"in_progress\",\"progress\":\"30%\",\"task\":\"t\"}",
                "202 | {\"anything\":\"else\"}",
                "200 | {}",
                "200 | {\"images\":null}",
                "200 | ''",
                "202 | ''"
            })
    void theResultPathSaysThatTheJobGoesOn(int code, String body) {
        assertThat(success(polled().decode(answer(code, body))).phase()).isEqualTo(Phase.IN_PROGRESS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"PENDING\"} | PENDING",
                "200 | {\"code\":0,\"message\":\"ok\",\"status\":\"PENDING\"} | PENDING",
                "200 | {\"code\":12,\"message\":\"come again\",\"status\":\"PROCESSING\"} | PROCESSING",
                "200 | {\"status\":\"processing\",\"task_id\":\"t\",\"data\":{}} | processing",
                "202 | {\"status\":\"WARMING_UP\",\"task_id\":\"t\"} | WARMING_UP",
                "200 | {\"status\":\"WARMING_UP\",\"request_id\":\"t\"} | WARMING_UP"
            })
    void wordsOfItsOwnAreDeliveredAndEndNothing(int code, String body, String word) {
        assertThat(success(polled().decode(answer(code, body))))
                .isEqualTo(new StatusUpdate.Unrecognized(word, List.of()));
    }

    @Test
    void aPlaceInTheQueueIsRead() {
        StatusUpdate three = new StatusUpdate.InQueue(OptionalInt.of(3), List.of());
        assertThat(success(polled().decode(answer(200, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}"))))
                .isEqualTo(three);
        assertThat(success(polled().decode(
                                answer(400, "{\"detail\":\"Request is still in progress\",\"queue_position\":3}"))))
                .isEqualTo(three);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IMAGE,
                "{\"status\":\"SUCCESS\",\"images\":[{\"url\":\"https://cdn.example/1.jpg\"}]}",
                "{\"status\":\"COMPLETED\"}",
                "{\"video\":{\"url\":\"https://cdn.example/1.mp4\"}}",
                "{\"status\":\"published\",\"video\":{\"url\":\"https://cdn.example/1.mp4\"}}",
                "{\"message\":\"hello\"}",
                "{\"code\":0,\"msg\":\"ok\"}",
                "{\"output\":\"text\",\"error\":null}"
            })
    void aResultIsTheEnd(String body) {
        StatusUpdate update = success(polled().decode(answer(200, body)));
        assertThat(update).isInstanceOfSatisfying(StatusUpdate.Completed.class, end -> {
            assertThat(end.reportedFailure()).isEmpty();
            assertThat(end.hasResult()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\":\"PENDING\"}",
                "{\"status\":\"FAILED\"}",
                "{\"error\":{\"message\":\"quoted\"}}"
            })
    void whatHasTheModelsMarkAndNamesNoJobIsTheModelsOwn(String body) {
        StatusUpdate update = success(polled().decode(answer(200, body, "x-fal-request-id", "x")));
        assertThat(update).isInstanceOfSatisfying(StatusUpdate.Completed.class, end -> {
            assertThat(end.reportedFailure()).isEmpty();
            assertThat(end.hasResult()).isTrue();
        });
        assertThat(of(RelayProfile.RESULT_ONLY)
                        .result(Endpoint.json("fal-ai/flux-lora"), TICKET, true)
                        .decode(answer(200, body, "x-fal-request-id", "x")))
                .isInstanceOf(Outcome.Success.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"FAILED\",\"error\":{\"message\":\"it broke\"}} | false",
                "200 | {\"status\":\"failed\",\"message\":\"it broke\"} | false",
                "200 | {\"status\":\"error\",\"request_id\":\"x\",\"error\":\"it broke\"} | false",
                "200 | {\"status\":\"CANCELLED\",\"message\":\"it broke\"} | false",
                "200 | {\"error\":{\"message\":\"it broke\",\"code\":7}} | false",
                "200 | {\"code\":500,\"msg\":\"it broke\"} | false",
                "200 | {\"status\":\"fail\",\"error\":{\"message\":\"it broke\"}} | false",
                "200 | {\"detail\":\"it broke\"} | false",
                "200 | {\"status\":\"error\",\"message\":\"it broke\"} | false",
                "400 | {\"error\":{\"message\":\"it broke\"}} | false",
                "422 | {\"detail\":\"it broke\"} | true",
                "500 | {\"detail\":\"it broke\"} | true"
            })
    void anErrorIsTheEnd(int code, String body, boolean stored) {
        StatusUpdate update = success(polled().decode(answer(code, body)));
        assertThat(update).isInstanceOfSatisfying(StatusUpdate.Completed.class, end -> {
            assertThat(end.reportedFailure().orElseThrow().describe()).contains("it broke");
            assertThat(end.hasResult()).isEqualTo(stored);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | <html>bad gateway</html>",
                "503 | {\"error\":{\"message\":\"no channel\"}}",
                "200 | <!doctype html><title>The relay's web site</title>",
                "200 | {\"status\":"
            })
    void whatPassesIsAskedAgainAndEndsNothing(int code, String body) {
        assertThat(failure(polled().decode(answer(code, body))).again()).isInstanceOf(Again.Backoff.class);
    }

    @Test
    void aJobThatNobodyKnowsIsGone() {
        assertThat(failure(polled().decode(answer(404, "{\"error\":{\"message\":\"no such task\"}}"))))
                .satisfies(gone -> {
                    assertThat(gone.again()).isInstanceOf(Again.Never.class);
                    assertThat(gone.error()).isInstanceOfSatisfying(Rejected.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.GONE);
                        assertThat(e).hasMessageContaining("no such task");
                        assertThat(e.ticket()).contains(TICKET);
                    });
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"detail\":\"Not Found\"}",
                "404 | {\"error\":{\"message\":\"Invalid URL (GET /fal-ai/x)\"}}",
                "404 | <html>Error response</html>",
                "404 | ''",
                "405 | {\"detail\":\"Method Not Allowed\"}",
                "501 | ''",
                "400 | {\"error\":{\"message\":\"unknown path\"}}",
                "200 | <!DOCTYPE html><title>The relay's web site</title>",
                "200 | {\"error\":{\"message\":\"Invalid URL\"}}",
                "200 | {\"code\":404,\"message\":\"no route\"}"
            })
    void aStatusPathThatNobodyAnswersMeansTheResultPath(int code, String body) {
        assertThat(failure(auto().decode(answer(code, body))).again()).isInstanceOf(Again.Elsewhere.class);
        assertThat(failure(of(RelayProfile.YUNWU).status(TICKET, true).decode(answer(code, body)))
                        .again())
                .isNotInstanceOf(Again.Elsewhere.class);
        assertThat(failure(Wire.FAL.status(TICKET, true).decode(answer(code, body)))
                        .again())
                .isNotInstanceOf(Again.Elsewhere.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"status\":\"NOT_FOUND\"}",
                "401 | {\"detail\":\"who\"}",
                "403 | {\"detail\":\"no\"}",
                "429 | ''",
                "502 | <html>bad gateway</html>",
                "200 | {\"half\":",
                "410 | ''"
            })
    void anyOtherTroubleStaysWithTheStatusPath(int code, String body) {
        assertThat(failure(auto().decode(answer(code, body))).again()).isNotInstanceOf(Again.Elsewhere.class);
    }

    @Test
    void imagesInTheStatusAreTheEnd() {
        for (String body : List.of(IMAGE, "{\"status\":\"SUCCESS\"," + IMAGE.substring(1))) {
            assertThat(success(auto().decode(answer(200, body))).isTerminal()).isTrue();
        }
        assertThat(success(auto().decode(answer(200, "{\"status\":\"IN_PROGRESS\"," + IMAGE.substring(1))))
                        .isTerminal())
                .isFalse();
        assertThat(Wire.FAL.status(TICKET, true).decode(answer(200, IMAGE))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void whereTheResultPathIsNotThereItsImagesAreReadFromTheStatus() {
        var result = of(RelayProfile.VECTORENGINE).result(FluxLora.TEXT_TO_IMAGE, TICKET, true);
        assertThat(failure(result.decode(answer(404, "<html>"))).again()).isInstanceOf(Again.Elsewhere.class);
        var fromStatus = result.elsewhere().orElseThrow();
        assertThat(fromStatus.request().uri().getPath()).isEqualTo(TICKET.statusPath());
        assertThat(success(fromStatus.decode(answer(200, IMAGE))).output().images())
                .hasSize(1);
        assertThat(failure(fromStatus.decode(answer(200, "{\"status\":\"COMPLETED\"}")))
                        .error())
                .isInstanceOf(Rejected.class);
        assertThat(failure(result.decode(answer(404, "{\"status\":\"NOT_FOUND\"}")))
                        .again())
                .isInstanceOf(Again.Never.class);
    }

    @Test
    void smallLettersAreFalsWordsOnARelay() {
        assertThat(success(auto().decode(answer(200, "{\"status\":\"completed\"}")))
                        .isTerminal())
                .isTrue();
        assertThat(success(Wire.FAL.status(TICKET, true).decode(answer(200, "{\"status\":\"completed\"}"))))
                .isEqualTo(new StatusUpdate.Unrecognized("completed", List.of()));
        // That of the gateway, on the call.
        assertThat(auto().decode(answer(200, "{\"status\":\"error\",\"message\":\"no channel\"}")))
                .isEqualTo(new Outcome.Success<>(new StatusUpdate.Unrecognized("error", List.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"PROCESSING\"}",
                "202 | ''",
                "400 | {\"error\":{\"message\":\"Request is still in progress\"}}"
            })
    void aResultThatIsAStatusIsNotReady(int code, String body) {
        var result = of(RelayProfile.RESULT_ONLY).result(Endpoint.json("fal-ai/flux-lora"), TICKET, false);
        Outcome<?> outcome = result.decode(answer(code, body.isEmpty() ? "{}" : body));
        assertThat(((Outcome.Failure<?>) outcome).error())
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READY));
    }

    @Test
    void aResultThatIsAnErrorIsAFailedJob() {
        var result = of(RelayProfile.RESULT_ONLY).result(Endpoint.json("fal-ai/flux-lora"), TICKET, true);
        assertThat(failure(result.decode(answer(200, "{\"error\":{\"message\":\"it broke\"}}")))
                        .error())
                .isInstanceOf(FalException.JobFailed.class)
                .hasMessageContaining("it broke");
        // What the model says is its own business.
        assertThat(result.decode(answer(200, "{\"error\":{\"message\":\"quoted\"}}", "x-fal-request-id", "x")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(result.decode(answer(200, "{\"error\":\"none\",\"score\":1}")))
                .isInstanceOf(Outcome.Success.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"detail\":\"Not Found\"} | NOT_OFFERED",
                "405 | '' | NOT_OFFERED",
                "501 | '' | NOT_OFFERED",
                "200 | <!doctype html> | NOT_OFFERED",
                "404 | {\"status\":\"NOT_FOUND\"} | NOT_FOUND",
                "202 | {\"status\":\"CANCELLATION_REQUESTED\"} | REQUESTED",
                "400 | {\"status\":\"ALREADY_COMPLETED\"} | ALREADY_COMPLETED"
            })
    void aCancelThatNobodyAnswersIsSaidToBeNone(int code, String body, CancelOutcome outcome) {
        assertThat(success(of(RelayProfile.AUTO).cancel(TICKET).decode(answer(code, body))))
                .isEqualTo(outcome);
    }
}
