package dev.falreactive.samples.webflux;

import dev.falreactive.FalException;
import dev.falreactive.JobFailure;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Errors as {@code application/problem+json}. Before Spring's own handler: a violation may hide in its exception. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** A stream that has begun can only end: an {@code EventSource} then opens it anew. */
    @ExceptionHandler
    Mono<ResponseEntity<ProblemDetail>> handle(FalException error, ServerWebExchange exchange) {
        if (exchange.getResponse().isCommitted()) {
            LOG.warn("{} ended: {}", exchange.getRequest().getPath(), error.getMessage());
            return Mono.empty();
        }
        return Mono.just(problem(error));
    }

    static ResponseEntity<ProblemDetail> problem(FalException error) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(error), String.valueOf(error.getMessage()));
        problem.setType(URI.create("urn:fal-reactive:" + word(error)));
        problem.setTitle(title(error));
        error.ticket().ifPresent(ticket -> problem.setProperty("ticket", ticket));
        if (error instanceof FalException.InvalidInput invalid) {
            problem.setProperty("violations", invalid.violations());
        } else if (error instanceof FalException.JobFailed failed) {
            problem.setProperty("failure", json(failed.failure()));
        }
        // An EventSource accepts nothing but events; it is told all the same.
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (error instanceof FalException.Rejected rejected) {
            rejected.retryAfter().ifPresent(pause -> {
                long seconds = pause.plusMillis(999).toSeconds();
                response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            });
        }
        return response.body(problem);
    }

    private static HttpStatus status(FalException error) {
        if (error instanceof FalException.InvalidInput) {
            return HttpStatus.UNPROCESSABLE_CONTENT;
        } else if (error instanceof FalException.Rejected rejected) {
            return status(rejected.reason());
        } else if (error instanceof FalException.JobFailed failed) {
            boolean inputIsAtFault = !failed.failure().fieldErrors().isEmpty();
            return inputIsAtFault ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_GATEWAY;
        } else if (error instanceof FalException.WatchTimeout) {
            return HttpStatus.GATEWAY_TIMEOUT;
        } else if (error instanceof FalException.Unreachable) {
            return HttpStatus.SERVICE_UNAVAILABLE;
        }
        return HttpStatus.BAD_GATEWAY;
    }

    private static HttpStatus status(FalException.Rejected.Reason reason) {
        return switch (reason) {
            // The credential is this application's, not its client's.
            case UNAUTHENTICATED -> HttpStatus.BAD_GATEWAY;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case BALANCE_LOCKED -> HttpStatus.PAYMENT_REQUIRED;
            case RATE_LIMITED, QUEUE_FULL -> HttpStatus.TOO_MANY_REQUESTS;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case NOT_READY -> HttpStatus.CONFLICT;
            case GONE -> HttpStatus.GONE;
            case BAD_REQUEST -> HttpStatus.BAD_REQUEST;
        };
    }

    /** The leaf, or the reason of a refusal: {@code submit-outcome-unknown}, {@code rate-limited}. */
    private static String word(FalException error) {
        String name = error instanceof FalException.Rejected rejected
                ? rejected.reason().name().replace('_', '-')
                : error.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        return name.toLowerCase(Locale.ROOT);
    }

    private static String title(FalException error) {
        String words = word(error).replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static Map<String, Object> json(JobFailure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("detail", failure.detail());
        failure.errorType().ifPresent(type -> json.put("type", type));
        failure.httpStatus().ifPresent(status -> json.put("status", status));
        json.put("fields", failure.fieldErrors());
        return json;
    }
}
