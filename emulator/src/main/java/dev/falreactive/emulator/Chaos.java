package dev.falreactive.emulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Faults by chance. Each phase has a chance of its own, so that the n-th call of a phase meets the same fate whatever calls
 * of other phases come between. Safe for use by several threads.
 */
final class Chaos {

    private final double rate;
    private final Map<Phase, SplittableRandom> chances = new EnumMap<>(Phase.class);
    private final Map<Phase, List<Fault>> faults = new EnumMap<>(Phase.class);

    Chaos(double rate, long seed, Duration stall) {
        this.rate = rate;
        SplittableRandom random = new SplittableRandom(seed);
        for (Phase phase : Phase.values()) {
            chances.put(phase, random.split());
            faults.put(phase, fitting(phase, stall));
        }
    }

    synchronized Optional<Fault> take(Phase phase) {
        SplittableRandom chance = chances.get(phase);
        List<Fault> choice = faults.getOrDefault(phase, List.of());
        if (rate <= 0 || chance == null || chance.nextDouble() >= rate) {
            return Optional.empty();
        }
        return Optional.of(choice.get(chance.nextInt(choice.size())));
    }

    /**
     * What a good client lives through: of a submit all that leaves its outcome open, of other calls what passes. A result
     * that is no JSON, or an image of other bytes, would be taken for what the model made.
     */
    private static List<Fault> fitting(Phase phase, Duration stall) {
        List<Fault> more = switch (phase) {
            case SUBMIT, DIRECT ->
                List.of(Fault.garbage(), Fault.rateLimited(), Fault.rateLimited(Duration.ofSeconds(1)));
            case STATUS -> List.of(Fault.garbage(), Fault.empty(), Fault.rateLimited());
            case STREAM, RESULT, CANCEL -> List.of(Fault.rateLimited());
            case MEDIA, WEBHOOK_KEYS, STORAGE, UPLOAD -> List.of();
        };
        return Stream.concat(connection(stall).stream(), more.stream()).toList();
    }

    private static List<Fault> connection(Duration stall) {
        return List.of(
                Fault.dropBeforeHandling(),
                Fault.acceptThenDrop(),
                Fault.halfReply(),
                Fault.stall(stall),
                Fault.edgePage(502),
                Fault.edgePage(503),
                Fault.edgePage(504));
    }
}
