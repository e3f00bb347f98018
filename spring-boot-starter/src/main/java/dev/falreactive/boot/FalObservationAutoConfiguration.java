package dev.falreactive.boot;

import dev.falreactive.micrometer.FalMicrometer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Observations and meters of all clients that the properties name, if Micrometer is there and has a registry. */
@AutoConfiguration(
        before = FalAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "fal.enabled", matchIfMissing = true)
@ConditionalOnClass({ObservationRegistry.class, FalMicrometer.class})
public class FalObservationAutoConfiguration {

    /** For Spring. */
    public FalObservationAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class WithMeters {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        FalClientCustomizer falMicrometerCustomizer(
                ObservationRegistry observations, ObjectProvider<MeterRegistry> meters) {
            MeterRegistry registry = meters.getIfAvailable();
            return (client, builder) -> builder.instrumentation(
                    registry == null
                            ? FalMicrometer.of(client, observations)
                            : FalMicrometer.of(client, observations, registry));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.micrometer.core.instrument.MeterRegistry")
    @ConditionalOnBean(ObservationRegistry.class)
    static class WithoutMeters {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        FalClientCustomizer falMicrometerCustomizer(ObservationRegistry observations) {
            return (client, builder) -> builder.instrumentation(FalMicrometer.of(client, observations));
        }
    }
}
