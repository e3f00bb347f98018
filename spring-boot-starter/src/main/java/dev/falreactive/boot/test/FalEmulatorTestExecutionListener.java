package dev.falreactive.boot.test;

import dev.falreactive.emulator.FalEmulator;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Leaves no fault of one test to the next one. */
final class FalEmulatorTestExecutionListener extends AbstractTestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), AutoConfigureFalEmulator.class)
                && test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(FalEmulator.class).forEach(FalEmulator::clearFaults);
        }
    }
}
