package dev.falreactive;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The output of a direct run, and what came with it.
 *
 * @param output the output
 * @param requestId the server's id of the run, to ask its support about; empty where a relay does not say
 * @param billableUnits how many units the run cost, in the model's own unit (such as megapixels); empty where a relay does
 *     not say
 * @param receivedAt when the output arrived here
 * @param <O> the output's type
 */
public record DirectResult<O>(
        O output, Optional<String> requestId, Optional<BigDecimal> billableUnits, Instant receivedAt) {

    /** Checks that nothing is null. */
    public DirectResult {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(billableUnits, "billableUnits");
        Objects.requireNonNull(receivedAt, "receivedAt");
    }
}
