package dev.falreactive.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber that a test drives by hand and waits for. */
final class Probe<T> implements Subscriber<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<T> elements = new LinkedBlockingQueue<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable Subscription subscription;

    static <T> Probe<T> on(Publisher<T> publisher) {
        Probe<T> probe = new Probe<>();
        publisher.subscribe(probe);
        await(probe.subscribed, "a subscription");
        return probe;
    }

    /** Subscribes, asks for everything, and waits for the end: all elements, or the error. */
    static <T> List<T> all(Publisher<T> publisher) {
        Probe<T> probe = on(publisher);
        probe.request(Long.MAX_VALUE);
        await(probe.ended, "the end");
        Throwable error = probe.failure.get();
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (error != null) {
            throw new AssertionError(error);
        }
        return new ArrayList<>(probe.elements);
    }

    /** The one element of a single. */
    static <T> T one(Publisher<T> publisher) {
        List<T> all = all(publisher);
        if (all.size() != 1) {
            throw new AssertionError("one element expected: " + all);
        }
        return all.get(0);
    }

    Probe<T> request(long n) {
        Objects.requireNonNull(subscription).request(n);
        return this;
    }

    void cancel() {
        Objects.requireNonNull(subscription).cancel();
    }

    T next() {
        try {
            T element = elements.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (element == null) {
                throw new AssertionError("no element came; error: " + failure.get());
            }
            return element;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Throwable error() {
        await(ended, "an error");
        Throwable error = failure.get();
        if (error == null) {
            throw new AssertionError("an error was expected, it completed");
        }
        return error;
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    List<T> pending() {
        return new ArrayList<>(elements);
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(what + " did not come");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        subscribed.countDown();
    }

    @Override
    public void onNext(T element) {
        elements.add(element);
    }

    @Override
    public void onError(Throwable error) {
        failure.set(error);
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }
}
