package dev.falreactive.samples.gallery;

import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A ticket that came when nobody waited for it any more is a job that is paid for: it gets a card of its own. */
@Component
class LateTickets implements Consumer<Orphan> {

    private static final Logger LOG = LoggerFactory.getLogger(LateTickets.class);

    private final JobStore store;
    private final Keeper keeper;
    private final Changes changes;

    LateTickets(JobStore store, Keeper keeper, Changes changes) {
        this.store = store;
        this.keeper = keeper;
        this.changes = changes;
    }

    @Override
    public void accept(Orphan orphan) {
        if (orphan instanceof Orphan.Accepted accepted) {
            adopt(accepted.ticket(), store::accepted);
        } else if (orphan instanceof Orphan.Unknown unknown) {
            LOG.warn("a submit came to an unknown end: {}", unknown.error().getMessage());
            unknown.error().ticket().ifPresent(ticket -> adopt(ticket, store::inDoubt));
        }
    }

    private void adopt(QueueTicket ticket, BiFunction<String, QueueTicket, Mono<Boolean>> as) {
        String id = UUID.nameUUIDFromBytes(ticket.requestId().getBytes(StandardCharsets.UTF_8))
                .toString();
        Job begun = Job.begun(id, ticket.submittedAt(), Map.of());
        store.insert(begun)
                .onErrorResume(DuplicateKeyException.class, told -> Mono.empty())
                .then(Mono.defer(() -> as.apply(id, ticket)))
                .filter(Boolean::booleanValue)
                .retryWhen(Retry.backoff(5, Duration.ofMillis(200)))
                .subscribe(
                        stored -> {
                            changes.of(id);
                            keeper.keep(id, ticket);
                        },
                        error -> LOG.error("cannot store the late ticket {}", ticket.toJson(), error));
    }
}
