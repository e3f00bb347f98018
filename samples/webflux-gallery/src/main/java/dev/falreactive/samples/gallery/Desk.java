package dev.falreactive.samples.gallery;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalException;
import dev.falreactive.QueueTicket;
import dev.falreactive.Violation;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes jobs: the row first, then the submit, then the ticket. A submit is not tied to the request that asked for it, so
 * that a browser that goes away stops nothing half-way.
 */
@Component
class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Retry STORE_AGAIN =
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(10));

    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final JobStore store;
    private final Keeper keeper;
    private final Changes changes;
    private final int maxRunning;
    private final Set<Mono<Void>> inFlight = ConcurrentHashMap.newKeySet();

    Desk(ReactorFalClient fal, JobStore store, Keeper keeper, Changes changes, GalleryProperties gallery) {
        this.queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
        this.store = store;
        this.keeper = keeper;
        this.changes = changes;
        this.maxRunning = gallery.maxRunning();
    }

    /**
     * What a submit came to.
     *
     * @param job the row
     * @param isNew whether this call made it; false if the same request had come before
     */
    record Taken(Job job, boolean isNew) {}

    /** The id is in use by another request. */
    static final class IdTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** As much runs as may run. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Stores a job and begins its submit. The same id with the same input again brings the job that there is.
     *
     * @return the row. Errors: {@link FalException.InvalidInput}, {@link IdTaken}, {@link Busy}; nothing was sent
     */
    Mono<Taken> submit(String id, Map<String, @Nullable Object> input) {
        return Mono.defer(() -> {
            FluxLoraRequest request = FluxLoraRequest.ofJson(input);
            List<Violation> violations = InputLimits.violations(request);
            if (!violations.isEmpty()) {
                return Mono.error(new FalException.InvalidInput("The input", violations));
            }
            Job job = Job.begun(id, Instant.now(), request.toJson());
            Mono<Taken> insert = store.insert(job)
                    .then(Mono.fromCallable(() -> {
                        begin(job, request);
                        return new Taken(job, true);
                    }))
                    .onErrorResume(DuplicateKeyException.class, taken -> again(job));
            Mono<Taken> known = store.find(id).flatMap(existing -> again(job));
            Mono<Taken> fresh =
                    store.running().flatMap(running -> running < maxRunning ? insert : Mono.error(new Busy()));
            // Not undone when the browser goes away: a row without its submit would be a riddle.
            return Mono.fromFuture(known.switchIfEmpty(fresh).toFuture(), true);
        });
    }

    private Mono<Taken> again(Job job) {
        return store.find(job.id())
                .filter(existing -> JobRows.write(existing.input()).equals(JobRows.write(job.input())))
                .switchIfEmpty(Mono.error(new IdTaken()))
                .map(existing -> new Taken(existing, false));
    }

    private void begin(Job job, FluxLoraRequest request) {
        Mono<Void> submit = queue.submit(request)
                .flatMap(ticket -> accepted(job.id(), ticket))
                .onErrorResume(error -> ticketOf(error)
                        .map(ticket -> inDoubt(job.id(), ticket, error))
                        .orElseGet(() -> refused(job.id(), error)))
                .cache();
        inFlight.add(submit);
        submit.doFinally(end -> inFlight.remove(submit))
                .subscribe(done -> {}, error -> LOG.error("job {} is in an unknown state", job.id(), error));
    }

    /** A ticket is never given up: it is a job that is paid for. */
    private Mono<Void> accepted(String id, QueueTicket ticket) {
        return watched(id, ticket, store.accepted(id, ticket));
    }

    private Mono<Void> watched(String id, QueueTicket ticket, Mono<Boolean> stored) {
        return stored.doOnError(error -> LOG.error("cannot store ticket {}", ticket.toJson(), error))
                .retryWhen(STORE_AGAIN)
                .then(Mono.<Void>fromRunnable(() -> {
                    changes.of(id);
                    keeper.keep(id, ticket);
                }));
    }

    private static Optional<QueueTicket> ticketOf(Throwable error) {
        return error instanceof FalException.SubmitOutcomeUnknown unknown ? unknown.ticket() : Optional.empty();
    }

    /** The answer broke off, and its head names a request: it is watched as any other, until the queue says no. */
    private Mono<Void> inDoubt(String id, QueueTicket ticket, Throwable error) {
        LOG.warn("job {}: {}", id, error.getMessage());
        return watched(id, ticket, store.inDoubt(id, ticket));
    }

    private Mono<Void> refused(String id, Throwable error) {
        Trouble trouble = Trouble.ofSubmit(error);
        boolean unknown = trouble.kind().equals("submit-outcome-unknown");
        LOG.warn("job {}: {}", id, error.getMessage());
        return store.ended(id, unknown ? Job.State.UNKNOWN : Job.State.REFUSED, trouble, Instant.now())
                .retryWhen(STORE_AGAIN)
                .then(Mono.<Void>fromRunnable(() -> changes.of(id)));
    }

    /** Asks the queue to stop a job. Empty if there is no such job that runs. */
    Mono<CancelOutcome> cancel(String id) {
        return store.cancelAsked(id)
                .filter(Boolean::booleanValue)
                .flatMap(asked -> store.find(id))
                .flatMap(job -> queue.cancel(job.requireTicket()))
                .doOnNext(outcome -> changes.of(id));
    }

    /** Waits for the answers to all submits that are on their way. */
    Mono<Void> quiet() {
        return Flux.defer(() -> Flux.merge(Flux.fromIterable(inFlight))).then();
    }
}
