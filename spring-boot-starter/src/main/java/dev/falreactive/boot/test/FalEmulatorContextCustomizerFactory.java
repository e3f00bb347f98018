package dev.falreactive.boot.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Looks for the annotation on a test class, the classes around it and those above it. */
final class FalEmulatorContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configurations) {
        AutoConfigureFalEmulator annotation =
                TestContextAnnotationUtils.findMergedAnnotation(testClass, AutoConfigureFalEmulator.class);
        return annotation == null ? null : FalEmulatorContextCustomizer.of(annotation);
    }
}
