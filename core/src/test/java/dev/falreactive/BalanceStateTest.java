package dev.falreactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.falreactive.BalanceState.Phase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BalanceStateTest {

    private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final BalanceState LOCKED = BalanceState.ok().locked(T, PROBE);

    @Test
    void anAccountOfWhichNothingIsKnownLetsEachSubmitThrough() {
        assertThat(BalanceState.ok().admits(T)).isTrue();
        assertThat(BalanceState.ok().sending(T)).isEqualTo(BalanceState.ok());
        assertThat(BalanceState.ok().undecided(T)).isEqualTo(BalanceState.ok());
    }

    @Test
    void aLockedAccountLetsNoneThroughUntilTheTimeToTry() {
        assertThat(LOCKED.phase()).isEqualTo(Phase.LOCKED);
        assertThat(LOCKED.lockedSince()).contains(T);
        assertThat(LOCKED.admits(T)).isFalse();
        assertThat(LOCKED.admits(T.plus(PROBE).minusMillis(1))).isFalse();
        assertThat(LOCKED.admits(T.plus(PROBE))).isTrue();
    }

    @Test
    void thenOneTriesAndTheOthersWaitForIt() {
        BalanceState probing = LOCKED.sending(T.plus(PROBE));
        assertThat(probing.phase()).isEqualTo(Phase.PROBING);
        assertThat(probing.admits(T.plus(PROBE).plusSeconds(1_000))).isFalse();
    }

    @Test
    void ATryThatIsRefusedAgainKeepsTheTimeOfTheFirstRefusal() {
        Instant later = T.plus(PROBE);
        BalanceState again = LOCKED.sending(later).locked(later, PROBE);
        assertThat(again.lockedSince()).contains(T);
        assertThat(again.admits(later)).isFalse();
        assertThat(again.admits(later.plus(PROBE))).isTrue();
    }

    @Test
    void aTryThatToldNothingLetsTheNextOneTryAtOnce() {
        Instant later = T.plus(PROBE);
        BalanceState undecided = LOCKED.sending(later).undecided(later);
        assertThat(undecided.phase()).isEqualTo(Phase.LOCKED);
        assertThat(undecided.admits(later)).isTrue();
        assertThat(LOCKED.undecided(later)).isEqualTo(LOCKED);
    }

    @Test
    void whatIsHeldBackIsCounted() {
        assertThat(LOCKED.holdingBack().holdingBack().heldBack()).isEqualTo(2);
    }
}
