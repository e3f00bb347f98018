package dev.falreactive.boot;

import dev.falreactive.FalConfig;

/**
 * Changes the configuration of a client that is made from properties, after they were applied. All beans of this type are
 * called, in their order.
 */
@FunctionalInterface
public interface FalConfigCustomizer {

    /**
     * Changes a configuration.
     *
     * @param client the client's name under {@code fal.clients}, or {@link FalClients#DEFAULT}
     * @param config what it is made of
     */
    void customize(String client, FalConfig.Builder config);
}
