package dev.falreactive.reactor;

import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.TransportFault;
import dev.falreactive.protocol.WireResponse;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** What an exchange came to: its answer decoded, or what kept the answer away. One operator, since each poll has one. */
final class ExchangeOutcome<T> extends Mono<Outcome<T>> {

    private final Mono<WireResponse> sent;
    private final Exchange<T> exchange;

    ExchangeOutcome(Mono<WireResponse> sent, Exchange<T> exchange) {
        this.sent = sent;
        this.exchange = exchange;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Outcome<T>> actual) {
        sent.subscribe(new Decoder<>(exchange, actual));
    }

    private static final class Decoder<T> implements CoreSubscriber<WireResponse>, Subscription {

        private final Exchange<T> exchange;
        private final CoreSubscriber<? super Outcome<T>> actual;
        private Subscription upstream = Operators.cancelledSubscription();
        private boolean answered;
        private volatile @Nullable Disposable elsewhere;
        private volatile boolean cancelled;

        Decoder(Exchange<T> exchange, CoreSubscriber<? super Outcome<T>> actual) {
            this.exchange = exchange;
            this.actual = actual;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            upstream.request(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
            upstream.cancel();
            Disposable task = elsewhere;
            if (task != null) {
                task.dispose();
            }
        }

        @Override
        public void onNext(WireResponse response) {
            answered = true;
            if (response.body().length < Exchanges.LARGE_BODY) {
                decode(response);
                return;
            }
            Disposable task;
            try {
                task = Schedulers.parallel().schedule(() -> decode(response));
            } catch (RejectedExecutionException e) {
                mistaken(Operators.onRejectedExecution(e, currentContext()));
                return;
            }
            elsewhere = task;
            if (cancelled) {
                task.dispose();
            }
        }

        private void decode(WireResponse response) {
            tell(() -> decoded(response));
        }

        private void tell(Supplier<Outcome<T>> came) {
            Outcome<T> outcome;
            try {
                outcome = came.get();
            } catch (Throwable e) {
                mistaken(e);
                return;
            }
            if (!cancelled) {
                actual.onNext(outcome);
                actual.onComplete();
            }
        }

        /** Whoever waits is told of a mistake of ours too. */
        private void mistaken(Throwable mistake) {
            if (cancelled) {
                Operators.onErrorDropped(mistake, currentContext());
            } else {
                actual.onError(mistake);
            }
        }

        /** Reactor lets go of an error of the machine without telling anybody: whoever waits would wait for ever. */
        private Outcome<T> decoded(WireResponse response) {
            try {
                return exchange.decode(response);
            } catch (VirtualMachineError | LinkageError e) {
                return exchange.failed(new TransportFault(
                        TransportFault.Kind.TOO_LARGE,
                        exchange + ": the answer of " + response.body().length + " bytes "
                                + (e instanceof OutOfMemoryError
                                        ? "does not fit into memory"
                                        : "cannot be decoded: " + e),
                        response.receivedAt(),
                        e));
            }
        }

        @Override
        public void onError(Throwable error) {
            if (answered) {
                Operators.onErrorDropped(error, currentContext());
            } else if (error instanceof TransportException e) {
                tell(() -> exchange.failed(e.fault()));
            } else {
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (!answered) {
                actual.onComplete();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }
    }
}
