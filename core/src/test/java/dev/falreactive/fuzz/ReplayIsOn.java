package dev.falreactive.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a class of fuzz targets in which one did not run on the empty input and on each of its committed ones. Where the
 * directories do not bear the names of class and method, a replay would else be silently off.
 */
final class ReplayIsOn implements BeforeAllCallback, BeforeTestExecutionCallback, AfterAllCallback {

    private static final Namespace COUNTS = Namespace.create(ReplayIsOn.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(COUNTS).put(Method.class, new ConcurrentHashMap<Method, Integer>());
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        counts(context).merge(context.getRequiredTestMethod(), 1, Integer::sum);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (isFuzzing()) {
            return;
        }
        for (Map.Entry<Method, Integer> ran : counts(context).entrySet()) {
            int committed = Corpus.of(ran.getKey()).size();
            assertThat(ran.getValue())
                    .as("runs of %s: one for each of its inputs, and one for the empty input", ran.getKey())
                    .isGreaterThanOrEqualTo(committed + 1);
        }
    }

    static boolean isFuzzing() {
        return !System.getenv().getOrDefault("JAZZER_FUZZ", "").isEmpty();
    }

    @SuppressWarnings("unchecked") // the store is this class's own
    private static Map<Method, Integer> counts(ExtensionContext context) {
        return Objects.requireNonNull(context.getStore(COUNTS).get(Method.class, Map.class));
    }
}
