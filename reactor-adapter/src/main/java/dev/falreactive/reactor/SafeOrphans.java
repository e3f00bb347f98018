package dev.falreactive.reactor;

import dev.falreactive.Orphan;
import java.util.function.Consumer;
import reactor.core.Exceptions;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Keeps a handler's own failure from hiding the ticket that it was told. */
record SafeOrphans(Consumer<Orphan> handler) implements Consumer<Orphan> {

    private static final Logger LOG = Loggers.getLogger(SafeOrphans.class);

    @Override
    public void accept(Orphan orphan) {
        try {
            handler.accept(orphan);
        } catch (Throwable failure) {
            Exceptions.throwIfFatal(failure);
            LOG.error("The orphan handler failed", failure);
            new OrphanLog().accept(orphan);
        }
    }
}
