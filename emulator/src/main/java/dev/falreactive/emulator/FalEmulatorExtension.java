package dev.falreactive.emulator;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension behind {@link StartEmulator}. Registered with {@code @RegisterExtension}, it takes any settings:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final FalEmulatorExtension FAL = FalEmulatorExtension.with(EmulatorConfig.builder().bearer(true).build());
 * }</pre>
 */
public final class FalEmulatorExtension implements ParameterResolver, AfterEachCallback {

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
        return store(context)
                .computeIfAbsent(FalEmulator.class, key -> FalEmulator.start(config(context)), FalEmulator.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        FalEmulator emulator = store(context).remove(FalEmulator.class, FalEmulator.class);
        if (emulator != null) {
            emulator.close();
        }
    }

    // By instance too: two registered extensions of one class have an emulator each.
    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE.append(context.getUniqueId(), this));
    }

    private EmulatorConfig config(ExtensionContext context) {
        return config.orElseGet(() -> AnnotationSupport.findAnnotation(context.getElement(), StartEmulator.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), StartEmulator.class))
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
