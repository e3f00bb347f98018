package dev.falreactive.reactor;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Where a loop takes signals in, one element at a time: it is told that there is something new, and looks when it may. */
final class Inlet<T> implements CoreSubscriber<T> {

    @SuppressWarnings("rawtypes") // a class literal has no type argument
    private static final AtomicReferenceFieldUpdater<Inlet, Subscription> UPSTREAM =
            AtomicReferenceFieldUpdater.newUpdater(Inlet.class, Subscription.class, "upstream");

    private final Runnable news;
    private final Context context;
    private final boolean eager;
    private volatile @Nullable Subscription upstream;

    private volatile @Nullable T element;
    private volatile @Nullable Throwable error;
    private volatile boolean completed;
    /** Whether an element was asked for and has not been taken. */
    private boolean asked;

    /**
     * An inlet.
     *
     * @param news told of whatever comes
     * @param context the subscriber's
     * @param eager whether the first element is asked for at once
     */
    Inlet(Runnable news, Context context, boolean eager) {
        this.news = news;
        this.context = context;
        this.eager = eager;
    }

    /** Asks for one element, unless one is on its way. */
    void ask() {
        Subscription from = upstream;
        if (!asked && from != null) {
            asked = true;
            from.request(1);
        }
    }

    /** The element that came, if one did; it is taken by that. */
    @Nullable
    T take() {
        T taken = element;
        if (taken != null) {
            element = null;
            asked = false;
        }
        return taken;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    boolean isCompleted() {
        return completed;
    }

    /** Ends the source. May be called by any thread, and again. */
    void cancel() {
        Operators.terminate(UPSTREAM, this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.setOnce(UPSTREAM, this, subscription)) {
            if (eager) {
                subscription.request(1);
            } else {
                news.run();
            }
        }
    }

    @Override
    public void onNext(T next) {
        element = next;
        news.run();
    }

    @Override
    public void onError(Throwable failure) {
        // What is over is not cancelled.
        upstream = Operators.cancelledSubscription();
        error = failure;
        news.run();
    }

    @Override
    public void onComplete() {
        upstream = Operators.cancelledSubscription();
        completed = true;
        news.run();
    }

    @Override
    public Context currentContext() {
        return context;
    }
}
