package dev.falreactive.reactor;

import dev.falreactive.PollPolicy;
import dev.falreactive.QueueTicket;
import dev.falreactive.webhook.WebhookDelivery;
import java.time.Duration;
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

    /** Slow while it is expected: never quicker than without a webhook. The first call is made at once, whatever the policy. */
    PollPolicy stretched(PollPolicy usual) {
        return new PollPolicy() {
            @Override
            public Duration pauseAfter(State state) {
                var pause = usual.pauseAfter(state);
                var slow = BESIDE_WEBHOOK.pauseAfter(state);
                return expected && slow.compareTo(pause) > 0 ? slow : pause;
            }

            @Override
            public double likelyEnded(State state) {
                return usual.likelyEnded(state);
            }

            @Override
            public void ended(State state) {
                usual.ended(state);
            }
        };
    }
}
