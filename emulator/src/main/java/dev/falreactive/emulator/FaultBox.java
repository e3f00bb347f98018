package dev.falreactive.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The faults that are still to strike, in order, by phase. Safe for use by several threads. */
final class FaultBox {

    private record Pending(Fault fault, int times) {}

    private final Map<Phase, Deque<Pending>> byPhase = new EnumMap<>(Phase.class);

    synchronized void add(Phase phase, Fault fault, int times) {
        byPhase.computeIfAbsent(phase, p -> new ArrayDeque<>()).add(new Pending(fault, times));
    }

    synchronized Optional<Fault> take(Phase phase) {
        Deque<Pending> pending = byPhase.getOrDefault(phase, new ArrayDeque<>());
        Optional<Pending> first = Optional.ofNullable(pending.poll());
        first.filter(p -> p.times() > 1).ifPresent(p -> pending.addFirst(new Pending(p.fault(), p.times() - 1)));
        return first.map(Pending::fault);
    }

    synchronized void clear() {
        byPhase.clear();
    }
}
