package dev.falreactive.boot.test;

import dev.falreactive.boot.FalEmulatorAutoConfiguration;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Says by properties what the annotation says. Equal ones share an application. */
record FalEmulatorContextCustomizer(Map<String, Object> properties) implements ContextCustomizer {

    static FalEmulatorContextCustomizer of(AutoConfigureFalEmulator annotation) {
        return new FalEmulatorContextCustomizer(Map.of(
                "fal.emulator.enabled",
                true,
                FalEmulatorAutoConfiguration.IN_TEST,
                true,
                "fal.emulator.port",
                0,
                "fal.emulator.runners",
                annotation.runners(),
                "fal.emulator.queue-time",
                annotation.queueTime(),
                "fal.emulator.run-time",
                annotation.runTime(),
                "fal.poll.pause",
                annotation.pollPause()));
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("fal emulator", properties));
    }
}
