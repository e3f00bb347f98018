package dev.falreactive.reactor;

import dev.falreactive.protocol.WireResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far one call has come: whether it has left, and whose answer has begun. */
final class Sent implements Transport.Departure {

    private final Transport.Departure departure;
    // Guarded by this.
    private boolean left;
    private boolean over;

    private volatile @Nullable WireResponse head;

    Sent(Transport.Departure departure) {
        this.departure = departure;
    }

    @Override
    public boolean leave() {
        synchronized (this) {
            if (over) {
                return false;
            }
            left = true;
        }
        return departure.leave();
    }

    /** The head of the answer has come, its body has not. */
    void answered(WireResponse begun) {
        head = begun;
    }

    /** Whether it has left; if not, it does not leave any more: what is said not to have been sent may be sent anew. */
    synchronized boolean leftInTheEnd() {
        over = true;
        return left;
    }

    Optional<WireResponse> head() {
        return Optional.ofNullable(head);
    }
}
