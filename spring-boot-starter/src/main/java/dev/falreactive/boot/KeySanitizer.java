package dev.falreactive.boot;

import dev.falreactive.FalConfig;
import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
import dev.falreactive.reactor.ReactorFalClient;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.Environment;

/**
 * Hides keys from whoever looks at properties: by their names, and by their values, since a key may come from a variable of
 * any name.
 */
final class KeySanitizer implements SanitizingFunction {

    private static final Pattern KEY = Pattern.compile("fal\\.(?:clients\\..+\\.)?key(?:\\.id|\\.secret)?");

    private final Supplier<Collection<ReactorFalClient>> clients;
    private final Supplier<@Nullable FalProperties> properties;
    private final Environment environment;

    // Clients and properties stay what they are; whose secret changes is asked anew by its credentials.
    private volatile @Nullable List<FalCredentials> known;

    KeySanitizer(
            Supplier<Collection<ReactorFalClient>> clients,
            Supplier<@Nullable FalProperties> properties,
            Environment environment) {
        this.clients = clients;
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        return isNamedSo(data.getKey()) || holdsSecret(data.getValue()) ? data.withSanitizedValue() : data;
    }

    private static boolean isNamedSo(String property) {
        return KEY.matcher(property.toLowerCase(Locale.ROOT).replace('_', '.')).matches();
    }

    private boolean holdsSecret(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return !text.isEmpty()
                && secrets().stream().anyMatch(secret -> !secret.redact(text).equals(text));
    }

    private List<FalCredentials> secrets() {
        List<FalCredentials> all = known;
        if (all == null) {
            all = Stream.concat(
                            clients.get().stream().map(ReactorFalClient::config).flatMap(KeySanitizer::of),
                            ofProperties())
                    .toList();
            known = all;
        }
        return all;
    }

    private static Stream<FalCredentials> of(FalConfig config) {
        return Stream.concat(config.credentials().stream(), config.proxyCredentials().stream());
    }

    /** Of the properties too: beside the emulator of a test, or a client of the application's own, they are set and not used. */
    private Stream<FalCredentials> ofProperties() {
        FalProperties all = properties.get();
        Stream<Optional<String>> named = all == null
                ? Stream.empty()
                : all.getClients().keySet().stream()
                        .map(client -> FalSecret.ofProperty(environment, FalClients.prefix(client)));
        return Stream.concat(Stream.of(FalSecret.ofDefault(environment)), named)
                .flatMap(Optional::stream)
                .flatMap(KeySanitizer::credentials);
    }

    private static Stream<FalCredentials> credentials(String secret) {
        try {
            return Stream.of(FalCredentials.key(secret));
        } catch (FalException.InvalidInput e) {
            return Stream.empty();
        }
    }
}
