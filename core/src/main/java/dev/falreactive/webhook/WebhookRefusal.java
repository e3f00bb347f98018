package dev.falreactive.webhook;

/**
 * Why a delivery was refused, in the order in which it is looked at. The header's names are those of fal's signature:
 * request id, user id, timestamp and signature.
 */
public enum WebhookRefusal {
    /** The header with the request id is missing or empty: not a webhook of fal, or something on the way removed it. */
    REQUEST_ID_MISSING,
    /** The header with the user id is missing or empty. */
    USER_ID_MISSING,
    /** The header with the time of signing is missing or empty. */
    TIMESTAMP_MISSING,
    /** The header with the signature is missing or empty. */
    SIGNATURE_MISSING,
    /** The time of signing is no number of seconds. */
    TIMESTAMP_UNREADABLE,
    /** It was signed too long ago: sent again by somebody who recorded it, or this machine's clock is fast. */
    TIMESTAMP_TOO_OLD,
    /** It was signed in the future: this machine's clock is slow. */
    TIMESTAMP_TOO_NEW,
    /** The signature is no hexadecimal number. */
    SIGNATURE_NOT_HEX,
    /** The signature has not 64 bytes. */
    SIGNATURE_LENGTH_WRONG,
    /** There is no key to verify with: reading the key set failed. */
    NO_KEYS,
    /**
     * No key made this signature for these bytes: it is forged, the body was changed on the way (parsed and written again,
     * for example), or the keys are older than the signature.
     */
    NO_KEY_MATCHES,
    /** The signature is right, and the body is no webhook: a JSON object with an id and the status OK or ERROR. */
    BODY_UNREADABLE,
    /** The signature is right, and the body names another request than the header. */
    REQUEST_ID_DIFFERS;

    /**
     * {@return whether the same delivery may be verified later, by keys that are not here yet} True for {@link #NO_KEYS} and
     * {@link #NO_KEY_MATCHES}: answered with 503 it comes again, while one that is answered with 401 may be lost. Somebody who
     * forges deliveries gains nothing by it.
     */
    public boolean mayPass() {
        return this == NO_KEYS || this == NO_KEY_MATCHES;
    }
}
