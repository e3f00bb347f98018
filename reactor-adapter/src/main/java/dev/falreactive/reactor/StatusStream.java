package dev.falreactive.reactor;

import dev.falreactive.StatusUpdate;
import dev.falreactive.protocol.Again;
import dev.falreactive.protocol.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The stream of one watch: its updates while it is good, and what its failure means for the polls that follow. */
final class StatusStream {

    private final Flux<Outcome<StatusUpdate>> outcomes;
    private final StreamTrust trust;
    private final Trail trail;
    private final Duration maxRetryAfter;
    private volatile @Nullable Again failed;
    private volatile Outcome.@Nullable Failure<StatusUpdate> failedCheck;

    StatusStream(Flux<Outcome<StatusUpdate>> outcomes, StreamTrust trust, Trail trail, Duration maxRetryAfter) {
        this.outcomes = outcomes;
        this.trust = trust;
        this.trail = trail;
        this.maxRetryAfter = maxRetryAfter;
    }

    /** Completes when the stream is over, for whatever reason. */
    Flux<StatusUpdate> updates() {
        return outcomes.handle((outcome, sink) -> {
            if (outcome instanceof Outcome.Success<StatusUpdate> success) {
                sink.next(success.value());
            } else if (outcome instanceof Outcome.Failure<StatusUpdate> failure) {
                trail.passed(failure.error());
                failed = failure.again();
            }
        });
    }

    /** A status call beside the stream failed, for which the stream was left: that says nothing about streams. */
    void checkFailed(Outcome.Failure<StatusUpdate> failure) {
        failedCheck = failure;
    }

    /** The failure of a status call for which the stream was left. */
    Optional<Outcome.Failure<StatusUpdate>> failedCheck() {
        return Optional.ofNullable(failedCheck);
    }

    /**
     * How long the first poll after the stream waits: for as long as the server asked for, and no more. A longer time than
     * may be waited for was said of streams alone; the poll learns what holds for polls.
     */
    Duration pauseBeforePolling() {
        return failed instanceof Again.After after && after.pause().compareTo(maxRetryAfter) <= 0
                ? after.pause()
                : Duration.ZERO;
    }

    /** A poll after the stream brought an update. What never left says nothing about streams. */
    void pollingWorks() {
        if (failed != null && !(failed instanceof Again.WhenReachable)) {
            trust.disappointed();
        }
    }
}
