package dev.falreactive.reactor;

import dev.falreactive.CancelOutcome;
import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.RelayProfile;
import dev.falreactive.StopPolicy;
import dev.falreactive.protocol.QueueProtocol;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** What all queues of a client share. */
record Engine(
        FalConfig config,
        QueueProtocol protocol,
        Exchanges exchanges,
        InputFiles inputFiles,
        StatusStreams streams,
        StatusBudget budget,
        BalanceBreaker balance,
        SharedWatches shared,
        Scheduler timer,
        Timers timers,
        DoubleSupplier random,
        Consumer<Orphan> orphans) {

    Trail trail(QueueTicket ticket) {
        return new Trail(ticket, timer);
    }

    /** Tells of a submit that nobody waits for, then does what its stop policy says. Does not wait. */
    void orphaned(Orphan orphan, StopPolicy onStop) {
        orphans.accept(orphan);
        if (onStop != StopPolicy.DETACH) {
            ticketOf(orphan)
                    .ifPresent(ticket -> boundedCancel(ticket).onErrorComplete().subscribe());
        }
    }

    /** A job that is in doubt is cancelled too, where the answer's head named one: if it is none, nothing happens. */
    private static Optional<QueueTicket> ticketOf(Orphan orphan) {
        return orphan instanceof Orphan.Accepted accepted
                ? Optional.of(accepted.ticket())
                : ((Orphan.Unknown) orphan).error().ticket();
    }

    /** Asks to cancel, or says that nobody is there to be asked. */
    Mono<CancelOutcome> cancel(QueueTicket ticket) {
        return config.profile().cancelPath() == RelayProfile.Offer.ABSENT
                ? Mono.just(CancelOutcome.NOT_OFFERED)
                : exchanges.repeatable(protocol.cancel(ticket), trail(ticket));
    }

    Mono<CancelOutcome> boundedCancel(QueueTicket ticket) {
        return Mono.defer(() -> cancel(ticket)).timeout(config.cancelTimeout(), timer);
    }
}
