package dev.falreactive.emulator;

import java.time.Instant;

/**
 * A webhook whose job has ended.
 *
 * @param gatewayRequestId the id of the run that ended the job
 * @param answer what the job ended with
 * @param expiresAt when what it ended with is forgotten, and retries end
 */
record DueWebhook(
        String requestId,
        String gatewayRequestId,
        WebhookTarget target,
        WebhookScript script,
        StoredAnswer answer,
        Instant expiresAt) {}
