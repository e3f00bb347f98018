package dev.falreactive.reactor;

import dev.falreactive.Orphan;
import java.util.function.Consumer;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The default orphan handler: one warning, with all that is needed to go on. */
final class OrphanLog implements Consumer<Orphan> {

    private static final Logger LOG = Loggers.getLogger(OrphanLog.class);

    @Override
    public void accept(Orphan orphan) {
        if (orphan instanceof Orphan.Accepted accepted) {
            LOG.warn(
                    "A job was submitted and its subscriber is gone. Go on with its ticket: {}",
                    accepted.ticket().toJson());
        } else if (orphan instanceof Orphan.Unknown unknown) {
            String message = unknown.error().getMessage();
            unknown.error()
                    .ticket()
                    .ifPresentOrElse(
                            ticket -> LOG.warn(
                                    "A submit was left by its subscriber. {} The ticket to try: {}",
                                    message,
                                    ticket.toJson()),
                            () -> LOG.warn("A submit was left by its subscriber. {}", message));
        }
    }
}
