package dev.falreactive.samples.gallery;

import dev.falreactive.FalException;
import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a controller refuses, in words for the page. What a job comes to is told by its card instead. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(FalException.InvalidInput error) {
        ProblemDetail problem =
                problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-input", "Some settings are out of range.");
        problem.setProperty("violations", error.violations());
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> taken(Desk.IdTaken error) {
        return answer(problem(HttpStatus.CONFLICT, "id-taken", "Another job has this id."));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> busy(Desk.Busy error) {
        return answer(problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "busy",
                "As many jobs run as this gallery allows. Wait for one to finish, then try again."));
    }

    /** Of a call that asks the queue, such as a cancel. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(FalException error) {
        HttpStatus status =
                error instanceof FalException.Unreachable ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
        return answer(problem(status, "queue", "The queue did not do it. Try again in a moment."));
    }

    private static ProblemDetail problem(HttpStatus status, String kind, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(Problem.type(kind)));
        return problem;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
