package dev.falreactive;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a client lets submits through, by what it has learned of the account's balance. A value: each step gives a new one,
 * and time is an argument. An application reads {@link #phase()} and the times; the steps are the adapter's.
 *
 * @param phase what becomes of the next submit
 * @param lockedSince when the account was found out of balance; empty while it is not
 * @param probeAt when one submit is let through to try; empty while all are
 * @param heldBack how many submits were not sent since then
 */
public record BalanceState(Phase phase, Optional<Instant> lockedSince, Optional<Instant> probeAt, long heldBack) {

    private static final BalanceState OK = new BalanceState(Phase.OK, Optional.empty(), Optional.empty(), 0);

    /** What becomes of the next submit. */
    public enum Phase {
        /** It is sent. */
        OK,
        /** It is held back, until the time to try has come. */
        LOCKED,
        /** It is held back, since one that was let through has not ended yet. */
        PROBING
    }

    /** Checks that nothing is null. */
    public BalanceState {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(lockedSince, "lockedSince");
        Objects.requireNonNull(probeAt, "probeAt");
    }

    /** {@return the state of a client that has not been told that its account is empty} */
    public static BalanceState ok() {
        return OK;
    }

    /**
     * Whether a submit may be sent now.
     *
     * @param now what time it is
     * @return whether it may; if so, {@link #sending(Instant)} is the state after it
     */
    public boolean admits(Instant now) {
        return phase == Phase.OK
                || phase == Phase.LOCKED
                        && probeAt.filter(at -> !now.isBefore(at)).isPresent();
    }

    /**
     * The state while a submit that was admitted is under way.
     *
     * @param now what time it is
     * @return this state, or {@code PROBING} if the submit is the one that tries
     */
    public BalanceState sending(Instant now) {
        return phase == Phase.LOCKED && admits(now)
                ? new BalanceState(Phase.PROBING, lockedSince, probeAt, heldBack)
                : this;
    }

    /** {@return the state after a submit was not admitted} */
    public BalanceState holdingBack() {
        return new BalanceState(phase, lockedSince, probeAt, heldBack + 1);
    }

    /**
     * The state after the service said that the account is out of balance.
     *
     * @param now what time it is
     * @param probeAfter after how long to try again
     * @return {@code LOCKED}
     */
    public BalanceState locked(Instant now, Duration probeAfter) {
        return new BalanceState(
                Phase.LOCKED, Optional.of(lockedSince.orElse(now)), Optional.of(now.plus(probeAfter)), heldBack);
    }

    /**
     * The state after a submit that tried told nothing about the balance: no answer, or another refusal.
     *
     * @param now what time it is
     * @return a state in which the next submit tries; this one if none was trying
     */
    public BalanceState undecided(Instant now) {
        return phase == Phase.PROBING ? new BalanceState(Phase.LOCKED, lockedSince, Optional.of(now), heldBack) : this;
    }
}
