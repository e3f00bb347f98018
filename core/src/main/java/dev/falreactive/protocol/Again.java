package dev.falreactive.protocol;

import java.time.Duration;

/** May a failed exchange be sent again, and when. */
public sealed interface Again {

    /** It must not be sent again: it would cost again, or bring the same answer. */
    record Never() implements Again {}

    /** It may be sent again after a pause of the client's choice. */
    record Backoff() implements Again {}

    /** It did not leave, since no connection could be made; it may be sent again while there is hope that one can. */
    record WhenReachable() implements Again {}

    /**
     * It may be sent again after the pause that the server named.
     *
     * @param pause at least this long
     */
    record After(Duration pause) implements Again {}

    /** Nobody answers this path; where the exchange names another one, that is asked at once, else the error holds. */
    record Elsewhere() implements Again {}

    /**
     * Whether a call that may be repeated at no cost may be sent again after a fault.
     *
     * @param fault why it brought no whole answer
     * @return whether, and when
     */
    static Again of(TransportFault fault) {
        return switch (fault.kind()) {
            case NOT_SENT, NONE_FREE, NO_CREDENTIALS -> whenReachable();
            case CLOSED -> never();
            case NO_ANSWER, TOO_LARGE -> backoff();
        };
    }

    /** {@return {@link Never}} */
    static Again never() {
        return new Never();
    }

    /** {@return {@link Elsewhere}} */
    static Again elsewhere() {
        return new Elsewhere();
    }

    /** {@return {@link Backoff}} */
    static Again backoff() {
        return new Backoff();
    }

    /** {@return {@link WhenReachable}} */
    static Again whenReachable() {
        return new WhenReachable();
    }
}
