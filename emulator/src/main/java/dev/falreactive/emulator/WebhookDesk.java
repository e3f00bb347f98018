package dev.falreactive.emulator;

import dev.falreactive.emulator.WebhookAttempt.Result;
import dev.falreactive.protocol.WireHeaders;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Delivers webhooks: looks for jobs that have ended while there is one to wait for, posts, and tries again. */
final class WebhookDesk {

    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    /**
     * An attempt that is over.
     *
     * @param number which one it was, from 1
     * @param taken how many attempts the receiver has taken by now
     */
    private record Attempt(int number, int taken, Result result) {}

    private final ConfigValues config;
    private final EmulatedQueue queue;
    private final WebhookBook book;
    private final WebhookSender sender;
    private final Scheduler timer;
    private final Scheduler studio;
    private final Disposable work;

    WebhookDesk(
            ConfigValues config,
            EmulatedQueue queue,
            WebhookBook book,
            WebhookSender sender,
            Scheduler timer,
            Scheduler studio) {
        this.config = config;
        this.queue = queue;
        this.book = book;
        this.sender = sender;
        this.timer = timer;
        this.studio = studio;
        Sinks.Many<Boolean> submits = Sinks.many().unicast().onBackpressureBuffer();
        // Only looks are dropped when a newer submit comes, never what a look has taken out.
        work = submits.asFlux()
                .switchMap(submit -> Flux.interval(Duration.ZERO, LOOK_EVERY, timer)
                        .onBackpressureDrop()
                        .takeUntil(look -> !queue.awaitsWebhooks()))
                .onBackpressureLatest()
                .concatMapIterable(look -> queue.dueWebhooks(now()))
                .flatMap(this::deliver, Integer.MAX_VALUE)
                .subscribe();
        queue.deliverWebhooks(() -> submits.tryEmitNext(true));
    }

    void close() {
        work.dispose();
        sender.close();
    }

    private Flux<Attempt> deliver(DueWebhook due) {
        Optional<URI> uri = due.target().loopback();
        if (uri.isEmpty() || due.script().times() == 0) {
            tell(due, 0, OptionalInt.empty(), uri.isEmpty() ? Result.NOT_LOOPBACK : Result.WITHHELD);
            return Flux.empty();
        }
        return Mono.delay(due.script().delay(), timer)
                .then(Mono.fromSupplier(() -> WebhookLetter.of(due, queue.gallery(), now()))
                        .subscribeOn(studio))
                .flatMapMany(letter -> attempt(due, letter, uri.get(), 1, 0)
                        .expand(last ->
                                after(due, last, attempt(due, letter, uri.get(), last.number() + 1, last.taken()))))
                // A webhook that cannot be made is no reason to deliver no other.
                .onErrorResume(error -> {
                    tell(due, 0, OptionalInt.empty(), Result.NO_ANSWER);
                    return Flux.empty();
                });
    }

    private Mono<Attempt> after(DueWebhook due, Attempt last, Mono<Attempt> next) {
        if (last.result() == Result.DELIVERED) {
            return last.taken() < due.script().times() ? next : Mono.empty();
        }
        boolean another = last.result().mayFollow()
                && config.webhooks().allowsAnother(last.number())
                && now().isBefore(due.expiresAt());
        return another
                ? Mono.delay(config.webhooks().pauseAfter(last.number()), timer).then(next)
                : Mono.empty();
    }

    private Mono<Attempt> attempt(DueWebhook due, WebhookLetter letter, URI uri, int number, int taken) {
        return Mono.fromSupplier(() -> letter.headers(queue.webhookKeys(), due.script(), now()))
                .flatMap((WireHeaders headers) -> sender.post(
                        uri, headers, letter.body(), config.webhooks().timeout(number)))
                .map(OptionalInt::of)
                .onErrorReturn(OptionalInt.empty())
                .map(status -> {
                    Result result = status.isPresent() ? Result.of(status.getAsInt()) : Result.NO_ANSWER;
                    tell(due, number, status, result);
                    return new Attempt(number, result == Result.DELIVERED ? taken + 1 : taken, result);
                });
    }

    private void tell(DueWebhook due, int attempt, OptionalInt status, Result result) {
        book.add(new WebhookAttempt(now(), due.requestId(), due.target().shown(), attempt, status, result));
    }

    private Instant now() {
        return config.clock().instant();
    }
}
