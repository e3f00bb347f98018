package dev.falreactive.samples.gallery;

import dev.falreactive.boot.FalClientCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything else about the client is the starter's, by properties. */
@Configuration(proxyBeanMethods = false)
class LateTicketsSetup {

    @Bean
    FalClientCustomizer lateTicketsAreKept(ObjectProvider<LateTickets> late) {
        return (client, builder) -> builder.onOrphan(orphan -> late.getObject().accept(orphan));
    }
}
