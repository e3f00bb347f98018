package dev.falreactive.boot;

import dev.falreactive.Endpoint;
import dev.falreactive.reactor.ReactorFalClient;
import dev.falreactive.webhook.WebhookDelivery;
import dev.falreactive.webhook.WebhookEvent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;

/**
 * Receives webhooks at {@code fal.webhook.path}, in a WebFlux application, for the default client: each is verified, and
 * told once. Told are those who wait for the job, and the subscribers of the two {@code Flux} beans, by the rules of {@link dev.falreactive.reactor.ReactorWebhooks#deliveries()}: a reader who is
 * slow misses what comes while 256 wait for him, and holds up neither the answers nor the other readers.
 */
@AutoConfiguration(after = FalAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(RouterFunction.class)
@ConditionalOnProperty("fal.webhook.path")
@ConditionalOnSingleCandidate(ReactorFalClient.class)
public class FalWebhookAutoConfiguration {

    /** Of which only the way to read any output matters. */
    private static final Endpoint<?, Map<String, @Nullable Object>> ANY = Endpoint.json("fal-ai/any");

    /** For Spring. */
    public FalWebhookAutoConfiguration() {}

    @Bean
    RouterFunction<ServerResponse> falWebhookRoute(FalProperties properties, ReactorFalClient client) {
        String path = Optional.ofNullable(properties.getWebhook().path()).orElse("");
        InvalidProperty.check("fal.webhook.path", path, FalWebhookAutoConfiguration::requirePath);
        int maxBytes = InvalidProperty.read(
                "fal.webhook.max-body-size", properties.getWebhook().maxBodySize(), FalConfigs::bytes);
        return new WebhookRoute(client.webhooks(), maxBytes).at(path);
    }

    /** What a webhook tells, with its output as JSON values. For an output of a type, see the deliveries. */
    @Bean
    @ConditionalOnMissingBean(name = "falWebhookEvents")
    Flux<WebhookEvent<Map<String, @Nullable Object>>> falWebhookEvents(ReactorFalClient client) {
        return client.webhooks().deliveries().map(delivery -> delivery.read(ANY));
    }

    /** Webhooks as they came, to be read by the endpoint of their job. */
    @Bean
    @ConditionalOnMissingBean(name = "falWebhookDeliveries")
    Flux<WebhookDelivery> falWebhookDeliveries(ReactorFalClient client) {
        return client.webhooks().deliveries();
    }

    private static void requirePath(String path) {
        if (!path.matches("/[^\\s{}*?]*")) {
            throw new IllegalArgumentException("must begin with a slash, and name one path: " + path);
        }
    }
}
