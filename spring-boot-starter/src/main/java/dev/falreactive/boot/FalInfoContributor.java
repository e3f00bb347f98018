package dev.falreactive.boot;

import dev.falreactive.reactor.ReactorFalClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** The library's version, and the host that each client works on. No path, no key. */
final class FalInfoContributor implements InfoContributor {

    private final Map<String, ReactorFalClient> clients;
    private final boolean emulated;
    private final String version = version();

    FalInfoContributor(Map<String, ReactorFalClient> clients, boolean emulated) {
        this.clients = clients;
        this.emulated = emulated;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> hosts = new TreeMap<>();
        clients.forEach((name, client) ->
                hosts.put(name, Map.of("host", client.config().baseUrl().getAuthority())));
        builder.withDetail("fal", Map.of("version", version, "emulator", emulated, "clients", hosts));
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(FalInfoContributor.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
