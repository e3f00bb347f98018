package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;

/**
 * Changes what a client is made of: its timer, its orphan handler. For its connections there is
 * {@link FalHttpClientCustomizer}. All beans of this type are called, in their order, after everything else.
 */
@FunctionalInterface
public interface FalClientCustomizer {

    /**
     * Changes a client.
     *
     * @param client its name under {@code fal.clients}, or {@link FalClients#DEFAULT}
     * @param builder what it is made of
     */
    void customize(String client, ReactorFalClient.Builder builder);
}
