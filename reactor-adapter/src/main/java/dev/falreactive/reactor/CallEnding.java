package dev.falreactive.reactor;

import dev.falreactive.FalException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How a verb or an exchange ended.
 *
 * @param outcome one of few words: {@code success}, {@code cancelled}, or what kind of error it was, such as {@code
 *     job_failed}, {@code rate_limited} or {@code no_answer}
 * @param error the error, if it was one; its message may hold what a server said
 */
public record CallEnding(String outcome, Optional<Throwable> error) {

    /** It ended well. */
    public static final CallEnding SUCCESS = new CallEnding("success", Optional.empty());

    /** Whoever asked for it has left. */
    public static final CallEnding CANCELLED = new CallEnding("cancelled", Optional.empty());

    /** Checks that nothing is null. */
    public CallEnding {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(error, "error");
    }

    /**
     * An ending by an error.
     *
     * @param error the error
     * @return the ending; its word is the reason of a refusal, else the leaf of {@link FalException}, else {@code error}
     */
    public static CallEnding failed(Throwable error) {
        return new CallEnding(word(error), Optional.of(error));
    }

    private static String word(Throwable error) {
        if (error instanceof FalException.Rejected rejected) {
            return rejected.reason().name().toLowerCase(Locale.ROOT);
        }
        if (error instanceof TransportException transport) {
            return transport.fault().kind().name().toLowerCase(Locale.ROOT);
        }
        if (error instanceof FalException known) {
            String leaf = known.getClass().getSimpleName();
            return leaf.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        }
        return "error";
    }
}
