package dev.falreactive.reactor;

import dev.falreactive.EndpointId;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * The watches of a client that several readers share: one loop a job, asked for an update when any reader would take one.
 */
final class SharedWatches {

    private record Key(EndpointId endpoint, String requestId) {}

    // Guarded by this, as the state of each loop is.
    private final Map<Key, Loop> loops = new HashMap<>();

    /** Joins the job's loop on subscription, or starts it from the source. */
    Flux<StatusUpdate> of(QueueTicket ticket, Supplier<Flux<StatusUpdate>> source) {
        Key key = new Key(ticket.endpoint(), ticket.requestId());
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super StatusUpdate> actual) {
                enter(key, source, actual);
            }
        };
    }

    /** How many loops run. */
    synchronized int size() {
        return loops.size();
    }

    private void enter(Key key, Supplier<Flux<StatusUpdate>> source, CoreSubscriber<? super StatusUpdate> actual) {
        Loop loop;
        ConflatedSubscription reader;
        boolean first;
        synchronized (this) {
            first = !loops.containsKey(key);
            loop = loops.computeIfAbsent(key, Loop::new);
            reader = new ConflatedSubscription(actual, loop);
            loop.readers.add(reader);
        }
        actual.onSubscribe(reader);
        loop.welcome(reader);
        if (first) {
            source.get().contextWrite(actual.currentContext()).subscribe(loop);
        }
    }

    private final class Loop extends BaseSubscriber<StatusUpdate> implements ConflatedSubscription.Owner {

        private final Key key;
        private final AtomicBoolean asked = new AtomicBoolean(true);

        // Guarded by SharedWatches.this.
        final Set<ConflatedSubscription> readers = new LinkedHashSet<>();
        /** Those who have been told where the job is; the others are told when they are ready. */
        private final Set<ConflatedSubscription> welcomed = new HashSet<>();

        private @Nullable StatusUpdate latest;

        Loop(Key key) {
            this.key = key;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            asked.set(false);
            demanded();
        }

        void welcome(ConflatedSubscription reader) {
            synchronized (SharedWatches.this) {
                tellLatest(reader);
            }
            reader.open();
            demanded();
        }

        // Under the lock, so that no update comes before or instead of an older one.
        private void tellLatest(ConflatedSubscription reader) {
            StatusUpdate known = latest;
            if (welcomed.add(reader) && known != null) {
                reader.put(known);
            }
        }

        @Override
        protected void hookOnNext(StatusUpdate update) {
            List<ConflatedSubscription> present;
            synchronized (SharedWatches.this) {
                StatusUpdate before = latest;
                latest = before == null ? update : ConflatedSubscription.merged(before, update);
                welcomed.forEach(reader -> reader.put(update));
                present = new ArrayList<>(welcomed);
            }
            asked.set(false);
            present.forEach(ConflatedSubscription::drain);
            demanded();
        }

        @Override
        public void demanded() {
            if (!asked.get() && anyoneIsHungry() && asked.compareAndSet(false, true)) {
                request(1);
            }
        }

        private boolean anyoneIsHungry() {
            synchronized (SharedWatches.this) {
                return welcomed.stream().anyMatch(ConflatedSubscription::isHungry);
            }
        }

        @Override
        protected void hookOnComplete() {
            over().forEach(ConflatedSubscription::end);
        }

        @Override
        protected void hookOnError(Throwable error) {
            over().forEach(reader -> reader.fail(error));
        }

        private List<ConflatedSubscription> over() {
            synchronized (SharedWatches.this) {
                loops.remove(key, this);
                readers.forEach(this::tellLatest);
                return new ArrayList<>(readers);
            }
        }

        @Override
        public void left(ConflatedSubscription reader) {
            boolean last;
            synchronized (SharedWatches.this) {
                readers.remove(reader);
                welcomed.remove(reader);
                last = readers.isEmpty() && loops.remove(key, this);
            }
            if (last) {
                cancel();
            }
        }
    }
}
