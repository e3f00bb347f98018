package dev.falreactive.webhook;

import java.util.Objects;

/** Whether a delivery is fal's own. */
public sealed interface WebhookVerdict {

    /**
     * It is: signed by fal, a short while ago, and as it was signed.
     *
     * @param delivery what was delivered
     */
    record Verified(WebhookDelivery delivery) implements WebhookVerdict {

        /** Checks that nothing is null. */
        public Verified {
            Objects.requireNonNull(delivery, "delivery");
        }
    }

    /**
     * It is not, or nobody can tell.
     *
     * @param reason why
     */
    record Refused(WebhookRefusal reason) implements WebhookVerdict {

        /** Checks that nothing is null. */
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
