package dev.falreactive.boot;

import dev.falreactive.FalCredentials;
import dev.falreactive.FalException;
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

    private final ClientKeys clients;
    private final Supplier<@Nullable FalProperties> properties;
    private final Environment environment;

    // Properties stay what they are.
    private volatile @Nullable List<FalCredentials> ofProperties;

    KeySanitizer(ClientKeys clients, Supplier<@Nullable FalProperties> properties, Environment environment) {
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

    /** A secret that a supplier gives is known once a call has asked for it: none is asked for here. */
    private boolean holdsSecret(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return !text.isEmpty()
                && Stream.concat(clients.all(), ofProperties().stream())
                        .anyMatch(secret -> !secret.redact(text).equals(text));
    }

    private List<FalCredentials> ofProperties() {
        List<FalCredentials> all = ofProperties;
        if (all == null) {
            all = inProperties().toList();
            ofProperties = all;
        }
        return all;
    }

    /** Of the properties too: beside the emulator of a test, or a client of the application's own, they are set and not used. */
    private Stream<FalCredentials> inProperties() {
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
