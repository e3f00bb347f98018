package dev.falreactive.samples.gallery;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Who names neither a key nor a queue gets an emulator in this process, and whoever names an emulator needs no key. */
public class EmulatorByDefault implements EnvironmentPostProcessor {

    private static final String ANY_KEY = "gallery:any";

    /** For Spring. */
    public EmulatorByDefault() {}

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean key = has(environment, "fal.key")
                || Stream.of("FAL_KEY_ID", "FAL_KEY_SECRET")
                        .allMatch(name -> !environment.getProperty(name, "").isBlank());
        String baseUrl =
                Binder.get(environment).bind("fal.base-url", String.class).orElse("");
        Map<String, Object> defaults = new HashMap<>();
        if (!key && baseUrl.isBlank()) {
            defaults.put("fal.emulator.enabled", true);
        } else if (!key && onThisMachine(baseUrl)) {
            defaults.put("fal.key", ANY_KEY);
        }
        environment.getPropertySources().addLast(new MapPropertySource("emulatorByDefault", defaults));
    }

    /** Blank is absent. Loose binding: {@code fal.key} is {@code FAL_KEY} too. */
    private static boolean has(ConfigurableEnvironment environment, String name) {
        return !Binder.get(environment).bind(name, String.class).orElse("").isBlank();
    }

    private static boolean onThisMachine(String baseUrl) {
        try {
            String host = URI.create(baseUrl).getHost();
            return host != null && (host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}"));
        } catch (IllegalArgumentException e) {
            return false; // The starter says what is wrong with it.
        }
    }
}
