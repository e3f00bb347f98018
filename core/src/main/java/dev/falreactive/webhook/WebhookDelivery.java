package dev.falreactive.webhook;

import dev.falreactive.Endpoint;
import dev.falreactive.protocol.WebhookBody;
import java.time.Instant;

/**
 * A delivery that was verified; only {@link WebhookVerifier} makes one. Immutable.
 *
 * <p>fal signs the webhooks of all its users with the same keys: that a delivery is fal's does not make it yours. Look the
 * job up by {@link #requestId()}, or compare {@link #userId()}.
 */
public final class WebhookDelivery {

    private final WebhookBody body;
    private final String userId;
    private final Instant signedAt;
    private final int size;

    WebhookDelivery(WebhookBody body, String userId, Instant signedAt, int size) {
        this.body = body;
        this.userId = userId;
        this.signedAt = signedAt;
        this.size = size;
    }

    /** {@return the id that the submit brought, the same for every delivery of the event: what duplicates are told by} */
    public String requestId() {
        return body.requestId();
    }

    /** {@return the id of the attempt that ended the job: the request id, unless the platform ran the job again} */
    public String gatewayRequestId() {
        return body.gatewayRequestId();
    }

    /** {@return whose job it is, in fal's own words} */
    public String userId() {
        return userId;
    }

    /** {@return when this delivery was signed, to the second} */
    public Instant signedAt() {
        return signedAt;
    }

    /** {@return how many bytes its body had} */
    public int size() {
        return size;
    }

    /**
     * Reads what the delivery tells. Never fails: an output that cannot be read is a
     * {@link WebhookEvent.WithoutOutput}.
     *
     * @param endpoint what the job was submitted to
     * @param <O> the output's type
     * @return the event
     */
    public <O> WebhookEvent<O> read(Endpoint<?, O> endpoint) {
        return body.event(endpoint.output());
    }

    /** {@return the request id, without the output} */
    @Override
    public String toString() {
        return "WebhookDelivery[" + requestId() + "]";
    }
}
