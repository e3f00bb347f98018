package dev.falreactive.reactor;

import dev.falreactive.polling.RequestBudget;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that is made when the budget admits it, and is under way until it is over or cancelled. Stands in line by demand, and
 * holds nothing there but its place.
 */
final class AdmittedCall<T> extends Mono<T> {

    private final StatusBudget budget;
    private final DoubleSupplier usefulness;
    private final Supplier<Mono<T>> source;

    /**
     * A call.
     *
     * @param budget what admits it
     * @param usefulness from 0 to 1, asked when it comes to the line
     * @param source what is called, asked for when it is admitted
     */
    AdmittedCall(StatusBudget budget, DoubleSupplier usefulness, Supplier<Mono<T>> source) {
        this.budget = budget;
        this.usefulness = usefulness;
        this.source = source;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        actual.onSubscribe(new Call<>(this, actual));
    }

    private static final class Call<T> implements CoreSubscriber<T>, Subscription, StatusBudget.Caller {

        private static final AtomicIntegerFieldUpdater<Call<?>> STATE = updater();

        private static final int ASSEMBLED = 0;
        private static final int WAITING = 1;
        private static final int ADMITTED = 2;
        private static final int OVER = 3;

        private final AdmittedCall<T> call;
        private final CoreSubscriber<? super T> actual;
        private volatile int state;
        private volatile RequestBudget.@Nullable Waiting<StatusBudget.Caller> place;
        private volatile @Nullable Subscription upstream;

        Call(AdmittedCall<T> call, CoreSubscriber<? super T> actual) {
            this.call = call;
            this.actual = actual;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal has no type argument
        private static AtomicIntegerFieldUpdater<Call<?>> updater() {
            return (AtomicIntegerFieldUpdater) AtomicIntegerFieldUpdater.newUpdater(Call.class, "state");
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n) && STATE.compareAndSet(this, ASSEMBLED, WAITING)) {
                if (call.budget.taken()) {
                    admitted();
                } else {
                    enter();
                }
            }
        }

        private void enter() {
            double useful;
            try {
                useful = call.usefulness.getAsDouble();
            } catch (RuntimeException e) {
                // A policy of the user's own.
                if (STATE.compareAndSet(this, WAITING, OVER)) {
                    actual.onError(e);
                }
                return;
            }
            RequestBudget.Waiting<StatusBudget.Caller> mine = call.budget.enter(this, useful);
            place = mine;
            if (state == OVER) {
                call.budget.leave(mine);
            }
            call.budget.admit();
        }

        @Override
        public boolean isUnderWay() {
            return true;
        }

        @Override
        public void admitted() {
            if (!STATE.compareAndSet(this, WAITING, ADMITTED)) {
                call.budget.ended();
                return;
            }
            Mono<T> made;
            try {
                made = call.source.get();
            } catch (RuntimeException | LinkageError e) {
                onError(e);
                return;
            }
            made.subscribe(this);
        }

        @Override
        public void cancel() {
            int before = STATE.getAndSet(this, OVER);
            if (before == WAITING) {
                RequestBudget.Waiting<StatusBudget.Caller> mine = place;
                if (mine != null) {
                    call.budget.leave(mine);
                }
            } else if (before == ADMITTED) {
                Subscription from = upstream;
                if (from != null) {
                    from.cancel();
                }
                call.budget.ended();
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

        private boolean isTheEnd() {
            boolean end = STATE.compareAndSet(this, ADMITTED, OVER);
            if (end) {
                call.budget.ended();
            }
            return end;
        }

        @Override
        public void onNext(T answer) {
            if (isTheEnd()) {
                actual.onNext(answer);
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable error) {
            if (isTheEnd()) {
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (isTheEnd()) {
                actual.onComplete();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }
    }
}
