package dev.falreactive.reactor;

import dev.falreactive.FalException;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.RetryPolicy.Verdict;
import dev.falreactive.protocol.Exchange;
import dev.falreactive.protocol.Outcome;
import dev.falreactive.protocol.TransportFault;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * A submit that outlives its subscriber: once its request may have left, cancelling detaches the subscriber and the answer
 * is still read, so that the ticket of a job that may be billed is told to somebody.
 */
final class SubmitMono extends Mono<QueueTicket> {

    private final Supplier<Mono<Exchange<QueueTicket>>> exchange;
    private final Exchanges exchanges;
    private final BalanceBreaker balance;
    private final Scheduler timer;
    private final Consumer<Orphan> orphans;

    /** The exchange is asked for on subscription; what it takes to make it, such as uploads, is before anything has left. */
    SubmitMono(
            Supplier<Mono<Exchange<QueueTicket>>> exchange,
            Exchanges exchanges,
            BalanceBreaker balance,
            Scheduler timer,
            Consumer<Orphan> orphans) {
        this.exchange = exchange;
        this.exchanges = exchanges;
        this.balance = balance;
        this.timer = timer;
        this.orphans = orphans;
    }

    @Override
    public void subscribe(CoreSubscriber<? super QueueTicket> actual) {
        Mono<Exchange<QueueTicket>> submit;
        BalanceBreaker.Permit permit;
        try {
            submit = exchange.get();
            permit = balance.admit();
        } catch (Throwable e) {
            Exceptions.throwIfFatal(e);
            Operators.error(actual, e);
            return;
        }
        Call call = new Call(submit, permit, actual);
        actual.onSubscribe(call);
        call.send();
    }

    private enum State {
        /** Nothing has left: cancelling ends everything. */
        BEFORE,
        /** The request may arrive: cancelling detaches. */
        UNDER_WAY,
        /** The ticket waits for demand. */
        READY,
        /** The subscriber is gone, the answer is still to come. */
        DETACHED,
        /** Nothing follows. */
        ENDED
    }

    private final class Call implements Subscription {

        private final Mono<Exchange<QueueTicket>> submit;
        private final BalanceBreaker.Permit permit;
        private final CoreSubscriber<? super QueueTicket> actual;
        private final Disposable.Swap inFlight = Disposables.swap();

        // Guarded by this; signals are sent outside the lock.
        private State state = State.BEFORE;
        private boolean requested;
        private @Nullable QueueTicket ticket;

        Call(
                Mono<Exchange<QueueTicket>> submit,
                BalanceBreaker.Permit permit,
                CoreSubscriber<? super QueueTicket> actual) {
            this.submit = submit;
            this.permit = permit;
            this.actual = actual;
        }

        void send() {
            synchronized (this) {
                if (state == State.ENDED) {
                    return;
                }
            }
            inFlight.update(submit.flatMap(exchange -> attempt(exchange, 1, exchanges.now()))
                    .contextWrite(actual.currentContext())
                    .subscribe(this::answered, this::broken));
        }

        private Mono<Outcome<QueueTicket>> attempt(Exchange<QueueTicket> exchange, int number, long firstTry) {
            Mono<Outcome<QueueTicket>> once = Mono.defer(() -> exchanges.once(exchange, this::leave))
                    .switchIfEmpty(Mono.error(() -> new IllegalStateException("the submit ended without an outcome")))
                    .onErrorResume(error -> hasLeft() ? Mono.just(inDoubt(exchange, error)) : Mono.error(error));
            return once.flatMap(outcome -> {
                if (outcome instanceof Outcome.Failure<QueueTicket> failure
                        && exchanges.verdict(failure, number, firstTry) instanceof Verdict.After after
                        && backToStart()) {
                    return Mono.delay(after.pause(), timer).then(attempt(exchange, number + 1, firstTry));
                }
                return Mono.just(outcome);
            });
        }

        /** The request was provably not accepted, so nothing is under way until it is sent anew. */
        private synchronized boolean backToStart() {
            if (state == State.DETACHED || state == State.ENDED) {
                return false;
            }
            state = State.BEFORE;
            return true;
        }

        private synchronized boolean hasLeft() {
            return state == State.UNDER_WAY || state == State.DETACHED;
        }

        /** Whatever went wrong behind the request, the job may have been accepted. */
        private Outcome<QueueTicket> inDoubt(Exchange<QueueTicket> exchange, Throwable error) {
            return exchange.failed(new TransportFault(
                    TransportFault.Kind.NO_ANSWER,
                    exchange + ": the answer could not be dealt with: "
                            + error.getClass().getSimpleName(),
                    Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS)),
                    error));
        }

        private synchronized boolean leave() {
            if (state == State.BEFORE) {
                state = State.UNDER_WAY;
            }
            return state == State.UNDER_WAY || state == State.DETACHED;
        }

        private void answered(Outcome<QueueTicket> outcome) {
            permit.ended(outcome);
            if (outcome instanceof Outcome.Success<QueueTicket> success) {
                accepted(success.value());
            } else if (outcome instanceof Outcome.Failure<QueueTicket> failure) {
                failed(failure);
            }
        }

        private void accepted(QueueTicket value) {
            boolean orphaned;
            boolean deliver;
            synchronized (this) {
                orphaned = state == State.DETACHED;
                deliver = !orphaned && requested && state != State.ENDED;
                if (orphaned || deliver) {
                    state = State.ENDED;
                } else if (state != State.ENDED) {
                    state = State.READY;
                    ticket = value;
                }
            }
            if (orphaned) {
                orphans.accept(new Orphan.Accepted(value));
            } else if (deliver) {
                deliver(value);
            }
        }

        private void failed(Outcome.Failure<QueueTicket> failure) {
            State before;
            synchronized (this) {
                before = state;
                state = State.ENDED;
            }
            if (before == State.DETACHED) {
                if (failure.error() instanceof FalException.SubmitOutcomeUnknown unknown) {
                    orphans.accept(new Orphan.Unknown(unknown));
                }
            } else if (before != State.ENDED) {
                actual.onError(failure.error());
            }
        }

        /** What is no outcome: a credential supplier that throws, for one. */
        private void broken(Throwable error) {
            permit.unsent();
            boolean gone;
            synchronized (this) {
                gone = state == State.DETACHED || state == State.ENDED;
                state = State.ENDED;
            }
            if (gone) {
                Operators.onErrorDropped(error, actual.currentContext());
            } else {
                actual.onError(error);
            }
        }

        private void deliver(QueueTicket value) {
            actual.onNext(value);
            actual.onComplete();
        }

        @Override
        public void request(long n) {
            if (!Operators.validate(n)) {
                return;
            }
            QueueTicket ready;
            synchronized (this) {
                requested = true;
                if (state != State.READY) {
                    return;
                }
                state = State.ENDED;
                ready = Objects.requireNonNull(ticket);
            }
            deliver(ready);
        }

        @Override
        public void cancel() {
            State before;
            synchronized (this) {
                before = state;
                state = before == State.UNDER_WAY || before == State.DETACHED ? State.DETACHED : State.ENDED;
            }
            if (before == State.BEFORE) {
                permit.unsent();
                inFlight.dispose();
            } else if (before == State.READY) {
                orphans.accept(new Orphan.Accepted(Objects.requireNonNull(ticket)));
            }
        }
    }
}
