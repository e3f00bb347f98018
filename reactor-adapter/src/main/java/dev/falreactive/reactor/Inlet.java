package dev.falreactive.reactor;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/** Where a loop takes signals in: it is told that there is something new, and looks when it may. */
final class Inlet<T> implements CoreSubscriber<T> {

    @SuppressWarnings("rawtypes") // a class literal has no type argument
    private static final AtomicReferenceFieldUpdater<Inlet, Subscription> UPSTREAM =
            AtomicReferenceFieldUpdater.newUpdater(Inlet.class, Subscription.class, "upstream");

    /** So many elements come before they are taken. */
    private static final int MOST = 32;

    private final Runnable news;
    private final Context context;
    private final boolean single;
    private final Queue<T> elements;
    private volatile @Nullable Subscription upstream;

    private volatile @Nullable Throwable error;
    private volatile boolean completed;
    /** How many elements were asked for and have not been taken. */
    private int asked;

    /**
     * An inlet.
     *
     * @param news told of whatever comes
     * @param context the subscriber's
     * @param single whether a single element is expected; it is asked for at once
     */
    Inlet(Runnable news, Context context, boolean single) {
        this.news = news;
        this.context = context;
        this.single = single;
        this.elements = single ? Queues.<T>one().get() : Queues.<T>get(MOST).get();
    }

    /** Asks for elements until as many are on their way as the loop can use, or some of them. */
    void ask(long wanted) {
        Subscription from = upstream;
        int more = (int) Math.min(wanted, MOST) - asked;
        if (more > 0 && from != null) {
            asked += more;
            from.request(more);
        }
    }

    /** The next element that came, if one did; it is taken by that. */
    @Nullable
    T take() {
        T taken = elements.poll();
        if (taken != null && asked > 0) {
            asked--;
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
            if (single) {
                subscription.request(1);
            } else {
                news.run();
            }
        }
    }

    @Override
    public void onNext(T next) {
        elements.offer(next);
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
