package dev.falreactive.boot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** The properties {@code fal.*}: the default client, the named ones, webhooks and the emulator. */
@ConfigurationProperties("fal")
public class FalProperties extends FalClientProperties {

    /** Whether there are clients at all. */
    private boolean enabled = true;

    /** More clients, by name: each with the properties of the default one, injected by its name as qualifier. */
    private Map<String, FalClientProperties> clients = new LinkedHashMap<>();

    private Webhook webhook = new Webhook(null, DataSize.ofMegabytes(16), "https://rest.fal.ai/.well-known/jwks.json");

    private Emulator emulator = new Emulator(false, 0, 4, Duration.ofSeconds(1), Duration.ofSeconds(3));

    /**
     * What fal tells of jobs by itself.
     *
     * @param path where webhooks are received, beginning with a slash; unset for nowhere. Needs WebFlux
     * @param maxBodySize the largest webhook; a larger one is answered with 413
     * @param keysUrl where the keys are published that webhooks are signed with; https, or http to this machine
     */
    public record Webhook(
            @Nullable String path,
            @DefaultValue("16MB") DataSize maxBodySize,

            @DefaultValue("https://rest.fal.ai/.well-known/jwks.json")
            String keysUrl) {}

    /**
     * A local queue inside the application, for development. Needs fal-reactive-emulator on the class path.
     *
     * @param enabled whether all clients work on an emulator instead of the service: nothing is billed, images are drawn
     * @param port where it listens, on this machine alone; 0 picks a free one
     * @param runners how many jobs run at a time
     * @param queueTime how long a job waits at least
     * @param runTime how long a job runs
     */
    public record Emulator(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("0") int port,
            @DefaultValue("4") int runners,
            @DefaultValue("1s") Duration queueTime,
            @DefaultValue("3s") Duration runTime) {}

    FalClientProperties of(String client) {
        return client.equals(FalClients.DEFAULT) ? this : clients.getOrDefault(client, new FalClientProperties());
    }

    /** {@return whether there are clients at all} */
    public boolean isEnabled() {
        return enabled;
    }

    /** @param enabled whether there are clients at all */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /** {@return more clients, by name} */
    public Map<String, FalClientProperties> getClients() {
        return clients;
    }

    /** @param clients more clients, by name */
    public void setClients(Map<String, FalClientProperties> clients) {
        this.clients = clients;
    }

    /** {@return what fal tells of jobs by itself} */
    public Webhook getWebhook() {
        return webhook;
    }

    /** @param webhook what fal tells of jobs by itself */
    public void setWebhook(Webhook webhook) {
        this.webhook = webhook;
    }

    /** {@return a local queue inside the application} */
    public Emulator getEmulator() {
        return emulator;
    }

    /** @param emulator a local queue inside the application */
    public void setEmulator(Emulator emulator) {
        this.emulator = emulator;
    }
}
