package dev.falreactive.emulator;

import java.util.Optional;

/**
 * A fault as the rule grammar names it.
 *
 * @param argument what stands in parentheses
 */
record NamedFault(String name, Optional<String> argument, Effect effect) implements Fault {

    NamedFault(String name, Effect effect) {
        this(name, Optional.empty(), effect);
    }

    NamedFault(String name, String argument, Effect effect) {
        this(name, Optional.of(argument), effect);
    }

    @Override
    public String toString() {
        return name + argument.map(text -> "(" + text + ")").orElse("");
    }
}
