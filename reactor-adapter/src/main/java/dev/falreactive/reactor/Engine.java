package dev.falreactive.reactor;

import dev.falreactive.FalConfig;
import dev.falreactive.Orphan;
import dev.falreactive.QueueTicket;
import dev.falreactive.protocol.QueueProtocol;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import reactor.core.scheduler.Scheduler;

/** What all queues of a client share. */
record Engine(
        FalConfig config,
        QueueProtocol protocol,
        Exchanges exchanges,
        StatusStreams streams,
        StatusBudget budget,
        BalanceBreaker balance,
        SharedWatches shared,
        Scheduler timer,
        DoubleSupplier random,
        Consumer<Orphan> orphans) {

    Trail trail(QueueTicket ticket) {
        return new Trail(ticket, timer);
    }
}
