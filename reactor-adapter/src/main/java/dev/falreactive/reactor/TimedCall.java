package dev.falreactive.reactor;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The one answer of a call, within a limit from its subscription to the answer. Begun by demand. Whoever cancels is told
 * nothing more, and what goes wrong afterwards concerns nobody. May be subscribed to again and again.
 */
final class TimedCall<T> extends Mono<T> {

    private final Publisher<T> source;
    private final Duration limit;
    private final Timers timers;
    private final Fault fault;

    /** What to tell of an error. */
    interface Fault {

        /**
         * What to tell.
         *
         * @param error the error, or a {@link TimeoutException} when the limit is over
         * @param left whether it was {@linkplain #leaves(ContextView, Disposable) said} that what is to be answered has left
         */
        Throwable of(Throwable error, boolean left);
    }

    /**
     * A call.
     *
     * @param source brings one answer
     * @param limit how long it may take
     * @param timers what measures the limit
     * @param fault what to tell of an error
     */
    TimedCall(Publisher<T> source, Duration limit, Timers timers, Fault fault) {
        this.source = source;
        this.limit = limit;
        this.timers = timers;
        this.fault = fault;
    }

    /**
     * Says that what is to be answered leaves now.
     *
     * @param context the context of the source's subscriber
     * @param unread lets go of what is to come; done unless the answer is told, perhaps twice
     */
    static void leaves(ContextView context, Disposable unread) {
        context.<Call<?>>getOrEmpty(Call.class).ifPresent(call -> call.leaves(unread));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new Call<>(this, actual));
    }

    private static final class Call<T> extends Timers.Alarm implements CoreSubscriber<T>, Subscription {

        private static final AtomicIntegerFieldUpdater<Call<?>> STATE = updater();

        private static final int ASSEMBLED = 0;
        private static final int BEGUN = 1;
        private static final int OVER = 2;

        private final TimedCall<T> call;
        private final CoreSubscriber<? super T> actual;
        private final Context context;
        private volatile @Nullable Disposable unread;
        private volatile int state;
        private volatile @Nullable Subscription upstream;

        Call(TimedCall<T> call, CoreSubscriber<? super T> actual) {
            this.call = call;
            this.actual = actual;
            this.context = actual.currentContext().put(Call.class, this);
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type argument
        private static AtomicIntegerFieldUpdater<Call<?>> updater() {
            return (AtomicIntegerFieldUpdater) AtomicIntegerFieldUpdater.newUpdater(Call.class, "state");
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n) && STATE.compareAndSet(this, ASSEMBLED, BEGUN)) {
                call.timers.set(this, call.limit);
                if (state == OVER) {
                    call.timers.stop(this);
                } else {
                    call.source.subscribe(this);
                }
            }
        }

        @Override
        public void cancel() {
            if (STATE.getAndSet(this, OVER) == BEGUN) {
                abort();
            }
        }

        @Override
        void ring() {
            if (isTheEnd()) {
                try {
                    abort();
                } finally {
                    // Whatever an event loop that has ended says to the cancel.
                    actual.onError(call.fault.of(new TimeoutException(), unread != null));
                }
            }
        }

        private boolean isTheEnd() {
            return STATE.compareAndSet(this, BEGUN, OVER);
        }

        void leaves(Disposable comes) {
            unread = comes;
            if (state == OVER) {
                comes.dispose();
            }
        }

        private void abort() {
            call.timers.stop(this);
            Subscription from = upstream;
            if (from != null) {
                from.cancel();
            }
            letGo();
        }

        /** A cancel may meet an answer on its way to its reader: then nobody else lets go of it. */
        private void letGo() {
            Disposable comes = unread;
            if (comes != null) {
                comes.dispose();
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            if (state == OVER) {
                subscription.cancel();
            } else {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(T answer) {
            if (isTheEnd()) {
                call.timers.stop(this);
                actual.onNext(answer);
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable error) {
            if (isTheEnd()) {
                call.timers.stop(this);
                letGo();
                actual.onError(call.fault.of(error, unread != null));
            }
        }

        @Override
        public void onComplete() {
            if (state == BEGUN) {
                onError(new IllegalStateException("the answer ended before it began"));
            }
        }

        @Override
        public Context currentContext() {
            return context;
        }
    }
}
