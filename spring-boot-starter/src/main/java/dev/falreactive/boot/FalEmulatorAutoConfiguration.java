package dev.falreactive.boot;

import dev.falreactive.emulator.EmulatorConfig;
import dev.falreactive.emulator.FalEmulator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A local queue inside the application, to which all clients are pointed; only if {@code fal.emulator.enabled} says so. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "fal.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "fal.emulator.enabled")
public class FalEmulatorAutoConfiguration {

    /** A property that {@code @AutoConfigureFalEmulator} sets: an application's own key is then left aside. */
    public static final String IN_TEST = "fal.emulator.in-test";

    /** For Spring. */
    public FalEmulatorAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FalEmulator.class)
    @EnableConfigurationProperties(FalProperties.class)
    static class Present {

        private static final Logger LOG = LoggerFactory.getLogger(FalEmulatorAutoConfiguration.class);

        @Bean
        @ConditionalOnMissingBean
        FalEmulator falEmulator(FalProperties properties, Environment environment) {
            if (!environment.getProperty(IN_TEST, Boolean.class, false)) {
                refuseKeys(properties, environment);
            }
            FalEmulator emulator = FalEmulator.start(config(properties.getEmulator()));
            LOG.info(
                    "fal.emulator.enabled=true: all fal clients work on an emulator at {}; its images are drawn, and nothing"
                            + " is billed",
                    emulator.baseUrl());
            return emulator;
        }

        @Bean
        FalOrigin falOrigin(FalEmulator emulator) {
            return new FalOrigin(emulator.baseUrl(), emulator.credentials(), emulator.webhookKeysUrl());
        }

        private static EmulatorConfig config(FalProperties.Emulator settings) {
            EmulatorConfig.Builder config = EmulatorConfig.builder();
            InvalidProperty.check("fal.emulator.port", settings.port(), config::port);
            InvalidProperty.check("fal.emulator.runners", settings.runners(), config::runners);
            InvalidProperty.check("fal.emulator.queue-time", settings.queueTime(), config::queueTime);
            InvalidProperty.check("fal.emulator.run-time", settings.runTime(), config::runTime);
            return config.build();
        }

        /** Who has a key means to use it: pictures of an emulator must not be taken for those that it would have paid. */
        private static void refuseKeys(FalProperties properties, Environment environment) {
            Stream<String> prefixes = Stream.concat(
                    Stream.of(FalClients.PREFIX),
                    properties.getClients().keySet().stream().map(FalClients::prefix));
            prefixes.filter(prefix -> hasKey(prefix, environment)).findFirst().ifPresent(prefix -> {
                String fromEnvironment =
                        prefix.equals(FalClients.PREFIX) ? " (or FAL_KEY in the environment, which is the same)" : "";
                throw new FailureAnalyzedException(
                        "Both 'fal.emulator.enabled=true' and '" + prefix + ".key'" + fromEnvironment + " are set.",
                        "Remove the key to work on the emulator, or set 'fal.emulator.enabled=false' to work on the service"
                                + " and pay. Tests are freed from this by @AutoConfigureFalEmulator.");
            });
        }

        private static boolean hasKey(String prefix, Environment environment) {
            return prefix.equals(FalClients.PREFIX)
                    ? FalSecret.ofDefault(environment).isPresent()
                    : FalSecret.ofProperty(environment, prefix).isPresent();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.falreactive.emulator.FalEmulator")
    static class Missing {

        @Bean
        FalOrigin falOrigin() {
            throw new FailureAnalyzedException(
                    "'fal.emulator.enabled=true' is set, and the emulator is not on the class path.",
                    "Add the dependency dev.falreactive:fal-reactive-emulator, or set 'fal.emulator.enabled=false'.");
        }
    }
}
