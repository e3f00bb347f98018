package dev.falreactive.boot;

import dev.falreactive.BalanceState;
import dev.falreactive.reactor.ReactorFalClient;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a client lets submits through, by what it has learned of the account's balance. Makes no call: it costs nothing,
 * and does not tell whether the service can be reached.
 */
public final class FalHealthIndicator implements HealthIndicator {

    private final ReactorFalClient client;

    /**
     * The health of one client.
     *
     * @param client the client
     */
    public FalHealthIndicator(ReactorFalClient client) {
        this.client = client;
    }

    /** {@return up; down while the account is known to be out of balance, with since when, and when it is tried again} */
    @Override
    public Health health() {
        BalanceState state = client.balance();
        Health.Builder health = state.phase() == BalanceState.Phase.OK ? Health.up() : Health.down();
        health.withDetail("balance", state.phase().name());
        state.lockedSince().ifPresent(since -> health.withDetail("lockedSince", since.toString()));
        state.probeAt().ifPresent(at -> health.withDetail("probeAt", at.toString()));
        if (state.heldBack() > 0) {
            health.withDetail("submitsHeldBack", state.heldBack());
        }
        return health.build();
    }
}
