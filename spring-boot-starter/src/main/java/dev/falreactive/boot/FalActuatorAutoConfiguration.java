package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Health, info, and keys that Actuator does not show, if Actuator is there. */
@AutoConfiguration(after = FalAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "fal.enabled", matchIfMissing = true)
public class FalActuatorAutoConfiguration {

    /** For Spring. */
    public FalActuatorAutoConfiguration() {}

    /** All clients by name: those of the application's own by the name of their bean. */
    static Map<String, ReactorFalClient> clients(ListableBeanFactory beans) {
        Map<String, ReactorFalClient> clients = new TreeMap<>();
        beans.getBeansOfType(ReactorFalClient.class).forEach((bean, client) -> {
            String name = bean.equals("falClient") ? FalClients.DEFAULT : bean.replaceFirst("(?<=.)FalClient$", "");
            clients.put(name, client);
        });
        return clients;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
    static class OfHealth {

        // On the method: on the class it would be looked for where Actuator is not.
        @Bean
        @ConditionalOnEnabledHealthIndicator("fal")
        @ConditionalOnMissingBean(name = {"falHealthIndicator", "falHealthContributor"})
        HealthContributor falHealthContributor(ListableBeanFactory beans) {
            Map<String, ReactorFalClient> clients = clients(beans);
            return clients.size() == 1
                    ? new FalHealthIndicator(clients.values().iterator().next())
                    : CompositeHealthContributor.fromMap(clients, FalHealthIndicator::new);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
    static class OfInfo {

        @Bean
        @ConditionalOnEnabledInfoContributor("fal")
        @ConditionalOnMissingBean(name = "falInfoContributor")
        InfoContributor falInfoContributor(ListableBeanFactory beans, ObjectProvider<FalOrigin> origin) {
            return new FalInfoContributor(clients(beans), origin.getIfAvailable() != null);
        }
    }

    /** Whatever an application has Actuator show. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static class OfKeys {

        @Bean
        SanitizingFunction falKeySanitizingFunction(
                ConfigurableListableBeanFactory beans,
                ObjectProvider<FalProperties> properties,
                Environment environment) {
            return new KeySanitizer(new ClientKeys(beans), properties::getIfAvailable, environment);
        }
    }
}
