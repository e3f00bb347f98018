package dev.falreactive.reactor;

import java.util.Locale;

/** The verbs of a {@link ReactorQueue} and a {@link ReactorDirect}, and of every other face. */
public enum FalVerb {
    /** Submits a job. */
    SUBMIT,
    /** Asks once how a job is. */
    STATUS,
    /** Watches a job. */
    WATCH,
    /** Watches a job together with others. */
    WATCH_SHARED,
    /** Reads a result. */
    RESULT,
    /** Watches a job to its end and reads its result. */
    AWAIT,
    /** Submits a job and awaits it. */
    SUBMIT_AND_AWAIT,
    /** Cancels a job. */
    CANCEL,
    /** Runs a model without the queue. */
    RUN,
    /** Runs a model without the queue that tells of its output while it makes it. */
    STREAM;

    /** {@return whether status calls are made for as long as it lasts} */
    public boolean watches() {
        return this == WATCH || this == WATCH_SHARED || this == AWAIT || this == SUBMIT_AND_AWAIT;
    }

    /** {@return its name in lower case: {@code submit_and_await}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
