package dev.falreactive.polling;

import dev.falreactive.EndpointId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The histories of a bounded number of endpoints: one too many takes the place of the one that is longest unused. */
final class Endpoints {

    private final int most;
    private final AtomicLong uses = new AtomicLong();

    // Replaced under the lock of this, never changed: endpoints are new seldom, and asked for all the time.
    private volatile Map<EndpointId, EndpointHistory> known = Map.of();

    Endpoints(int most) {
        this.most = most;
    }

    Optional<EndpointHistory> of(EndpointId endpoint) {
        EndpointHistory history = known.get(endpoint);
        if (history != null) {
            history.usedAt(uses.incrementAndGet());
        }
        return Optional.ofNullable(history);
    }

    EndpointHistory toLearn(EndpointId endpoint) {
        return of(endpoint).orElseGet(() -> added(endpoint));
    }

    private synchronized EndpointHistory added(EndpointId endpoint) {
        return of(endpoint).orElseGet(() -> {
            Map<EndpointId, EndpointHistory> more = new HashMap<>(known);
            if (more.size() >= most) {
                more.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().lastUse()))
                        .map(Map.Entry::getKey)
                        .ifPresent(more::remove);
            }
            EndpointHistory history = new EndpointHistory();
            history.usedAt(uses.incrementAndGet());
            more.put(endpoint, history);
            known = more;
            return history;
        });
    }
}
