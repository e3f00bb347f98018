package dev.falreactive.samples.gallery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the page asks for. */
@RestController
@RequestMapping("/api")
class JobController {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Desk desk;
    private final Keeper keeper;
    private final JobEvents events;
    private final About about;

    JobController(Desk desk, Keeper keeper, JobEvents events, ReactorFalClient fal) {
        this.desk = desk;
        this.keeper = keeper;
        this.events = events;
        this.about = About.of(fal.config());
    }

    /**
     * What the page posts.
     *
     * @param id made by the page: the same request sent twice is one job
     * @param input the model's input
     */
    record Order(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("input") @Nullable Map<String, @Nullable Object> input) {}

    @GetMapping("/about")
    About about() {
        return about;
    }

    /** The rules that the form is made of, and checked by. */
    @GetMapping(path = "/schema", produces = MediaType.APPLICATION_JSON_VALUE)
    String schema() {
        return FluxLora.inputSchema().document();
    }

    /** 202 for a new job, 200 for one that was asked for before. */
    @PostMapping("/jobs")
    Mono<ResponseEntity<Card>> submit(@RequestBody Order order) {
        if (order.id() == null
                || order.input() == null
                || !UUID.matcher(order.id()).matches()) {
            throw new FalException.InvalidInput(
                    "The request", List.of(new Violation("", "required", "needs a UUID as id, and an input")));
        }
        return desk.submit(order.id(), order.input())
                .map(taken -> ResponseEntity.status(taken.isNew() ? HttpStatus.ACCEPTED : HttpStatus.OK)
                        .body(Card.of(taken.job())));
    }

    @PostMapping("/jobs/{id}/cancel")
    Mono<ResponseEntity<Map<String, CancelOutcome>>> cancel(@PathVariable String id) {
        return desk.cancel(id)
                .map(outcome -> ResponseEntity.accepted().body(Map.of("outcome", outcome)))
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT, "There is no such job that runs: it may have ended just now.")));
    }

    /** Removes a job that has ended, with its images. */
    @DeleteMapping("/jobs/{id}")
    Mono<ResponseEntity<Void>> remove(@PathVariable String id) {
        return keeper.remove(id)
                .filter(Boolean::booleanValue)
                .map(removed -> ResponseEntity.noContent().<Void>build())
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT, "There is no such job that has ended: cancel it first.")));
    }

    /** All that happens, on one connection for each tab. */
    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> events() {
        return events.stream();
    }
}
