package dev.falreactive.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservationTest {

    private final ApplicationContextRunner runner = Contexts.runner()
            .withConfiguration(AutoConfigurations.of(FalObservationAutoConfiguration.class))
            .withPropertyValues("fal.key=a:b");

    @Test
    void withRegistriesEachClientIsMeasured() {
        runner.withPropertyValues("fal.clients.relay.key=t")
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("fal.watches")
                                .meters())
                        .extracting(meter -> meter.getId().getTag("fal.client"))
                        .containsExactlyInAnyOrder("default", "relay"));
    }

    @Test
    void withoutARegistryNothingIsMeasured() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("falMicrometerCustomizer"));
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().hasBean("falMicrometerCustomizer"));
    }

    @Test
    void withoutMetersThereAreObservations() {
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasNotFailed().hasBean("falMicrometerCustomizer"));
    }

    /** Class loaders that hide classes hide them from conditions alone: here the jars are gone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "micrometer",
                "(micrometer|spring-boot-actuator|spring-boot-health|spring-webflux|spring-boot-webflux"
                        + "|rxjava|kotlin|jackson-module-kotlin)"
            })
    void withoutOptionalJarsAJobRuns(String jars) throws Exception {
        Pattern missing = Pattern.compile(".*/" + jars + "[^/]*/.*");
        String classPath = Arrays.stream(
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                .filter(entry ->
                        !missing.matcher(entry.replace(File.separatorChar, '/')).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classPath,
                        WithoutMicrometer.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).contains("no Micrometer", "picture http://127.0.0.1:");
        assertThat(process.waitFor()).isZero();
    }
}
