package dev.falreactive;

/**
 * Where a watch has its updates from. Whatever the mode, a watch brings the same updates, each log line once, and ends the
 * same way.
 */
public enum WatchMode {
    /** One status call for each update. The default: it works wherever there is a queue. */
    POLLING,
    /**
     * One stream of events for the whole watch, opened by the first demand: updates come as soon as the server tells them. A
     * reader that is slower misses states, never the newest one, and never a log line (up to the newest 1,000). If the stream
     * is refused, breaks, is silent for longer than {@link FalConfig#streamIdleTimeout()}, ends before its job or brings what
     * cannot be read, the watch goes on by {@link #POLLING}, the first call at once. One that has brought no update for 30 s,
     * comments or not, is checked by a status call, every 30 s for as long as somebody waits for an update; what a check brings
     * is an update like any other.
     */
    STREAMING,
    /**
     * {@link #STREAMING} where it works. The first watch of a client tries it, while others poll; once an event came the next
     * ones stream too. After a stream that did not work where polling then did, they poll; 5 min later one tries again.
     */
    AUTO
}
