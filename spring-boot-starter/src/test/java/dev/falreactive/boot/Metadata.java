package dev.falreactive.boot;

import dev.falreactive.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the annotation processor has written of the properties. */
final class Metadata {

    record Property(String name, String type, Optional<Object> defaultValue, String description) {}

    private Metadata() {}

    static List<Property> read() {
        try (InputStream json =
                FalProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            Map<String, Object> document = Codec.map().read(json.readAllBytes());
            return ((List<?>) document.get("properties"))
                    .stream().map(each -> property((Map<?, ?>) each)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Property property(Map<?, ?> json) {
        return new Property(
                (String) json.get("name"),
                (String) json.get("type"),
                Optional.ofNullable(json.get("defaultValue")),
                Optional.ofNullable((String) json.get("description")).orElse(""));
    }
}
