package dev.falreactive.boot;

import dev.falreactive.FalConfig;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The default {@link ReactorFalClient} and the named ones, by {@link FalProperties}. A client or a {@link FalConfig} of the
 * application's own takes the place of the default one.
 */
@AutoConfiguration(after = {SslAutoConfiguration.class, FalEmulatorAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "fal.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FalProperties.class)
@Import(NamedClientsRegistrar.class)
public class FalAutoConfiguration {

    /** For Spring. */
    public FalAutoConfiguration() {}

    @Bean
    FalConfigs falConfigs(
            FalProperties properties,
            Environment environment,
            ObjectProvider<FalOrigin> origin,
            ObjectProvider<FalConfigCustomizer> customizers) {
        return new FalConfigs(
                properties,
                environment,
                Optional.ofNullable(origin.getIfAvailable()),
                customizers.orderedStream().toList());
    }

    @Bean
    FalClients falClients(
            FalProperties properties,
            FalConfigs configs,
            ObjectProvider<FalConfig> config,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<FalHttpClientCustomizer> httpCustomizers,
            ObjectProvider<FalClientCustomizer> clientCustomizers) {
        return new FalClients(
                properties.getClients().keySet(),
                client -> client.equals(FalClients.DEFAULT) ? config.getObject() : configs.of(client),
                new FalClients.ClientParts(
                        (client, http) -> FalSsl.secured(
                                http,
                                FalClients.prefix(client) + ".ssl.bundle",
                                properties.of(client).getSsl().bundle(),
                                bundles.getIfAvailable()),
                        httpCustomizers.orderedStream().toList(),
                        clientCustomizers.orderedStream().toList()));
    }

    @Bean
    @ConditionalOnMissingBean({FalConfig.class, ReactorFalClient.class})
    @Conditional(DefaultClientCondition.class)
    FalConfig falConfig(FalConfigs configs) {
        return configs.of(FalClients.DEFAULT);
    }

    /** Closed by what made it, which waits for what is under way. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    @Conditional(DefaultClientCondition.class)
    ReactorFalClient falClient(FalClients clients) {
        return clients.get(FalClients.DEFAULT);
    }
}
