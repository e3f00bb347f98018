package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.QueueProtocol;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class DefaultQueue<I, O> implements ReactorQueue<I, O> {

    private final Endpoint<I, O> endpoint;
    private final Engine engine;

    DefaultQueue(Endpoint<I, O> endpoint, Engine engine) {
        this.endpoint = endpoint;
        this.engine = engine;
    }

    @Override
    public Mono<QueueTicket> submit(I input, SubmitOptions options) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(options, "options");
        return new SubmitMono(
                () -> engine.protocol().submit(endpoint, input, options),
                engine.exchanges(),
                engine.timer(),
                orphan -> engine.orphaned(orphan, options.onStop()));
    }

    @Override
    public Mono<StatusUpdate> status(QueueTicket ticket) {
        return own(ticket, () -> engine.exchanges().repeatable(engine.protocol().status(ticket, true)));
    }

    @Override
    public Flux<StatusUpdate> watch(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Flux.defer(() -> {
            QueueProtocol.requireOwn(endpoint, ticket);
            return new Watch(
                            ticket,
                            options,
                            options.pollPolicy().orElse(engine.config().pollPolicy()),
                            engine.exchanges()
                                    .repeatable(
                                            engine.protocol().status(ticket, options.logs()),
                                            engine.budget().admission()),
                            engine.boundedCancel(ticket),
                            engine.timer(),
                            engine.random())
                    .updates();
        });
    }

    @Override
    public Mono<JobResult<O>> resultWithMetadata(QueueTicket ticket) {
        return own(ticket, () -> engine.exchanges().repeatable(engine.protocol().result(endpoint, ticket, false)));
    }

    @Override
    public Mono<O> await(QueueTicket ticket, WatchOptions options) {
        return watch(ticket, options).last().flatMap(last -> outputOf(ticket, last));
    }

    @Override
    public Mono<O> submitAndAwait(I input, SubmitOptions submit, WatchOptions watch) {
        return submit(input, submit.withOnStop(watch.onStop()))
                .flatMap(ticket -> Mono.defer(() -> {
                    AtomicBoolean ended = new AtomicBoolean();
                    return await(ticket, watch)
                            .doOnTerminate(() -> ended.set(true))
                            // Nobody else has the ticket: whoever goes away before the end leaves an orphan.
                            .doOnCancel(() -> {
                                if (ended.compareAndSet(false, true)) {
                                    engine.orphans().accept(new Orphan.Accepted(ticket));
                                }
                            });
                }));
    }

    @Override
    public Mono<O> submitAndAwait(
            I input,
            SubmitOptions submit,
            WatchOptions watch,
            Function<? super QueueTicket, ? extends Mono<Void>> onTicket) {
        Objects.requireNonNull(onTicket, "onTicket");
        return submit(input, submit.withOnStop(watch.onStop()))
                .flatMap(ticket -> keep(ticket, watch, onTicket).then(Mono.defer(() -> await(ticket, watch))));
    }

    @Override
    public Mono<CancelOutcome> cancel(QueueTicket ticket) {
        return own(ticket, () -> engine.exchanges().repeatable(engine.protocol().cancel(ticket)));
    }

    private Mono<Void> keep(
            QueueTicket ticket, WatchOptions watch, Function<? super QueueTicket, ? extends Mono<Void>> onTicket) {
        return Mono.<Void>defer(() -> onTicket.apply(ticket))
                .doOnError(error -> engine.orphans().accept(new Orphan.Accepted(ticket)))
                .doOnCancel(() -> engine.orphaned(new Orphan.Accepted(ticket), watch.onStop()));
    }

    private Mono<O> outputOf(QueueTicket ticket, StatusUpdate last) {
        if (last instanceof StatusUpdate.Completed completed && !completed.hasResult()) {
            return Mono.error(() -> new FalException.JobFailed(
                    completed.reportedFailure().orElseThrow(), FalException.Evidence.of(ticket)));
        }
        return engine.exchanges()
                .repeatable(engine.protocol().result(endpoint, ticket, true))
                .map(JobResult::output);
    }

    private <T> Mono<T> own(QueueTicket ticket, Supplier<Mono<T>> call) {
        Objects.requireNonNull(ticket, "ticket");
        return Mono.defer(() -> {
            QueueProtocol.requireOwn(endpoint, ticket);
            return call.get();
        });
    }
}
