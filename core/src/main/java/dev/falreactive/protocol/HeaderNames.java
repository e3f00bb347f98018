package dev.falreactive.protocol;

/** The names of the HTTP headers that the queue gives a meaning to. */
public final class HeaderNames {

    /** Carries the credential; added by the adapter, for a configured origin alone. */
    public static final String AUTHORIZATION = "Authorization";

    /** To a proxy of fal's own kind: where the call is meant to go. */
    static final String TARGET_URL = "x-fal-target-url";

    static final String ACCEPT = "Accept";
    static final String ACCEPT_ENCODING = "Accept-Encoding";
    static final String CONTENT_TYPE = "Content-Type";
    static final String USER_AGENT = "User-Agent";
    static final String RETRY_AFTER = "Retry-After";
    static final String DATE = "Date";
    static final String LOCATION = "Location";
    static final String ETAG = "ETag";

    static final String PRIORITY = "X-Fal-Queue-Priority";
    static final String START_TIMEOUT = "X-Fal-Request-Start-Timeout";

    /** The old name of {@link #START_TIMEOUT}; loses if both are sent. */
    static final String LEGACY_START_TIMEOUT = "X-Fal-Request-Timeout";

    static final String RUNNER_HINT = "X-Fal-Runner-Hint";
    static final String NO_RETRY = "X-Fal-No-Retry";
    static final String STORE_IO = "X-Fal-Store-IO";
    static final String OBJECT_LIFECYCLE = "X-Fal-Object-Lifecycle-Preference";
    /** Of an upload; some storages heed this name, some {@link #OBJECT_LIFECYCLE}. */
    static final String UPLOAD_LIFECYCLE = "X-Fal-Object-Lifecycle";

    static final String DISABLE_FALLBACK = "x-app-fal-disable-fallback";
    static final String TAGS = "X-Fal-Tags";

    /** On answers: its presence proves that the model, not something before it, answered. */
    static final String REQUEST_ID = "x-fal-request-id";

    /** On a 504: says that the caller's own start timeout was missed. */
    static final String TIMEOUT_TYPE = "x-fal-request-timeout-type";

    static final String ERROR_TYPE = "x-fal-error-type";
    static final String BILLABLE_UNITS = "x-fal-billable-units";

    /** On a webhook: the job's id. */
    public static final String WEBHOOK_REQUEST_ID = "X-Fal-Webhook-Request-Id";

    /** On a webhook: whose job it is. */
    public static final String WEBHOOK_USER_ID = "X-Fal-Webhook-User-Id";

    /** On a webhook: when it was signed, in seconds since 1970. */
    public static final String WEBHOOK_TIMESTAMP = "X-Fal-Webhook-Timestamp";

    /** On a webhook: the signature, in hexadecimal digits. */
    public static final String WEBHOOK_SIGNATURE = "X-Fal-Webhook-Signature";

    private HeaderNames() {}
}
