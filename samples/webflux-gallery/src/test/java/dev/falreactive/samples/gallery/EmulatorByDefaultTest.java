package dev.falreactive.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EmulatorByDefaultTest {

    private static StandardEnvironment with(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", new HashMap<>(variables)));
        environment.getPropertySources().addFirst(new MapPropertySource("own", new HashMap<>(properties)));
        ConfigurationPropertySources.attach(environment);
        new EmulatorByDefault().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }

    @Test
    void withoutAKeyAndAQueueAnEmulatorIsStarted() {
        assertThat(with(Map.of(), Map.of()).getProperty("fal.emulator.enabled")).isEqualTo("true");
        assertThat(with(Map.of(), Map.of("FAL_KEY", " ")).getProperty("fal.emulator.enabled"))
                .isEqualTo("true");
    }

    @Test
    void withAKeyItRunsOnFal() {
        assertThat(with(Map.of(), Map.of("FAL_KEY", "a:b")).getProperty("fal.emulator.enabled"))
                .isNull();
        assertThat(with(Map.of(), Map.of("FAL_KEY_ID", "a", "FAL_KEY_SECRET", "b"))
                        .getProperty("fal.emulator.enabled"))
                .isNull();
        assertThat(with(Map.of("fal.key", "a:b"), Map.of()).getProperty("fal.emulator.enabled"))
                .isNull();
    }

    @Test
    void anEmulatorElsewhereOnThisMachineNeedsNoKeyAndAnotherHostDoes() {
        var local = with(Map.of("fal.base-url", "http://127.0.0.1:8787"), Map.of());
        assertThat(local.getProperty("fal.key")).isNotBlank();
        assertThat(local.getProperty("fal.emulator.enabled")).isNull();
        assertThat(with(Map.of("fal.base-url", "https://relay.example"), Map.of())
                        .getProperty("fal.key"))
                .isNull();
        assertThat(with(Map.of("fal.base-url", "http://127.0.0.1.evil.example"), Map.of())
                        .getProperty("fal.key"))
                .isNull();
        assertThat(with(Map.of("fal.base-url", "http://127.0.0.1:8787", "fal.key", "a:b"), Map.of())
                        .getProperty("fal.key"))
                .isEqualTo("a:b");
    }
}
