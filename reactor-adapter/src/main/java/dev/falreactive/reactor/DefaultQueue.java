package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.Endpoint;
import dev.falreactive.FalException;
import dev.falreactive.JobResult;
import dev.falreactive.Orphan;
import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.protocol.QueueProtocol;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookEvent;
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
                () -> engine.inputFiles()
                        .uploaded(input, (in, urls) -> engine.protocol().submit(endpoint, in, options, urls)),
                engine.exchanges(),
                engine.balance(),
                engine.timer(),
                orphan -> engine.orphaned(orphan, options.onStop()));
    }

    @Override
    public Mono<StatusUpdate> status(QueueTicket ticket) {
        return own(ticket, () -> {
            Trail trail = engine.trail(ticket);
            return engine.exchanges()
                    .repeatable(engine.protocol().status(ticket, true), trail, Admission.counted(trail));
        });
    }

    @Override
    public Flux<StatusUpdate> watch(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Flux.defer(() -> newWatch(ticket, options, engine.trail(ticket)).updates());
    }

    @Override
    public Flux<StatusUpdate> watchShared(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return engine.shared().of(ticket, () -> watch(ticket, options));
    }

    private Watch newWatch(QueueTicket ticket, WatchOptions options, Trail trail) {
        QueueProtocol.requireOwn(endpoint, ticket);
        PollPolicy policy = options.pollPolicy().orElse(engine.config().pollPolicy());
        return new Watch(engine, ticket, options, policy, trail);
    }

    @Override
    public Mono<JobResult<O>> resultWithMetadata(QueueTicket ticket) {
        return own(
                ticket,
                () -> engine.exchanges()
                        .repeatable(engine.protocol().result(endpoint, ticket, false), engine.trail(ticket)));
    }

    @Override
    public Mono<O> await(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Mono.defer(() -> {
            Trail trail = engine.trail(ticket);
            return newWatch(ticket, options, trail).outcome(last -> outputOf(ticket, last, trail));
        });
    }

    @Override
    public Mono<O> await(QueueTicket ticket, WatchOptions options, Mono<WebhookDelivery> webhook) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(webhook, "webhook");
        return Mono.defer(() -> {
            Trail trail = engine.trail(ticket);
            ExpectedWebhook expected = new ExpectedWebhook(ticket, webhook);
            PollPolicy policy = options.pollPolicy()
                    .orElseGet(() -> expected.stretched(engine.config().pollPolicy()));
            return newWatch(ticket, options.withPollPolicy(policy), trail)
                    .outcome(
                            last -> outputOf(ticket, last, trail),
                            expected.delivery().map(delivery -> toldBy(delivery, ticket, trail)),
                            expected.givenUp());
        });
    }

    @Override
    public Mono<O> submitAndAwait(I input, SubmitOptions submit, WatchOptions watch) {
        return submit(input, submit.withOnStop(watch.onStop()))
                .flatMap(ticket -> Mono.defer(() -> {
                    AtomicBoolean ended = new AtomicBoolean();
                    return await(ticket, watch)
                            .onErrorResume(error -> {
                                ended.set(true);
                                return Mono.error(toldUnlessHeld(ticket, error));
                            })
                            .doOnSuccess(output -> ended.set(true))
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
        return own(ticket, () -> engine.cancel(ticket));
    }

    private Mono<Void> keep(
            QueueTicket ticket, WatchOptions watch, Function<? super QueueTicket, ? extends Mono<Void>> onTicket) {
        return Mono.<Void>defer(() -> kept(ticket, onTicket))
                // Reactor's doOnError would not be told of an error of the machine.
                .onErrorResume(error -> {
                    engine.orphans().accept(new Orphan.Accepted(ticket));
                    return Mono.error(error);
                })
                .doOnCancel(() -> engine.orphaned(new Orphan.Accepted(ticket), watch.onStop()));
    }

    /** Also what is no exception is an error like any other here: a ticket that is dropped for it is lost. */
    private static Mono<Void> kept(QueueTicket ticket, Function<? super QueueTicket, ? extends Mono<Void>> onTicket) {
        try {
            return Objects.requireNonNull(onTicket.apply(ticket), "onTicket returned null");
        } catch (Throwable e) {
            return Mono.error(e);
        }
    }

    /** An error of somebody else's, such as a listener, holds no ticket, and nobody else has it. */
    private Throwable toldUnlessHeld(QueueTicket ticket, Throwable error) {
        if (!(error instanceof FalException known) || known.ticket().isEmpty()) {
            engine.orphans().accept(new Orphan.Accepted(ticket));
        }
        return error;
    }

    private Mono<O> outputOf(QueueTicket ticket, StatusUpdate last, Trail trail) {
        if (last instanceof StatusUpdate.Completed completed && !completed.hasResult()) {
            return Mono.error(() -> trail.told(new FalException.JobFailed(
                    completed.reportedFailure().orElseThrow(), FalException.Evidence.of(ticket))));
        }
        return readOutput(ticket, trail);
    }

    private Mono<O> toldBy(WebhookDelivery delivery, QueueTicket ticket, Trail trail) {
        WebhookEvent<O> event = delivery.read(endpoint);
        if (event instanceof WebhookEvent.Succeeded<O> succeeded) {
            return Mono.just(succeeded.output());
        }
        if (event instanceof WebhookEvent.Failed<O> failed) {
            return Mono.error(
                    () -> trail.told(new FalException.JobFailed(failed.failure(), FalException.Evidence.of(ticket))));
        }
        return readOutput(ticket, trail);
    }

    private Mono<O> readOutput(QueueTicket ticket, Trail trail) {
        return engine.exchanges()
                .repeatable(engine.protocol().result(endpoint, ticket, true), trail)
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
