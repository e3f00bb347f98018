package dev.falreactive.protocol;

import static dev.falreactive.protocol.Wire.answer;
import static dev.falreactive.protocol.Wire.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.FalException.JobFailed;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.FalException.SubmitOutcomeUnknown;
import dev.falreactive.JobFailure;
import dev.falreactive.JobFailure.FieldError;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every error that a server is known to answer with, a line each in {@code errors.csv}: the call, the answer, and what it
 * becomes. {@code early} is a result call before the status has said that the job ended; {@code becomes} is the leaf with
 * its reason, an outcome of a cancel call, or a failure that the status reports.
 */
class ErrorTableTest {

    private static final char DELIMITER = '|';
    private static final char NO_QUOTES = '`';

    private static Outcome<?> decode(String call, WireResponse answer) {
        return switch (call) {
            case "submit" ->
                Wire.FAL
                        .submit(Endpoint.json("fal-ai/flux-lora"), Map.of(), SubmitOptions.defaults())
                        .decode(answer);
            case "status" -> Wire.FAL.status(Wire.TICKET, false).decode(answer);
            case "early" ->
                Wire.FAL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, false).decode(answer);
            case "result" ->
                Wire.FAL.result(FluxLora.TEXT_TO_IMAGE, Wire.TICKET, true).decode(answer);
            case "cancel" -> Wire.FAL.cancel(Wire.TICKET).decode(answer);
            default -> throw new IllegalArgumentException(call);
        };
    }

    private static String[] headers(String text) {
        List<String> headers = new ArrayList<>();
        for (String header : text.isEmpty() ? new String[0] : text.split("; ")) {
            headers.addAll(List.of(header.split("=", 2)));
        }
        return headers.toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} becomes {4} {5}")
    @CsvFileSource(
            resources = "/errors.csv",
            delimiter = DELIMITER,
            quoteCharacter = NO_QUOTES,
            numLinesToSkip = 1,
            nullValues = "-")
    void anAnswerBecomesWhatTheTableSays(
            String call,
            int code,
            String headers,
            String given,
            String becomes,
            String failure,
            String again,
            String says,
            String bill) {
        Outcome<?> outcome = decode(call, answer(code, body(orEmpty(given)), headers(orEmpty(headers))));

        if (outcome instanceof Outcome.Success<?> success) {
            assertThat(outcome(success.value())).isEqualTo(becomes);
            assertThat(reported(success.value())).isEqualTo(orEmpty(failure));
            return;
        }
        FalException error = ((Outcome.Failure<?>) outcome).error();
        assertThat(leaf(error)).isEqualTo(becomes);
        assertThat(again(((Outcome.Failure<?>) outcome).again())).isEqualTo(again);
        assertThat(error instanceof JobFailed failed ? described(failed.failure()) : "")
                .isEqualTo(orEmpty(failure));
        assertThat(error.ticket()).isEqualTo(call.equals("submit") ? Optional.empty() : Optional.of(Wire.TICKET));
        assertThat(error.httpStatus()).hasValue(code);
        assertThat(error.getMessage())
                .contains(says.split(" & "))
                .contains("HTTP " + code)
                .doesNotContain("<html", "<body", "<h1", "<center", "\n")
                .hasSizeLessThan(1_500)
                .endsWith(".");
        assertThat(error.getMessage().contains("may be billed")
                        || error.getMessage().contains("It may be billed"))
                .as("%s may be billed", error.getMessage())
                .isEqualTo(bill.equals("maybe"));
        assertThat(error.getMessage().contains("not billed")
                        || error.getMessage().contains("Nothing is billed"))
                .as("%s is not billed", error.getMessage())
                .isEqualTo(bill.equals("no"));
        assertThat(Wire.allTextOf(error)).doesNotContain("PRIVATE");
        if (error instanceof SubmitOutcomeUnknown unknown) {
            assertThat(unknown.inputFingerprint()).hasSize(64);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String leaf(FalException error) {
        String name = error.getClass().getSimpleName();
        return error instanceof Rejected rejected ? name + " " + rejected.reason() : name;
    }

    private static String outcome(Object value) {
        return value instanceof StatusUpdate.Completed ? "reported" : String.valueOf(value);
    }

    private static String reported(Object value) {
        return value instanceof StatusUpdate.Completed completed
                ? described(completed.reportedFailure().orElseThrow())
                : "";
    }

    private static String again(Again again) {
        if (again instanceof Again.After after) {
            return after.pause().toSeconds() + " s";
        }
        return again.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** Field errors with all that was kept of them, else the words. */
    private static String described(JobFailure failure) {
        return failure.fieldErrors().isEmpty()
                ? failure.describe()
                : failure.fieldErrors().stream().map(ErrorTableTest::described).collect(Collectors.joining("; "));
    }

    private static String described(FieldError error) {
        return error.path() + " " + error.type() + " " + error.ctx();
    }

    @Test
    void R14_aPageOfAMegabyteIsAShortSnippetOnEveryCall() {
        String page = "<html><head><style>" + "p{}".repeat(100) + "</style></head><body><h1>502 Bad Gateway</h1>"
                + "<p>sorry</p>\n".repeat(80_000) + "</body></html>";
        for (String call : List.of("submit", "status", "early", "result", "cancel")) {
            FalException error = Wire.failure(decode(call, answer(502, page))).error();

            assertThat(error.bodySnippet())
                    .startsWith("502 Bad Gateway sorry sorry")
                    .hasSizeLessThanOrEqualTo(500)
                    .doesNotContain("<", "p{}");
            assertThat(error.getMessage()).contains("502 Bad Gateway").hasSizeLessThan(2_500);
        }
    }

    @Test
    void R11_aPauseIsToldAsTheServerAskedForIt() {
        Rejected error = (Rejected) Wire.failure(decode("submit", answer(429, "", "Retry-After", "1.5")))
                .error();

        assertThat(error.retryAfter()).contains(Duration.ofMillis(1500));
    }
}
