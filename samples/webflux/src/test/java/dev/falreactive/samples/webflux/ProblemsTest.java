package dev.falreactive.samples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected.Reason;
import dev.falreactive.JobFailure;
import dev.falreactive.QueueTicket;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

class ProblemsTest {

    private static final QueueTicket TICKET = QueueTicket.of(FluxLora.ID, "r1", Instant.EPOCH);
    private static final Evidence EVIDENCE = Evidence.of(TICKET);
    private static final Throwable CAUSE = new java.io.IOException("reset");

    static Stream<Arguments> errors() {
        JobFailure.FieldError field =
                new JobFailure.FieldError(List.of("body", "prompt"), "too_long", "is too long", Map.of());
        return Stream.of(
                Arguments.of(
                        new FalException.InvalidInput("It", List.of(new Violation("/a", "type", "no"))),
                        422,
                        "invalid-input"),
                Arguments.of(rejected(Reason.UNAUTHENTICATED), 502, "unauthenticated"),
                Arguments.of(rejected(Reason.FORBIDDEN), 403, "forbidden"),
                Arguments.of(rejected(Reason.BALANCE_LOCKED), 402, "balance-locked"),
                Arguments.of(rejected(Reason.RATE_LIMITED), 429, "rate-limited"),
                Arguments.of(rejected(Reason.QUEUE_FULL), 429, "queue-full"),
                Arguments.of(rejected(Reason.NOT_FOUND), 404, "not-found"),
                Arguments.of(rejected(Reason.NOT_READY), 409, "not-ready"),
                Arguments.of(rejected(Reason.GONE), 410, "gone"),
                Arguments.of(rejected(Reason.BAD_REQUEST), 400, "bad-request"),
                Arguments.of(failed(List.of()), 502, "job-failed"),
                Arguments.of(failed(List.of(field)), 422, "job-failed"),
                Arguments.of(
                        new FalException.WatchTimeout(Duration.ofSeconds(1), Optional.empty(), TICKET),
                        504,
                        "watch-timeout"),
                Arguments.of(
                        new FalException.SubmitOutcomeUnknown(
                                "reset", FluxLora.ID, Instant.EPOCH, "print", Evidence.none(), CAUSE),
                        502,
                        "submit-outcome-unknown"),
                Arguments.of(new FalException.Unreachable("no", EVIDENCE, CAUSE), 503, "unreachable"),
                Arguments.of(new FalException.Unreadable("what", EVIDENCE, CAUSE), 502, "unreadable"));
    }

    private static FalException rejected(Reason reason) {
        return new FalException.Rejected(reason, "no", Optional.of(Duration.ofMillis(1_200)), EVIDENCE);
    }

    private static FalException failed(List<JobFailure.FieldError> fields) {
        return new FalException.JobFailed(
                new JobFailure("it broke", Optional.of("runner"), fields, OptionalInt.of(500)), EVIDENCE);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void eachErrorIsAProblemWithItsTicket(FalException error, int status, String type) {
        ResponseEntity<ProblemDetail> response = Problems.problem(error);
        ProblemDetail problem = response.getBody();
        assertThat(response.getStatusCode().value()).isEqualTo(status);
        assertThat(problem.getStatus()).isEqualTo(status);
        assertThat(problem.getType()).hasToString("urn:fal-reactive:" + type);
        assertThat(problem.getDetail()).isEqualTo(error.getMessage());
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        Map<String, Object> properties = problem.getProperties() == null ? Map.of() : problem.getProperties();
        assertThat(properties.containsKey("ticket")).isEqualTo(error.ticket().isPresent());
        assertThat(properties.containsKey("violations")).isEqualTo(error instanceof FalException.InvalidInput);
        assertThat(properties.containsKey("failure")).isEqualTo(error instanceof FalException.JobFailed);
        assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo(error instanceof FalException.Rejected ? "2" : null);
    }
}
