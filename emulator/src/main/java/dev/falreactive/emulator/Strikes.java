package dev.falreactive.emulator;

import dev.falreactive.protocol.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * Decides what goes wrong with an exchange. First comes what its own prompt asks for, then what is meant for its job, then
 * what is meant for all of its phase, then chance.
 */
final class Strikes {

    private static final int MAX_PROMPTS = 10_000;

    private final EmulatedQueue queue;
    private final FaultBox faults;
    private final boolean promptFaults;
    private final Chaos chaos;
    private final PromptCounts prompts = new PromptCounts(MAX_PROMPTS);

    Strikes(ConfigValues config, EmulatedQueue queue, FaultBox faults) {
        this.queue = queue;
        this.faults = faults;
        this.promptFaults = config.promptFaults();
        this.chaos = config.chaos();
    }

    /**
     * What strikes this exchange; it is used up with that.
     *
     * @throws IllegalArgumentException if its prompt has a rule that makes no sense; the message is for the caller
     */
    Strike on(WireRequest request, Route route) {
        if (route.phase().isEmpty()) {
            return Strike.none();
        }
        Phase phase = route.phase().get();
        boolean begins = phase == Phase.SUBMIT || phase == Phase.DIRECT;
        Strike own = begins && promptFaults ? asked(request, phase) : Strike.none();
        if (own.fault().isPresent()) {
            return own;
        }
        Optional<Fault> injected =
                route.namedId().flatMap(id -> queue.fault(id, phase)).or(() -> faults.take(phase));
        return own.and(injected.or(() -> chaos.take(phase)));
    }

    private Strike asked(WireRequest request, Phase phase) {
        List<FaultRule> rules = PromptRules.in(request.body());
        if (rules.isEmpty()) {
            return Strike.none();
        }
        List<FaultRule> atOnce =
                rules.stream().filter(rule -> rule.phase() == phase).toList();
        List<FaultRule> ofExchange =
                atOnce.stream().filter(rule -> !ofLife(rule)).toList();
        return new Strike(
                ofExchange.isEmpty() ? Optional.empty() : nth(ofExchange, prompts.before(request)),
                atOnce.stream().filter(Strikes::ofLife).map(FaultRule::fault).toList(),
                phase == Phase.DIRECT
                        ? List.of()
                        : rules.stream()
                                .filter(rule -> rule.phase() != Phase.SUBMIT)
                                .toList());
    }

    private static boolean ofLife(FaultRule rule) {
        return Effect.of(rule.fault()) instanceof Effect.Life;
    }

    /** Each time that the same submit comes, the next fault strikes, until all have. */
    private static Optional<Fault> nth(List<FaultRule> rules, int n) {
        long left = n;
        for (FaultRule rule : rules) {
            if (left < rule.times()) {
                return Optional.of(rule.fault());
            }
            left -= rule.times();
        }
        return Optional.empty();
    }
}
