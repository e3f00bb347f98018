package dev.falreactive.boot;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Where a client's key is. An empty value is an unset one, so that it does not hide another source's. */
final class FalSecret {

    private FalSecret() {}

    /** The default client's: {@code fal.key}, which is {@code FAL_KEY} too, else the two halves in the environment. */
    static Optional<String> ofDefault(Environment environment) {
        return ofProperty(environment, FalClients.PREFIX).or(() -> inHalves(environment));
    }

    /** What the property {@code key} below a prefix is in the first source that has more than blanks for it. */
    static Optional<String> ofProperty(Environment environment, String prefix) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return Optional.empty();
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(prefix + ".key");
        return sources(configurable)
                .flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(name)))
                .flatMap(property -> Stream.ofNullable(property.getValue()))
                .map(value -> environment.resolvePlaceholders(value.toString()).strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Stream<ConfigurationPropertySource> sources(ConfigurableEnvironment environment) {
        Iterable<ConfigurationPropertySource> sources =
                ConfigurationPropertySources.from(environment.getPropertySources());
        return StreamSupport.stream(sources.spliterator(), false);
    }

    private static Optional<String> inHalves(Environment environment) {
        String id = environment.getProperty("FAL_KEY_ID", "").strip();
        String secret = environment.getProperty("FAL_KEY_SECRET", "").strip();
        return id.isEmpty() || secret.isEmpty() ? Optional.empty() : Optional.of(id + ":" + secret);
    }
}
