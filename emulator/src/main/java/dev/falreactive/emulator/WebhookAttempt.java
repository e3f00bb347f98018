package dev.falreactive.emulator;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One attempt to deliver a webhook, or the reason why there was none. Told when it is over.
 *
 * @param at when it was over
 * @param requestId the job
 * @param url where it went, without user and query: they may be secret
 * @param attempt which attempt of its job it was, from 1; 0 if nothing was sent
 * @param status the HTTP status of the receiver's answer; empty if there was none
 * @param result what came of it
 */
public record WebhookAttempt(Instant at, String requestId, String url, int attempt, OptionalInt status, Result result) {

    /** What comes of an attempt. */
    public enum Result {
        /** The receiver took it: it answered 2xx. */
        DELIVERED,
        /** The receiver answered with an error; a retry follows if there is one left. */
        REJECTED,
        /** The receiver pointed elsewhere, which is not followed: nothing follows. */
        REDIRECTED,
        /** No connection, or no answer in time; a retry follows if there is one left. */
        NO_ANSWER,
        /** Nothing was sent, since the URL names another machine than this one, or is none. */
        NOT_LOOPBACK,
        /** Nothing was sent, since the script says so. */
        WITHHELD;

        static Result of(int status) {
            if (status >= 200 && status < 300) {
                return DELIVERED;
            }
            return status >= 300 && status < 400 ? REDIRECTED : REJECTED;
        }

        boolean mayFollow() {
            return this == REJECTED || this == NO_ANSWER;
        }
    }
}
