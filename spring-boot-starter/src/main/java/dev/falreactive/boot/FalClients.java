package dev.falreactive.boot;

import dev.falreactive.FalConfig;
import dev.falreactive.reactor.ReactorFalClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

/**
 * The clients that the properties name, each made when it is first asked for. With the application's context they are closed:
 * submits that are under way are answered before, for as long as an exchange may take.
 */
public final class FalClients implements DisposableBean {

    /** The name of the client that {@code fal.*} describes. */
    public static final String DEFAULT = "default";

    static final String PREFIX = "fal";

    private static final Logger LOG = LoggerFactory.getLogger(FalClients.class);
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Set<String> names;
    private final Function<String, FalConfig> configs;
    private final ClientParts parts;

    // Guarded by this.
    private final Map<String, ReactorFalClient> clients = new LinkedHashMap<>();

    /** What a client is made of beside its configuration. */
    record ClientParts(
            BiFunction<String, HttpClient, HttpClient> security,
            List<FalHttpClientCustomizer> httpCustomizers,
            List<FalClientCustomizer> clientCustomizers) {}

    FalClients(Set<String> names, Function<String, FalConfig> configs, ClientParts parts) {
        this.names = Set.copyOf(names);
        this.configs = configs;
        this.parts = parts;
    }

    /** {@return the names under {@code fal.clients}} */
    public Set<String> names() {
        return names;
    }

    /**
     * A client, the same one each time.
     *
     * @param name its name under {@code fal.clients}, or {@link #DEFAULT}
     * @return the client
     * @throws IllegalArgumentException if there is none of this name
     */
    public synchronized ReactorFalClient get(String name) {
        ReactorFalClient present = clients.get(name);
        if (present != null) {
            return present;
        }
        ReactorFalClient made = make(name);
        clients.put(name, made);
        return made;
    }

    private ReactorFalClient make(String name) {
        ReactorFalClient.Builder builder =
                ReactorFalClient.builder(configs.apply(name)).httpClient(http -> adapted(name, http));
        builder.instrumentation(new FalLog(name));
        parts.clientCustomizers().forEach(customizer -> customizer.customize(name, builder));
        return builder.build();
    }

    private HttpClient adapted(String name, HttpClient http) {
        HttpClient adapted = parts.security().apply(name, http);
        for (FalHttpClientCustomizer customizer : parts.httpCustomizers()) {
            adapted = customizer.customize(name, adapted);
        }
        return adapted;
    }

    static String prefix(String client) {
        return client.equals(DEFAULT) ? PREFIX : PREFIX + ".clients." + client;
    }

    /** Closes all clients at the same time. Returns when what was sent has been answered, or cannot be any more. */
    @Override
    public synchronized void destroy() {
        Duration longest = clients.values().stream()
                .map(client -> client.config().requestTimeout())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        try {
            Flux.fromIterable(clients.values())
                    .flatMap(client -> client.closeLater().onErrorComplete(), clients.size() + 1)
                    .then()
                    .toFuture()
                    .get(longest.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Not all connections to fal were closed in time: {}", e.toString());
        }
    }
}
