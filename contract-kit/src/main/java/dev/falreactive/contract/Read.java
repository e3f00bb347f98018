package dev.falreactive.contract;

import dev.falreactive.QueueTicket;
import dev.falreactive.emulator.Fault;
import dev.falreactive.emulator.LedgerEntry;
import dev.falreactive.emulator.Phase;
import java.util.List;
import org.reactivestreams.Publisher;

/** A verb that only reads: leaving it costs nothing and changes nothing. */
enum Read {
    STATUS(Phase.STATUS) {
        @Override
        Publisher<?> open(Bench bench, QueueTicket ticket) {
            return bench.queue.status(ticket);
        }
    },
    WATCH(Phase.STATUS) {
        @Override
        Publisher<?> open(Bench bench, QueueTicket ticket) {
            return bench.queue.watch(ticket, bench.eager);
        }
    },
    RESULT(Phase.RESULT) {
        @Override
        Publisher<?> open(Bench bench, QueueTicket ticket) {
            return bench.queue.result(ticket);
        }
    };

    private final Phase phase;

    Read(Phase phase) {
        this.phase = phase;
    }

    abstract Publisher<?> open(Bench bench, QueueTicket ticket);

    /** What its first call asks for. */
    Phase phase(Bench bench) {
        return this == WATCH ? bench.watchPhase() : this == STATUS ? bench.statusPhase() : phase;
    }

    /** Lets so many of its calls go wrong. */
    void strike(Bench bench, Fault fault, int times) {
        if (this == WATCH) {
            bench.strikeWatch(fault, times);
        } else {
            bench.emulator.inject(phase(bench), fault, times);
        }
    }

    List<LedgerEntry> calls(Bench bench, QueueTicket ticket) {
        return phase == Phase.RESULT ? bench.resultCalls(ticket) : bench.statusCalls(ticket);
    }

    /** Waits until so many further calls have arrived. */
    void awaitTries(Bench bench, QueueTicket ticket, int further) {
        int enough = calls(bench, ticket).size() + further;
        Bench.until("more tries", () -> calls(bench, ticket).size() >= enough);
    }
}
