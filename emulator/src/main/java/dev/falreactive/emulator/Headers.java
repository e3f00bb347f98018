package dev.falreactive.emulator;

/** The header names that the server's side of the protocol reads and writes. */
final class Headers {

    static final String AUTHORIZATION = "Authorization";
    static final String CONTENT_TYPE = "Content-Type";
    static final String LOCATION = "Location";
    static final String RETRY_AFTER = "Retry-After";

    static final String REQUEST_ID = "x-fal-request-id";
    static final String BILLABLE_UNITS = "x-fal-billable-units";
    static final String NEEDS_RETRY = "X-Fal-Needs-Retry";
    static final String ERROR_TYPE = "x-fal-error-type";
    static final String TIMEOUT_TYPE = "X-Fal-Request-Timeout-Type";

    static final String START_TIMEOUT = "X-Fal-Request-Start-Timeout";
    static final String OLD_START_TIMEOUT = "X-Fal-Request-Timeout";
    static final String PRIORITY = "X-Fal-Queue-Priority";

    static final String WEBHOOK_REQUEST_ID = "X-Fal-Webhook-Request-Id";
    static final String WEBHOOK_USER_ID = "X-Fal-Webhook-User-Id";
    static final String WEBHOOK_TIMESTAMP = "X-Fal-Webhook-Timestamp";
    static final String WEBHOOK_SIGNATURE = "X-Fal-Webhook-Signature";

    static final String JSON = "application/json";

    private Headers() {}
}
