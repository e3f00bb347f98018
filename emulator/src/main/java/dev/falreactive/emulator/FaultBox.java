package dev.falreactive.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The faults that are still to strike, in order, by phase. Safe for use by several threads. */
final class FaultBox {

    private final Map<Phase, Deque<FaultRule>> byPhase = new EnumMap<>(Phase.class);

    synchronized void add(FaultRule rule) {
        byPhase.computeIfAbsent(rule.phase(), p -> new ArrayDeque<>()).add(rule);
    }

    synchronized Optional<Fault> take(Phase phase) {
        Deque<FaultRule> pending = byPhase.getOrDefault(phase, new ArrayDeque<>());
        Optional<FaultRule> first = Optional.ofNullable(pending.poll());
        first.filter(rule -> rule.times() > 1)
                .ifPresent(rule -> pending.addFirst(new FaultRule(phase, rule.fault(), rule.times() - 1)));
        return first.map(FaultRule::fault);
    }

    synchronized void clear() {
        byPhase.clear();
    }
}
