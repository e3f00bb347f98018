package dev.falreactive.reactor;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.webhook.WebhookDelivery;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The webhook that one subscription waits for, until it is known not to come. */
final class ExpectedWebhook {

    private final QueueTicket ticket;
    private final Mono<WebhookDelivery> source;
    private final Sinks.Empty<Void> givenUp = Sinks.empty();
    private volatile boolean expected = true;

    ExpectedWebhook(QueueTicket ticket, Mono<WebhookDelivery> source) {
        this.ticket = ticket;
        this.source = source;
    }

    /** The delivery, if it is about the job, or nothing for ever. */
    Mono<WebhookDelivery> delivery() {
        return source.filter(delivery -> delivery.requestId().equals(ticket.requestId()))
                .onErrorComplete()
                .switchIfEmpty(Mono.defer(() -> {
                    expected = false;
                    givenUp.tryEmitEmpty();
                    return Mono.never();
                }));
    }

    /** Completes when it is known not to come. */
    Mono<Void> givenUp() {
        return givenUp.asMono();
    }

    /** Slow while it is expected: never quicker than without a webhook. */
    PollPolicy stretched(PollPolicy usual) {
        return state -> {
            var pause = usual.pauseAfter(state);
            var slow = PollPolicy.BESIDE_WEBHOOK.pauseAfter(state);
            return expected && slow.compareTo(pause) > 0 ? slow : pause;
        };
    }
}
