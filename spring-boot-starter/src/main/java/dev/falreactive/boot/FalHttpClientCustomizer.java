package dev.falreactive.boot;

import reactor.netty.http.client.HttpClient;

/**
 * Changes the HTTP client of a client: proxy, resolver, protocols. An SSL bundle has been applied before. All beans of this
 * type are called, in their order. Redirects and Reactor Netty's own retries stay off whatever they do.
 */
@FunctionalInterface
public interface FalHttpClientCustomizer {

    /**
     * Changes an HTTP client.
     *
     * @param client the name under {@code fal.clients}, or {@link FalClients#DEFAULT}
     * @param http the HTTP client so far
     * @return the one to use
     */
    HttpClient customize(String client, HttpClient http);
}
