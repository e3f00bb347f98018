package dev.falreactive.reactor;

import dev.falreactive.QueueTicket;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookHeaders;
import dev.falreactive.webhook.WebhookVerdict;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The webhooks of a client: verifies what a server of yours is sent, tells duplicates apart, and hands deliveries to those
 * who wait for a job. It opens no port: any HTTP server hands it headers and body.
 *
 * <pre>{@code
 * webhooks.verify(request.requestHeaders()::get, body).map(verdict -> {
 *     if (verdict instanceof WebhookVerdict.Verified verified) {
 *         webhooks.received(verified.delivery());
 *         return 200;
 *     }
 *     return ((WebhookVerdict.Refused) verdict).reason().mayPass() ? 503 : 401;
 * });
 * }</pre>
 *
 * <p>What it remembers is of this process and this client, and bounded: the ids of the newest 10,000 jobs that were told of,
 * and of them the newest 1,000 deliveries, or fewer if their bodies have more than 64 MiB together. Safe for use by several
 * threads.
 */
public interface ReactorWebhooks {

    /**
     * Verifies a delivery by fal's keys. They are read from {@link dev.falreactive.FalConfig#webhookKeysUrl()}, without any
     * credential, when they are first needed, and again after 24 hours; early when no key made a signature. Reading is tried
     * at most once a minute, whatever is delivered, and those who wait for it share it. A reading that fails leaves the keys
     * as they are until they are 24 hours old.
     *
     * <p><b>On subscribe</b> it is computed on this thread, a large body on the parallel scheduler; reading keys takes as
     * long as an exchange may, and then the verdict arrives on an event loop. <b>On cancel</b> a reading goes on for the
     * others.
     *
     * @param headers the headers of the request
     * @param body the bytes of the request as they arrived, which must not change any more; how many are too many is for the
     *     server to say
     * @return the verdict, never an error: {@link dev.falreactive.webhook.WebhookRefusal#NO_KEYS} if there are no keys
     */
    Mono<WebhookVerdict> verify(WebhookHeaders headers, byte[] body);

    /**
     * Takes a delivery in, and hands it to all who wait for it. Does not wait for them, and calls none of them on this
     * thread.
     *
     * @param delivery the delivery
     * @return whether it is the first of its job; true for exactly one of several threads that ask at the same time. A
     *     duplicate is told to nobody
     */
    boolean received(WebhookDelivery delivery);

    /**
     * Forgets that a job was told of, so that its next delivery is the first again: for one that could not be used, and is
     * answered with an error. Who waited for it has it already. A duplicate that came before this call was told to nobody: one
     * that must be stored is better stored first, and received then.
     *
     * @param delivery the delivery
     */
    void forget(WebhookDelivery delivery);

    /**
     * Waits for the delivery of one job. One that was received before is not lost, within the bounds above.
     *
     * <p><b>On subscribe</b> a delivery that is there is delivered at once, on this thread; a later one on the timer's.
     * <b>On cancel</b> the waiting ends. A job whose webhook is lost is waited for without end: see
     * {@link ReactorQueue#await(QueueTicket, dev.falreactive.WatchOptions, Mono)}.
     *
     * @param ticket the job
     * @return its delivery; empty if the client is closed before it comes. No errors
     */
    Mono<WebhookDelivery> of(QueueTicket ticket);

    /**
     * All deliveries from now on, each job's first alone.
     *
     * <p><b>On subscribe</b> it begins, with nothing of before. <b>On demand</b> deliveries arrive on the timer's thread; up
     * to 256 wait for a reader that is slow, who misses those beyond. <b>On cancel</b> the others go on.
     *
     * @return the deliveries; complete when the client is closed. No errors
     */
    Flux<WebhookDelivery> deliveries();
}
