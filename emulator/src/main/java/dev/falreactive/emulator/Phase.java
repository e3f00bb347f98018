package dev.falreactive.emulator;

/** What a request asks for: where a {@link Fault} strikes. */
public enum Phase {
    /** {@code POST} of a new job. */
    SUBMIT,
    /** {@code GET} of a job's status. */
    STATUS,
    /** {@code GET} of a job's status as a stream of events. */
    STREAM,
    /** {@code GET} of a job's result. */
    RESULT,
    /** {@code PUT} that cancels a job. */
    CANCEL,
    /** {@code GET} of a generated image. */
    MEDIA,
    /** {@code GET} of the keys that webhooks are signed with. */
    WEBHOOK_KEYS
}
