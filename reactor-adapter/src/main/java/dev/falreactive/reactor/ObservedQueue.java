package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.EndpointId;
import dev.falreactive.JobResult;
import dev.falreactive.QueueTicket;
import dev.falreactive.StatusUpdate;
import dev.falreactive.SubmitOptions;
import dev.falreactive.WatchOptions;
import dev.falreactive.reactor.FalInstrumentation.Recording;
import dev.falreactive.webhook.WebhookDelivery;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Records each verb of a queue. */
final class ObservedQueue<I, O> implements ReactorQueue<I, O> {

    private final ReactorQueue<I, O> queue;
    private final EndpointId endpoint;
    private final FalInstrumentation instrumentation;

    ObservedQueue(ReactorQueue<I, O> queue, EndpointId endpoint, FalInstrumentation instrumentation) {
        this.queue = queue;
        this.endpoint = endpoint;
        this.instrumentation = instrumentation;
    }

    @Override
    public Mono<QueueTicket> submit(I input, SubmitOptions options) {
        Mono<QueueTicket> source = queue.submit(input, options);
        return Observed.mono(begin(FalVerb.SUBMIT), recording -> source.doOnNext(recording::submitted));
    }

    @Override
    public Mono<StatusUpdate> status(QueueTicket ticket) {
        Mono<StatusUpdate> source = queue.status(ticket);
        return Observed.mono(begin(FalVerb.STATUS, ticket), recording -> source);
    }

    @Override
    public Flux<StatusUpdate> watch(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Observed.flux(
                begin(FalVerb.WATCH, ticket), recording -> queue.watch(ticket, telling(recording, options)));
    }

    @Override
    public Flux<StatusUpdate> watchShared(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Observed.flux(
                begin(FalVerb.WATCH_SHARED, ticket),
                recording -> queue.watchShared(ticket, telling(recording, options)));
    }

    @Override
    public Mono<JobResult<O>> resultWithMetadata(QueueTicket ticket) {
        Mono<JobResult<O>> source = queue.resultWithMetadata(ticket);
        return Observed.mono(begin(FalVerb.RESULT, ticket), recording -> source);
    }

    @Override
    public Mono<O> await(QueueTicket ticket, WatchOptions options) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        return Observed.mono(
                begin(FalVerb.AWAIT, ticket), recording -> queue.await(ticket, telling(recording, options)));
    }

    @Override
    public Mono<O> await(QueueTicket ticket, WatchOptions options, Mono<WebhookDelivery> webhook) {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(webhook, "webhook");
        return Observed.mono(
                begin(FalVerb.AWAIT, ticket), recording -> queue.await(ticket, telling(recording, options), webhook));
    }

    @Override
    public Mono<O> submitAndAwait(I input, SubmitOptions submit, WatchOptions watch) {
        requireAll(input, submit, watch);
        return Observed.mono(
                begin(FalVerb.SUBMIT_AND_AWAIT),
                recording -> queue.submitAndAwait(input, submit, telling(recording, watch)));
    }

    @Override
    public Mono<O> submitAndAwait(
            I input,
            SubmitOptions submit,
            WatchOptions watch,
            Function<? super QueueTicket, ? extends Mono<Void>> onTicket) {
        requireAll(input, submit, watch);
        Objects.requireNonNull(onTicket, "onTicket");
        return Observed.mono(
                begin(FalVerb.SUBMIT_AND_AWAIT),
                recording -> queue.submitAndAwait(input, submit, telling(recording, watch), ticket -> {
                    recording.submitted(ticket);
                    return onTicket.apply(ticket);
                }));
    }

    @Override
    public Mono<CancelOutcome> cancel(QueueTicket ticket) {
        Mono<CancelOutcome> source = queue.cancel(ticket);
        return Observed.mono(begin(FalVerb.CANCEL, ticket), recording -> source);
    }

    private static void requireAll(Object input, SubmitOptions submit, WatchOptions watch) {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(submit, "submit");
        Objects.requireNonNull(watch, "watch");
    }

    private static WatchOptions telling(Recording recording, WatchOptions options) {
        return options.withOnUpdate(update -> {
            recording.saw(update);
            options.onUpdate().accept(update);
        });
    }

    private Function<ContextView, Recording> begin(FalVerb verb) {
        return begin(verb, Optional.empty());
    }

    private Function<ContextView, Recording> begin(FalVerb verb, QueueTicket ticket) {
        return begin(verb, Optional.of(ticket));
    }

    private Function<ContextView, Recording> begin(FalVerb verb, Optional<QueueTicket> ticket) {
        return context -> new ForwardingRecording(instrumentation.verb(verb, endpoint, ticket, context)) {
            @Override
            public Context within(Context outer) {
                return super.within(Observed.of(endpoint, outer));
            }
        };
    }
}
