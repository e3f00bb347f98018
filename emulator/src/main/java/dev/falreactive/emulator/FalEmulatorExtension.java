package dev.falreactive.emulator;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension behind {@link StartEmulator} and {@link WithFault}. Registered with {@code @RegisterExtension}, it takes any settings:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FalEmulatorExtension FAL = FalEmulatorExtension.with(EmulatorConfig.builder().bearer(true).build());
 * }</pre>
 */
public final class FalEmulatorExtension implements ParameterResolver, BeforeTestExecutionCallback, AfterEachCallback {

    /** The store holds it once the test method's turn has come. */
    private record Begun(List<FaultRule> rules) {}

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FalEmulatorExtension.class);

    private final Optional<EmulatorConfig> config;

    /** For JUnit: settings come from {@link StartEmulator}, or are the default ones. */
    public FalEmulatorExtension() {
        this(Optional.empty());
    }

    private FalEmulatorExtension(Optional<EmulatorConfig> config) {
        this.config = config;
    }

    /**
     * An extension with settings of its own.
     *
     * @param config the settings; a fixed port lets no two tests run at one time
     * @return the extension, to be registered
     */
    public static FalEmulatorExtension with(EmulatorConfig config) {
        return new FalEmulatorExtension(Optional.of(config));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FalEmulator.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).computeIfAbsent(FalEmulator.class, key -> started(context), FalEmulator.class);
    }

    // The emulator is there if a method before the test has asked for it.
    @Override
    public void beforeTestExecution(ExtensionContext context) {
        List<FaultRule> rules = rules(context);
        store(context).put(Begun.class, new Begun(rules));
        FalEmulator emulator = store(context).get(FalEmulator.class, FalEmulator.class);
        if (emulator != null) {
            rules.forEach(emulator::inject);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        FalEmulator emulator = store(context).remove(FalEmulator.class, FalEmulator.class);
        if (emulator != null) {
            emulator.close();
        }
    }

    private FalEmulator started(ExtensionContext context) {
        FalEmulator emulator = FalEmulator.start(config(context));
        Begun begun = store(context).get(Begun.class, Begun.class);
        if (begun != null) {
            begun.rules().forEach(emulator::inject);
        }
        return emulator;
    }

    private static List<FaultRule> rules(ExtensionContext context) {
        return places(context)
                .flatMap(place -> AnnotationSupport.findRepeatableAnnotations(place, WithFault.class).stream())
                .map(annotation -> FaultRule.parse(annotation.value()))
                .toList();
    }

    /** The test's classes from the outermost to its own, and its method. */
    private static Stream<AnnotatedElement> places(ExtensionContext context) {
        Stream<AnnotatedElement> classes =
                Stream.concat(context.getEnclosingTestClasses().stream(), context.getTestClass().stream());
        return Stream.concat(classes, context.getElement().stream());
    }

    // By instance too: two registered extensions of one class have an emulator each.
    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE.append(context.getUniqueId(), this));
    }

    private EmulatorConfig config(ExtensionContext context) {
        // The innermost place that says something counts.
        return config.orElseGet(() -> places(context)
                .flatMap(place -> AnnotationSupport.findAnnotation(place, StartEmulator.class).stream())
                .reduce((outer, inner) -> inner)
                .map(FalEmulatorExtension::config)
                .orElseGet(() -> EmulatorConfig.builder().build()));
    }

    private static EmulatorConfig config(StartEmulator annotation) {
        return EmulatorConfig.builder()
                .runners(annotation.runners())
                .queueTime(Duration.ofMillis(annotation.queueMillis()))
                .runTime(Duration.ofMillis(annotation.runMillis()))
                .build();
    }
}
