package dev.falreactive.emulator;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that goes wrong with an exchange.
 *
 * @param fault what strikes the exchange itself
 * @param life what strikes the job that it makes
 * @param later what strikes calls about that job
 */
record Strike(Optional<Fault> fault, List<Fault> life, List<FaultRule> later) {

    private static final Strike NONE = new Strike(Optional.empty(), List.of(), List.of());

    static Strike none() {
        return NONE;
    }

    /** One fault, of whatever kind. */
    static Strike of(Optional<Fault> fault) {
        return NONE.and(fault);
    }

    /** This strike, and a fault of whatever kind; at most one may be of the exchange. */
    Strike and(Optional<Fault> more) {
        boolean ofLife = more.filter(f -> Effect.of(f) instanceof Effect.Life).isPresent();
        return ofLife
                ? new Strike(fault, Stream.concat(life.stream(), more.stream()).toList(), later)
                : new Strike(fault.or(() -> more), life, later);
    }

    Optional<Effect> effect() {
        return fault.map(Effect::of);
    }

    /** The script of the job, as it goes now. */
    JobScript change(JobScript script) {
        JobScript changed = script;
        for (Fault f : life) {
            changed = ((Effect.Life) Effect.of(f)).change().apply(changed);
        }
        return changed;
    }

    /** The names of what strikes at once. */
    Optional<String> names() {
        String names =
                Stream.concat(life.stream(), fault.stream()).map(Fault::name).collect(Collectors.joining("+"));
        return Optional.of(names).filter(text -> !text.isEmpty());
    }
}
