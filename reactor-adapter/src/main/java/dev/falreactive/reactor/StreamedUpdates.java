package dev.falreactive.reactor;

import dev.falreactive.StatusUpdate;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/**
 * Updates that are pushed, as a reader takes them: opened by its first demand, bounded when it is slow, and over when the
 * source is and the reader has what was left. Cancelling ends the source at once.
 */
final class StreamedUpdates extends Flux<StatusUpdate> {

    private final Flux<StatusUpdate> source;

    StreamedUpdates(Flux<StatusUpdate> source) {
        this.source = source;
    }

    @Override
    public void subscribe(CoreSubscriber<? super StatusUpdate> actual) {
        ConflatedSubscription reader = new Opening(source, actual).reader;
        actual.onSubscribe(reader);
        reader.open();
    }

    private static final class Opening extends BaseSubscriber<StatusUpdate> implements ConflatedSubscription.Owner {

        private final Flux<StatusUpdate> source;
        private final Context context;
        private final AtomicBoolean openedOrLeft = new AtomicBoolean();
        final ConflatedSubscription reader;

        Opening(Flux<StatusUpdate> source, CoreSubscriber<? super StatusUpdate> actual) {
            this.source = source;
            this.context = actual.currentContext();
            this.reader = new ConflatedSubscription(actual, this);
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void demanded() {
            if (openedOrLeft.compareAndSet(false, true)) {
                source.subscribe(this);
            }
        }

        @Override
        public void left(ConflatedSubscription gone) {
            openedOrLeft.set(true);
            cancel();
        }

        @Override
        protected void hookOnNext(StatusUpdate update) {
            reader.put(update);
            reader.drain();
        }

        @Override
        protected void hookOnComplete() {
            reader.end();
        }

        @Override
        protected void hookOnError(Throwable error) {
            reader.fail(error);
        }
    }
}
