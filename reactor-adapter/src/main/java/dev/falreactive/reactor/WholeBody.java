package dev.falreactive.reactor;

import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A body as one piece, up to a limit. Most are one piece already, which is not copied. */
final class WholeBody<T> extends Mono<T> {

    private final Publisher<byte[]> chunks;
    private final int limit;
    private final Function<byte[], T> reading;

    WholeBody(Publisher<byte[]> chunks, int limit, Function<byte[], T> reading) {
        this.chunks = chunks;
        this.limit = limit;
        this.reading = reading;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        chunks.subscribe(new Collector<>(this, actual));
    }

    /** The body is larger than it may be. */
    static final class TooLargeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLargeException(int limit) {
            super("the answer is larger than " + limit + " bytes", null, false, false);
        }
    }

    private static final class Collector<T> implements CoreSubscriber<byte[]>, Subscription {

        private static final byte[] NOTHING = {};

        private final WholeBody<T> body;
        private final CoreSubscriber<? super T> actual;
        private @Nullable Subscription upstream;
        private byte[] only = NOTHING;
        private @Nullable ByteArrayOutputStream several;
        private boolean over;

        Collector(WholeBody<T> body, CoreSubscriber<? super T> actual) {
            this.body = body;
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            if (upstream != null) {
                upstream.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void cancel() {
            if (upstream != null) {
                upstream.cancel();
            }
        }

        @Override
        public void onNext(byte[] chunk) {
            if (over) {
                return;
            }
            ByteArrayOutputStream all = several;
            int before = all == null ? only.length : all.size();
            if (chunk.length > body.limit - before) {
                over = true;
                cancel();
                actual.onError(new TooLargeException(body.limit));
            } else if (before == 0) {
                only = chunk;
            } else {
                if (all == null) {
                    all = new ByteArrayOutputStream(2 * (before + chunk.length));
                    all.writeBytes(only);
                    several = all;
                }
                all.writeBytes(chunk);
            }
        }

        @Override
        public void onError(Throwable error) {
            if (!over) {
                over = true;
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (!over) {
                over = true;
                actual.onNext(body.reading.apply(several == null ? only : several.toByteArray()));
                actual.onComplete();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }
    }
}
