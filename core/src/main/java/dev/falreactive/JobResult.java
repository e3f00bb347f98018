package dev.falreactive;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The output of a job that succeeded, and what came with it.
 *
 * @param output the output
 * @param ticket the job's ticket
 * @param requestId the id under which the model answered: the ticket's, unless the platform ran the job again
 * @param billableUnits how many units the job cost, in the model's own unit (such as megapixels); empty where a relay does
 *     not say
 * @param receivedAt when the output arrived here
 * @param <O> the output's type
 */
public record JobResult<O>(
        O output, QueueTicket ticket, String requestId, Optional<BigDecimal> billableUnits, Instant receivedAt) {

    /** Checks that nothing is null. */
    public JobResult {
        Objects.requireNonNull(ticket, "ticket");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(billableUnits, "billableUnits");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }

    /** {@return the time from the ticket's arrival to the output's, by the clocks of the processes that saw them} */
    public Duration sinceSubmit() {
        return Duration.between(ticket.submittedAt(), receivedAt);
    }
}
