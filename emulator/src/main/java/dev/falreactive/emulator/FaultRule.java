package dev.falreactive.emulator;

/**
 * Which requests a fault strikes.
 *
 * @param phase what they ask for
 * @param fault what goes wrong
 * @param times how many of them, 1 or more
 */
public record FaultRule(Phase phase, Fault fault, int times) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there are no times, or a fault of a job's life is not for {@link Phase#SUBMIT}
     */
    public FaultRule {
        Settings.between("times", times, 1, Integer.MAX_VALUE);
        if (Effect.of(fault) instanceof Effect.Life && phase != Phase.SUBMIT) {
            throw new IllegalArgumentException(
                    "'" + fault.name() + "' is of a job's life: it strikes the job that a submit"
                            + " makes, so it is for the phase submit, not " + phase.word());
        }
    }
}
