package dev.falreactive;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.FalException.Unreachable;
import dev.falreactive.FalException.Unreadable;
import dev.falreactive.FalException.WatchTimeout;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.Wire;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message says what happened, whether it may have been billed, and what to do next. */
class FalExceptionTest {

    @ParameterizedTest
    @EnumSource
    void everyReasonSaysWhatHappenedAndWhatToDo(Reason reason) {
        Rejected error = new Rejected(reason, "the server's words", Optional.empty(), Evidence.of(Wire.TICKET));

        assertThat(error.getMessage())
                .startsWith("Rejected, ")
                .contains(": the server's words [request " + Wire.ID + "]. ")
                .endsWith(".");
        assertThat(error.toString().split("\\]\\. ")[1]).hasSizeGreaterThan(40).contains("The job may be billed.");
        assertThat(new Rejected(reason, "", Optional.empty(), Evidence.none()).getMessage())
                .endsWith(" Nothing is billed.")
                .doesNotContain("[", ":.", "..", "  ", "may be billed");
    }

    @Test
    void aSentenceOfTheServerEndsOnce() {
        assertThat(new Rejected(Reason.FORBIDDEN, "No.", Optional.empty(), Evidence.none()).getMessage())
                .contains(": No. Use a key");
    }

    @Test
    void unreachableSaysWhetherThereIsAJob() {
        assertThat(new Unreachable("connection refused", Evidence.none(), null))
                .hasMessage(
                        "Unreachable: connection refused. Nothing was submitted, nothing is billed: try again later.");
        assertThat(new Unreachable("connection reset", Evidence.of(Wire.TICKET), null).getMessage())
                .contains("The job goes on and may be billed", "do not submit it again", Wire.ID);
    }

    @Test
    void anUnknownOutcomeSaysThatItMayBeBilled() {
        SubmitOutcomeUnknown error = new SubmitOutcomeUnknown(
                "connection reset", Wire.ENDPOINT, Wire.NOW, "0123456789abcdef", Evidence.none(), null);

        assertThat(error.getMessage())
                .contains("fal-ai/flux-lora", "connection reset", "2026-11-01T12:00:00Z", "0123456789ab")
                .contains("may be billed", "was not sent again", "before you submit again");
        assertThat(error.inputFingerprint()).isEqualTo("0123456789abcdef");
        assertThat(error.requestId()).isEmpty();
    }

    @Test
    void aTicketOfAnUnknownOutcomeIsToBeTriedAndIsNoLeaveToSubmitAgain() {
        SubmitOutcomeUnknown error = new SubmitOutcomeUnknown(
                "connection reset", Wire.ENDPOINT, Wire.NOW, "0123456789abcdef", Evidence.of(Wire.TICKET), null);

        assertThat(error.getMessage())
                .contains("may be billed", "was not sent again", "try this error's ticket", Wire.ID)
                .endsWith("if the queue does not know it, look at the account's requests before you submit again.");
        assertThat(error.ticket()).contains(Wire.TICKET);
    }

    @Test
    void aTimeoutSaysWhatMayHaveBecomeOfTheJob() {
        WatchTimeout error = new WatchTimeout(
                Duration.ofMillis(1500), Optional.of(new StatusUpdate.InProgress(List.of())), Wire.TICKET);

        assertThat(error.getMessage())
                .contains("1.5 s", "IN_PROGRESS", Wire.ID, "may be billed", "do not submit it again")
                .contains("goes on unless the watch's stop policy had it cancelled");
        assertThat(error.ticket()).contains(Wire.TICKET);
        assertThat(error.limit()).isEqualTo(Duration.ofMillis(1500));
        assertThat(new WatchTimeout(Duration.ofSeconds(1), Optional.empty(), Wire.TICKET).getMessage())
                .contains("never seen", "goes on unless");
        StatusUpdate ended = new StatusUpdate.Completed(
                new JobMetrics(Optional.empty(), Map.of()), Optional.empty(), true, List.of());
        assertThat(new WatchTimeout(Duration.ofSeconds(1), Optional.of(ended), Wire.TICKET).getMessage())
                .contains("The job ended", "Read its result with its ticket", "do not submit it again")
                .doesNotContain("goes on", "cancelled");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 504})
    void aFailureOfTheServiceIsNotBilled(int status) {
        assertThat(jobFailed(OptionalInt.of(status)).getMessage())
                .contains("not billed", "may be submitted again")
                .doesNotContain("mended");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422, 499})
    void aFailureOfTheInputMayBeBilled(int status) {
        assertThat(jobFailed(OptionalInt.of(status))).hasMessageContaining("may be billed");
        assertThat(jobFailed(OptionalInt.empty())).hasMessageContaining("may be billed");
    }

    @Test
    void aCancelledJobHasNothingToMend() {
        assertThat(jobFailed(OptionalInt.of(499)).getMessage())
                .contains("may be billed", "if it is still wanted")
                .doesNotContain("mended");
        assertThat(jobFailed(OptionalInt.of(422)).getMessage())
                .contains("mended")
                .doesNotContain("wanted");
    }

    @Test
    void R14_aViolationIsToldOnOneLineAndCut() {
        FalException.InvalidInput error = new FalException.InvalidInput(
                "The input", List.of(new Violation("/a\r\nb" + "x".repeat(10_000), "type", "is wrong")));

        assertThat(error.getMessage())
                .hasSizeLessThan(400)
                .startsWith("The input is not valid, nothing was sent: /a bx")
                .endsWith("….");
        assertThat(error.violations().get(0).pointer()).hasSizeGreaterThan(10_000);
    }

    private static JobFailed jobFailed(OptionalInt status) {
        return new JobFailed(new JobFailure("x", Optional.empty(), List.of(), status), Evidence.of(Wire.TICKET));
    }

    @Test
    void R14_theServersTextIsCut() {
        String text = "x".repeat(100_000);
        Evidence evidence = new Evidence(Optional.empty(), Optional.of(text), OptionalInt.of(500), text);

        assertThat(evidence.bodySnippet()).hasSize(500).endsWith("…");
        for (FalException error : List.of(
                new Rejected(Reason.FORBIDDEN, text, Optional.empty(), evidence),
                new Unreachable(text, evidence, null),
                new Unreadable(text, evidence, null),
                new SubmitOutcomeUnknown(text, Wire.ENDPOINT, Wire.NOW, text, evidence, null),
                new JobFailed(new JobFailure(text, Optional.of(text), List.of(), OptionalInt.empty()), evidence))) {
            assertThat(error.getMessage()).hasSizeBetween(2_000, 3_200);
        }
    }

    @Test
    void aTextThatFitsIsNotCut() {
        String text = "x".repeat(500);

        assertThat(new Evidence(Optional.empty(), Optional.empty(), OptionalInt.empty(), text).bodySnippet())
                .isEqualTo(text);
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        for (int before = 490; before < 505; before++) {
            String text = "x".repeat(before) + "🐯".repeat(20);
            String snippet = new Evidence(Optional.empty(), Optional.empty(), OptionalInt.empty(), text).bodySnippet();
            assertThat(new String(
                            snippet.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(snippet);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {100, 200, 204, 302, 400, 401, 402, 403, 404, 408, 409, 410, 422, 425, 429, 499, 500, 502, 503, 504})
    void R15_everyErrorAboutATicketCarriesIt(int status) {
        Endpoint<Map<String, Object>, Map<String, Object>> endpoint = Endpoint.json("fal-ai/flux-lora");
        for (String body : List.of("", "{\"detail\":\"x\"}", "<html>", "[]")) {
            for (Outcome<?> outcome : List.of(
                    Wire.FAL.status(Wire.TICKET, false).decode(answer(status, body)),
                    Wire.FAL.result(endpoint, Wire.TICKET, true).decode(answer(status, body)),
                    Wire.FAL.result(endpoint, Wire.TICKET, false).decode(answer(status, body)),
                    Wire.FAL.cancel(Wire.TICKET).decode(answer(status, body)))) {
                if (outcome instanceof Outcome.Failure<?> failure) {
                    assertThat(failure.error().ticket()).contains(Wire.TICKET);
                    assertThat(failure.error().requestId()).contains(Wire.ID);
                    assertThat(failure.error().httpStatus()).hasValue(status);
                    assertThat(failure.error().getMessage()).contains(Wire.ID, "HTTP " + status);
                }
            }
        }
    }

    @Test
    void R15_theServersOwnIdWinsOverTheTickets() {
        FalException error = failure(
                        Wire.FAL.status(Wire.TICKET, false).decode(answer(500, "", "x-fal-request-id", "the-servers")))
                .error();

        assertThat(error.requestId()).contains("the-servers");
        assertThat(error.ticket()).contains(Wire.TICKET);
    }

    @ParameterizedTest
    @EnumSource
    void R15_everyFaultAboutATicketCarriesIt(TransportFault.Kind kind) {
        TransportFault fault = new TransportFault(kind, "x", Wire.NOW, new java.io.IOException("x"));

        assertThat(Wire.FAL
                        .result(Endpoint.json("fal-ai/flux-lora"), Wire.TICKET, true)
                        .failed(fault)
                        .error()
                        .ticket())
                .contains(Wire.TICKET);
    }

    @Test
    void anErrorIsNotSerializableSinceItWouldComeBackWithoutItsTicket() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThatThrownBy(() -> new ObjectOutputStream(bytes)
                        .writeObject(new Unreachable("connection reset", Evidence.of(Wire.TICKET), null)))
                .isInstanceOf(NotSerializableException.class);
    }
}
