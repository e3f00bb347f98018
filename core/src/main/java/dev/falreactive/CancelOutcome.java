package dev.falreactive;

/** What a cancel call came to. */
public enum CancelOutcome {
    /** The job was still waiting and is out of the queue. */
    REMOVED,
    /** The runner was asked to stop. A model that cannot stop finishes, and its result stays readable. */
    REQUESTED,
    /** Too late: the job had ended. Its result is readable. */
    ALREADY_COMPLETED,
    /** The server does not know the job, or not any more. */
    NOT_FOUND,
    /** The server accepted the call in words that this version does not know. */
    UNRECOGNIZED,
    /**
     * The relay has no such call, as its {@link RelayProfile} says (then nothing was sent) or as its answer shows. The job
     * goes on.
     */
    NOT_OFFERED
}
