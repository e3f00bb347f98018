package dev.falreactive.samples.gallery;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.emulator.FalEmulator;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The client: on fal with {@code FAL_KEY}, elsewhere with {@code fal.base-url}, else on an emulator in this process. */
@Configuration(proxyBeanMethods = false)
class FalSetup {

    /** Only started when nothing else is named. */
    @Bean
    @Lazy
    FalEmulator emulator() {
        return FalEmulator.start();
    }

    @Bean
    FalConfig falConfig(Environment environment, ObjectProvider<FalEmulator> emulator) {
        Optional<String> key = setting(environment, "fal.key");
        Optional<String> baseUrl = setting(environment, "fal.base-url");
        FalConfig.Builder config = FalConfig.builder();
        if (key.isEmpty() && baseUrl.isEmpty()) {
            FalEmulator own = emulator.getObject();
            return config.baseUrl(own.baseUrl()).credentials(own.credentials()).build();
        }
        baseUrl.ifPresent(config::baseUrl);
        // An emulator takes any key.
        return config.credentials(FalCredentials.key(key.orElse("gallery:none")))
                .build();
    }

    @Bean
    ReactorFalClient fal(FalConfig config, ObjectProvider<LateTickets> late) {
        return ReactorFalClient.builder(config)
                .onOrphan(orphan -> late.getObject().accept(orphan))
                .build();
    }

    private static Optional<String> setting(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(name)).filter(value -> !value.isBlank());
    }
}
