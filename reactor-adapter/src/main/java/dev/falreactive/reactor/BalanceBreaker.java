package dev.falreactive.reactor;

import dev.falreactive.BalanceState;
import dev.falreactive.FalConfig;
import dev.falreactive.FalException;
import dev.falreactive.FalException.Evidence;
import dev.falreactive.FalException.Rejected;
import dev.falreactive.protocol.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** Holds back submits to an account that is known to be empty; lets one through now and then to try. */
final class BalanceBreaker {

    private final Optional<Duration> probeAfter;
    private final Scheduler timer;

    // Guarded by this.
    private BalanceState state = BalanceState.ok();

    BalanceBreaker(FalConfig config, Scheduler timer) {
        this.probeAfter = config.balanceProbeAfter();
        this.timer = timer;
    }

    synchronized BalanceState state() {
        return state;
    }

    /**
     * Lets a submit through.
     *
     * @return what to tell how it ended, exactly once
     * @throws Rejected if it is held back
     */
    synchronized Permit admit() {
        Instant now = now();
        if (!state.admits(now)) {
            state = state.holdingBack();
            throw heldBack(now);
        }
        state = state.sending(now);
        return new Permit(state.phase() == BalanceState.Phase.PROBING);
    }

    private Rejected heldBack(Instant now) {
        Optional<Duration> wait = state.probeAt().map(at -> Duration.between(now, at));
        return new Rejected(
                Rejected.Reason.BALANCE_LOCKED,
                "known since " + state.lockedSince().orElse(now)
                        + ", so this submit was held back and nothing was sent",
                wait.filter(time -> !time.isNegative()),
                Evidence.none());
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    /** One submit under way. */
    final class Permit {

        private final boolean probe;

        private Permit(boolean probe) {
            this.probe = probe;
        }

        void ended(Outcome<?> outcome) {
            synchronized (BalanceBreaker.this) {
                if (outcome instanceof Outcome.Success<?>) {
                    state = BalanceState.ok();
                } else if (outcome instanceof Outcome.Failure<?> failure && isLocked(failure.error())) {
                    state = probeAfter.map(after -> state.locked(now(), after)).orElse(state);
                } else {
                    unsent();
                }
            }
        }

        /** It told nothing about the balance. */
        void unsent() {
            synchronized (BalanceBreaker.this) {
                if (probe) {
                    state = state.undecided(now());
                }
            }
        }

        private static boolean isLocked(FalException error) {
            return error instanceof Rejected rejected && rejected.reason() == Rejected.Reason.BALANCE_LOCKED;
        }
    }
}
