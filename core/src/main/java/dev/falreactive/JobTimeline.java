package dev.falreactive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a job was seen to come before something went wrong: what a person asks first.
 *
 * @param submittedAt when its ticket arrived
 * @param firstRunningAt when it was first seen running by the call that failed, if it was
 * @param statusCalls how many status calls the call that failed had made, those that were repeated included;
 *     a status stream is one
 * @param lastError the last failure that was passed by asking again, in one short line
 */
public record JobTimeline(
        Instant submittedAt, Optional<Instant> firstRunningAt, long statusCalls, Optional<String> lastError) {

    private static final int MAX_ERROR = 200;

    /** Cuts the error to one short line. */
    public JobTimeline {
        Objects.requireNonNull(submittedAt, "submittedAt");
        Objects.requireNonNull(firstRunningAt, "firstRunningAt");
        lastError = lastError.map(text -> Text.snippet(text, MAX_ERROR));
    }

    /**
     * The timeline of a job of which nothing but its ticket is known.
     *
     * @param ticket the ticket
     * @return the timeline
     */
    public static JobTimeline of(QueueTicket ticket) {
        return new JobTimeline(ticket.submittedAt(), Optional.empty(), 0, Optional.empty());
    }

    /** {@return one line, such as {@code submitted 12:00:01Z, first seen running 12:00:09Z, 31 status calls}} */
    public String describe() {
        return "submitted " + seconds(submittedAt)
                + firstRunningAt
                        .map(at -> ", first seen running " + seconds(at))
                        .orElse("")
                + (statusCalls == 0 ? "" : ", " + statusCalls + (statusCalls == 1 ? " status call" : " status calls"))
                + lastError.map(error -> ", last error: " + error).orElse("");
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
