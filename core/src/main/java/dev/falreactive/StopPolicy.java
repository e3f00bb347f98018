package dev.falreactive;

/** What becomes of a job when its subscriber stops listening: by cancelling, disposing, or at the watch's deadline. */
public enum StopPolicy {
    /** The job goes on; its ticket stays good. The default. */
    DETACH,
    /** One cancel call if the job was last seen waiting in the queue, or was not seen at all. */
    CANCEL_IF_QUEUED,
    /** One cancel call, unless the job was seen to end. */
    CANCEL
}
