package dev.falreactive.contract;

import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.util.List;
import org.reactivestreams.Publisher;

/** A verb that only reads: leaving it costs nothing and changes nothing. */
enum Read {
    STATUS(Phase.STATUS) {
        @Override
        Publisher<?> open(QueueFace queue, QueueTicket ticket) {
            return queue.status(ticket);
        }
    },
    WATCH(Phase.STATUS) {
        @Override
        Publisher<?> open(QueueFace queue, QueueTicket ticket) {
            return queue.watch(ticket, WatchContract.EAGER);
        }
    },
    RESULT(Phase.RESULT) {
        @Override
        Publisher<?> open(QueueFace queue, QueueTicket ticket) {
            return queue.result(ticket);
        }
    };

    final Phase phase;

    Read(Phase phase) {
        this.phase = phase;
    }

    abstract Publisher<?> open(QueueFace queue, QueueTicket ticket);

    List<LedgerEntry> calls(Bench bench, QueueTicket ticket) {
        return phase == Phase.RESULT ? bench.resultCalls(ticket) : bench.statusCalls(ticket);
    }

    /** Waits until so many further calls have arrived. */
    void awaitTries(Bench bench, QueueTicket ticket, int further) {
        int enough = calls(bench, ticket).size() + further;
        Bench.until("more tries", () -> calls(bench, ticket).size() >= enough);
    }
}
