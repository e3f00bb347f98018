package dev.falreactive.reactor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** A pause among a client's others, as a signal: it begins with its subscription, and completes when it is over. */
final class Rest extends Mono<Void> {

    private final Timers timers;
    private final Duration pause;

    Rest(Timers timers, Duration pause) {
        this.timers = timers;
        this.pause = pause;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        Waiting waiting = new Waiting(timers, actual);
        actual.onSubscribe(waiting);
        waiting.begin(pause);
    }

    private static final class Waiting extends Timers.Alarm implements Subscription {

        private final Timers timers;
        private final CoreSubscriber<? super Void> actual;
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(Timers timers, CoreSubscriber<? super Void> actual) {
            this.timers = timers;
            this.actual = actual;
        }

        void begin(Duration pause) {
            if (!over.get()) {
                timers.set(this, pause);
                if (over.get()) {
                    timers.stop(this);
                }
            }
        }

        @Override
        void ring() {
            if (over.compareAndSet(false, true)) {
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            Operators.validate(n);
        }

        @Override
        public void cancel() {
            over.set(true);
            timers.stop(this);
        }
    }
}
