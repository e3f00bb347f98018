package dev.falreactive.boot;

import dev.falreactive.FalException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** Failures of the start that name the property at fault. They never quote what may hold a secret. */
final class InvalidProperty {

    private InvalidProperty() {}

    /** Hands a property's value on, and names the property if it is refused. */
    static <T> void check(String property, T value, Consumer<T> taker) {
        try {
            taker.accept(value);
        } catch (FalException.InvalidInput e) {
            throw of(
                    property,
                    e.violations().stream()
                            .map(violation -> violation.message())
                            .collect(Collectors.joining("; ")));
        } catch (IllegalArgumentException e) {
            throw of(property, String.valueOf(e.getMessage()));
        }
    }

    /** What a property's value becomes. */
    static <T, R> R read(String property, T value, Function<T, R> reading) {
        List<R> results = new ArrayList<>(1);
        check(property, value, given -> results.add(reading.apply(given)));
        return results.get(0);
    }

    static FailureAnalyzedException of(String property, String reason) {
        return new FailureAnalyzedException(
                "The property '" + property + "' is invalid: " + reason + ".",
                "Correct the property '" + property + "'.");
    }

    static FailureAnalyzedException missingKey(String prefix) {
        String environment = prefix.equals(FalClients.PREFIX) ? ", or FAL_KEY in the environment," : "";
        return new FailureAnalyzedException(
                "A fal client needs a key, and the property '" + prefix + ".key' is not set.",
                "Set '" + prefix + ".key'" + environment + " to a key as id:secret"
                        + " (a relay's token with '" + prefix
                        + ".auth=bearer'); or 'fal.emulator.enabled=true' to work without"
                        + " an account; or 'fal.enabled=false' for no client at all.");
    }
}
