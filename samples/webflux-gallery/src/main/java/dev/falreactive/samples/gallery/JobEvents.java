package dev.falreactive.samples.gallery;

import dev.falreactive.StatusUpdate;
import dev.falreactive.fluxlora.FluxLora;
import dev.falreactive.fluxlora.FluxLoraRequest;
import dev.falreactive.fluxlora.FluxLoraResult;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.reactor.ReactorQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What one tab is told: all cards at first, then each card that changes, and how each running job is. A tab shares the
 * watches with the server and with other tabs; one that reads slowly is told the newest state, and one that goes away
 * leaves them.
 */
@Component
class JobEvents {

    /** How many cards a page shows. */
    private static final int CARDS = 100;

    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration OPEN_ANEW = Duration.ofSeconds(1);
    private static final String ALL = "";

    private final ReactorQueue<FluxLoraRequest, FluxLoraResult> queue;
    private final JobStore store;
    private final Changes changes;

    JobEvents(ReactorFalClient fal, JobStore store, Changes changes) {
        this.queue = fal.queue(FluxLora.TEXT_TO_IMAGE);
        this.store = store;
        this.changes = changes;
    }

    private sealed interface Told {
        record Snapshot(List<Job> jobs) implements Told {}

        record Changed(Job job) implements Told {}

        record Removed(String id) implements Told {}

        record Status(String id, StatusUpdate update) implements Told {}
    }

    Flux<ServerSentEvent<Object>> stream() {
        return Flux.merge(Flux.defer(this::told).map(JobEvents::event), heartbeat())
                .takeUntilOther(changes.closed());
    }

    private Flux<Told> told() {
        Set<String> watched = new HashSet<>();
        // Rows are read one after the other, and the first snapshot only when changes are listened to: none is missed.
        Flux<Told> rows = Flux.merge(changes.ids(), Mono.just(ALL)).concatMap(this::read);
        return rows.publish(shared -> Flux.merge(
                shared,
                shared.flatMapIterable(JobEvents::jobs)
                        .filter(job -> begins(job, watched))
                        .flatMap(this::statuses, Integer.MAX_VALUE)));
    }

    private Mono<Told> read(String id) {
        return id.equals(ALL)
                ? store.recent(CARDS).collectList().map(Told.Snapshot::new)
                : store.find(id).<Told>map(Told.Changed::new).defaultIfEmpty(new Told.Removed(id));
    }

    private static List<Job> jobs(Told told) {
        if (told instanceof Told.Snapshot snapshot) {
            return snapshot.jobs();
        }
        return told instanceof Told.Changed changed ? List.of(changed.job()) : List.of();
    }

    private static boolean begins(Job job, Set<String> watched) {
        if (!job.state().running()) {
            watched.remove(job.id());
        }
        return job.state() == Job.State.ACCEPTED && watched.add(job.id());
    }

    /** What goes wrong with a watch is told by its row. */
    private Flux<Told> statuses(Job job) {
        return queue.watchShared(job.requireTicket(), Keeper.WATCH)
                .<Told>map(update -> new Told.Status(job.id(), update))
                .onErrorComplete();
    }

    private static ServerSentEvent<Object> event(Told told) {
        ServerSentEvent.Builder<Object> event = ServerSentEvent.builder();
        if (told instanceof Told.Snapshot snapshot) {
            List<Card> cards = snapshot.jobs().stream().map(Card::of).toList();
            long now = Instant.now().toEpochMilli();
            return event.event("snapshot")
                    .retry(OPEN_ANEW)
                    .data(Map.of("now", now, "cards", cards))
                    .build();
        } else if (told instanceof Told.Changed changed) {
            return event.event("card").data(Card.of(changed.job())).build();
        } else if (told instanceof Told.Status status) {
            return event.event("status")
                    .data(Map.of("id", status.id(), "status", status.update()))
                    .build();
        }
        return event.event("removed")
                .data(Map.of("id", ((Told.Removed) told).id()))
                .build();
    }

    /** Keeps proxies from closing a quiet stream, and finds readers that are gone. */
    static Flux<ServerSentEvent<Object>> heartbeat() {
        return Flux.interval(HEARTBEAT)
                .onBackpressureDrop()
                .map(beat -> ServerSentEvent.builder().comment("still here").build());
    }
}
