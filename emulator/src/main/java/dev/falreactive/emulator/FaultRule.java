package dev.falreactive.emulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which requests a fault strikes. Immutable.
 *
 * <p>As text: the phase, a colon, the fault's name, its argument in parentheses if it has one, and an asterisk with how many
 * times if more than once. So {@code status:edge-502*3}, {@code submit:rate-limited(1s)*2}, {@code status:without(logs)}.
 *
 * @param phase what they ask for
 * @param fault what goes wrong
 * @param times how many of them, 1 or more
 */
public record FaultRule(Phase phase, Fault fault, int times) {

    private static final Pattern FORM = Pattern.compile(
            "\\s*([\\w-]+)\\s*:\\s*([\\w-]+)\\s*(?:\\((.*)\\))?\\s*(?:\\*\\s*(\\d{1,9}))?\\s*", Pattern.DOTALL);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there are no times, or a fault of a job's life is not for {@link Phase#SUBMIT}
     *     or {@link Phase#DIRECT}
     */
    public FaultRule {
        Settings.between("times", times, 1, Integer.MAX_VALUE);
        if (Effect.of(fault) instanceof Effect.Life && phase != Phase.SUBMIT && phase != Phase.DIRECT) {
            throw new IllegalArgumentException(
                    "'" + fault.name() + "' is of a job's life: it strikes the job that a submit"
                            + " makes, so it is for the phase submit or direct, not " + phase.word());
        }
    }

    /**
     * Reads a rule.
     *
     * @param text such as {@code status:edge-502*3}
     * @return the rule
     * @throws IllegalArgumentException if it is none; the message says why, and which phases and faults there are
     */
    public static FaultRule parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw none(
                    text,
                    "a rule is phase:fault, phase:fault(argument) or phase:fault*times; phases: " + Phase.words()
                            + "; faults: " + String.join(", ", FaultCatalogue.forms()));
        }
        try {
            Phase phase = Phase.of(form.group(1))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no phase '" + form.group(1) + "'; there are: " + Phase.words()));
            Fault fault = FaultCatalogue.make(form.group(2), Optional.ofNullable(form.group(3)));
            return new FaultRule(phase, fault, times(Optional.ofNullable(form.group(4))));
        } catch (IllegalArgumentException e) {
            throw none(text, String.valueOf(e.getMessage()));
        }
    }

    /** {@return the rule as text} */
    @Override
    public String toString() {
        return phase.word() + ":" + fault + (times == 1 ? "" : "*" + times);
    }

    private static int times(Optional<String> digits) {
        return digits.map(Integer::parseInt).orElse(1);
    }

    private static IllegalArgumentException none(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no fault rule: " + why);
    }
}
