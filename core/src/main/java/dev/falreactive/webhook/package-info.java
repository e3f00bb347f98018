/**
 * fal's webhooks: {@link dev.falreactive.webhook.WebhookVerifier} says whether a delivery is fal's own, {@link
 * dev.falreactive.webhook.WebhookEvent} what it tells, {@link dev.falreactive.webhook.WebhookDedupe} whether it was told
 * before. Works under any HTTP server: headers, the raw body, the keys and the time are handed in.
 *
 * <p>References are never null unless annotated {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package dev.falreactive.webhook;

import org.jspecify.annotations.NullMarked;
